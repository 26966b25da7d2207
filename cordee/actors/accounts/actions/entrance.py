"""Verbs of the entrance: a way in by mail, sessions that end, an identity that is linked."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cordee.actors.accounts import queries, reactions
from cordee.actors.accounts.models import Identity, LoginLink, Session, User
from cordee.actors.accounts.proconnect import REFUSALS, Claims
from cordee.core import outbox
from cordee.core.access import Refused
from cordee.core.models.journal import CordeeNow

LINK_MINUTES = 15
LINK_LASTS = timedelta(minutes=LINK_MINUTES)
LINKS_KEPT_FOR = timedelta(days=30)


# -- a way in by mail -------------------------------------------------------------------------------------------------------------
def ask_login_link(*, email: str, screen: str, next_path: str = "") -> LoginLink | None:
    """A letter leaves to an open account, and to no one else. `screen` is the secret of the browser that asks."""
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            return None
        link, secret, code = _new_link(user, screen, next_path)
        outbox.post(reactions.login_link(user, secret, code, LINK_MINUTES))
    return link


def ask_proof(*, user: User, screen: str) -> None:
    """A code alone, for the screen that asks: whoever has neither password nor second factor proves again who they are."""
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _, _, code = _new_link(locked, screen)
        outbox.post(reactions.proof_code(locked, code, LINK_MINUTES))


def _new_link(user: User, screen: str, next_path: str = "") -> tuple[LoginLink, str, str]:
    """One open at a time: the former one no longer opens. Call with the account locked."""
    _links().filter(user=user, used_at=None).update(used_at=CordeeNow())
    secret, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**8):08d}"
    link = LoginLink(
        user=user,
        token_sha256=queries.hashed(secret),
        code_sha256=_code_hash(screen, code),
        next_path=next_path[:300],
        expires_at=timezone.now() + LINK_LASTS,
    )
    link.save(force_insert=True)
    return link, secret, code


def use_login_link(*, token: str) -> LoginLink | None:
    """Once, before its hour: of two clicks at the same second, one signs in."""
    return _use(_links().filter(token_sha256=queries.hashed(token)))


def use_login_code(*, screen: str, code: str) -> LoginLink | None:
    """The same link, by its code, on the screen that asked for it."""
    digits = "".join(filter(str.isdecimal, code))
    return _use(_links().filter(code_sha256=_code_hash(screen, digits)))


def _use(rows: queries.Rows) -> LoginLink | None:
    with transaction.atomic():
        link: LoginLink | None = rows.select_for_update(of=("self",), no_key=True).select_related("user").order_by("-id").first()
        if link is None or link.used_at or link.expires_at <= timezone.now():
            return None
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
    return link


def forget_login_links() -> int:
    old = _links().filter(asked_at__lt=CordeeNow() - LINKS_KEPT_FOR)
    return int(old.delete()[0])


def _links() -> queries.Rows:
    return LoginLink.objects.for_system("the link is the credential")


def _code_hash(screen: str, code: str) -> str:
    return queries.hashed(f"{screen}:{code}")


# -- sessions ---------------------------------------------------------------------------------------------------------------------
def end_session(*, user_id: int, public_id: uuid.UUID) -> bool:
    """One of one's own sessions: the device that holds it is signed out at its next page."""
    return Session.objects.filter(user_id=user_id, public_id=public_id).delete()[0] > 0


def end_other_sessions(*, user_id: int, keep: str | None) -> int:
    """All of one's sessions but this one."""
    return int(Session.objects.filter(user_id=user_id).exclude(session_key=keep or "").delete()[0])


# -- an identity vouched for elsewhere --------------------------------------------------------------------------------------------
def link_identity(*, claims: Claims) -> User:
    """The person confirmed: this identity opens this account from now on. All is checked again, in the transaction that writes."""
    with transaction.atomic():
        user = queries.account_of_claims(claims)
        try:
            with transaction.atomic():
                Identity(user=user, issuer=claims.issuer, sub=claims.sub, siret=claims.siret).save(force_insert=True)
        except IntegrityError as taken:
            raise Refused(REFUSALS["other_sub"]) from taken
        outbox.post(reactions.identity_linked(user))
    return user


def unlink_identity(*, user: User) -> bool:
    """The provider opens this account no more; the password, or a link by mail, still does. False: another tab did it already."""
    with transaction.atomic():
        gone = Identity.objects.for_system("one's own identity").filter(user=user).delete()[0] > 0
        if gone:
            outbox.post(reactions.identity_unlinked(user))
    return gone
