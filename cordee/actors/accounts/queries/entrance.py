"""How one comes in and stays: sign-in links, sessions, the second factor, support accesses, identities vouched for elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from cordee.actors.accounts.models import Identity, LoginLink, Membership, Session, SupportAccess, User
from cordee.actors.accounts.parameters import SECOND_FACTOR, Level
from cordee.actors.accounts.proconnect import REFUSALS, Claims
from cordee.actors.accounts.queries.members import hashed, user_by_email
from cordee.core.access import Refused
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import param

Rows = QuerySet[Any]


def login_link(token: str) -> LoginLink | None:
    """A link that still opens: neither used nor past its hour."""
    rows = LoginLink.objects.for_system("the link is the credential").filter(token_sha256=hashed(token), used_at=None)
    return rows.filter(expires_at__gt=CordeeNow()).select_related("user").first()


def sessions_of(user_id: int) -> Any:
    """One's open sessions, the one seen last first."""
    return Session.objects.filter(user_id=user_id, expire_date__gt=CordeeNow()).order_by("-seen_at", "-opened_at")


def second_factor(user_id: int) -> Authenticator | None:
    """The telephone's application that gives the codes, if there is one."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()


def recovery_codes_left(user_id: int) -> int:
    codes = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


def second_factor_level(profiles: Iterable[str]) -> Level:
    """What the platform expects of someone who bears these profiles: the most demanding of them."""
    found = {param(SECOND_FACTOR[profile]) for profile in profiles}
    return next((level for level in (Level.REQUIRED, Level.RECOMMENDED) if level in found), Level.OPTIONAL)


def owes_second_factor(user_id: int, profiles: Iterable[str]) -> bool:
    """Is a second factor required by one of these profiles, and not set up?"""
    return second_factor_level(profiles) == Level.REQUIRED and second_factor(user_id) is None


def profiles_in_force(user_id: int) -> list[str]:
    rows = Membership.objects.for_system("one's own memberships").filter(period_contains_today(), user_id=user_id)
    return list(rows.order_by("id").values_list("profile", flat=True))


# -- support ----------------------------------------------------------------------------------------------------------------------
def support_accesses() -> Any:
    rows = SupportAccess.objects.for_system("read by whoever opened it or by the person concerned")
    return rows.select_related("by__person", "membership__organisation", "membership__user__person").order_by("-id")


def support_in_progress(by: int, public_id: str) -> SupportAccess | None:
    """Read at each request: a support access that nobody ends stops at its hour all the same."""
    rows = support_accesses().filter(by_id=by, public_id=public_id, ended_at=None, until__gt=CordeeNow())
    access: SupportAccess | None = rows.first()
    return access


def support_of(user_id: int) -> Any:
    """The accesses that the platform's team opened to this account."""
    return support_accesses().filter(membership__user_id=user_id)


# -- identities vouched for elsewhere ---------------------------------------------------------------------------------------------
def identity_of(claims: Claims) -> Identity | None:
    rows = Identity.objects.for_system("the provider vouches for it").filter(issuer=claims.issuer, sub=claims.sub)
    return rows.select_related("user").first()


def identity_of_user(user_id: int) -> Identity | None:
    return Identity.objects.for_system("one's own identity").filter(user_id=user_id).order_by("-id").first()


def account_of_claims(claims: Claims) -> User:
    """The account that a first sign-in may link: same verified address, no other identity, and an access in force in the
    organisation of this SIRET. Raises `Refused` otherwise."""
    user = user_by_email(claims.email)
    if user is None or not user.is_active:
        raise Refused(REFUSALS["unknown"])
    if Identity.objects.for_system("is another identity linked?").filter(user=user, issuer=claims.issuer).exists():
        raise Refused(REFUSALS["other_sub"])
    numbers = Membership.objects.for_system("the SIRET of one's organisations").filter(
        period_contains_today(),
        period_contains_today("organisation__identifiers__period"),
        user=user,
        organisation__identifiers__kind="siret",
        organisation__identifiers__value=claims.siret,
    )
    if not claims.siret or not numbers.exists():
        raise Refused(REFUSALS["siret"])
    return user
