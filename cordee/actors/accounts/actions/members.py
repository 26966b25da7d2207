"""Verbs of accounts: keyword-only, the actor explicit, one transaction each."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts import policies, queries
from cordee.actors.accounts.models import ApiToken, Invitation, MailPreference, Membership, Participation, TokenUse, User
from cordee.actors.directory.models import Organisation, Person
from cordee.core import clock
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.lifecycle import advance, lock, start
from cordee.core.models import Thread
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.outbox import mail_kinds

INVITATION_DAYS = 14
TOKEN_DAYS = 365
TOKEN_PREFIX = "cordee_"  # noqa: S105  (lets a leaked key be recognised)
SCOPES = {"read": "Lire", "write": "Écrire"}
ACCOUNT_EXISTS = Refusal("account", "Un compte existe à cette adresse : connectez-vous pour accepter l'invitation.")


USES_KEPT_FOR = timedelta(days=365)


def _allow(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


# -- accesses ----------------------------------------------------------------------------------------------------------------
def open_access(
    *, actor: Actor, user: User, organisation: Organisation, profile: str, title: str = "", since: date | None = None
) -> Membership:
    """A membership in force from a day. The database refuses two of one person in one organisation on the same days."""
    with transaction.atomic(), history(actor, act="accounts.access.open"):
        period = DateRange(since or timezone.localdate(), None)
        membership = Membership(user=user, organisation=organisation, profile=profile, title=title, period=period)
        membership.save(force_insert=True)
    return membership


def end_access(*, actor: Actor, membership: Membership) -> Membership:
    """Ends today, at once; the row and its history stay."""
    _allow(policies.may_end(actor, membership))
    today = timezone.localdate()
    with transaction.atomic(), history(actor, act="accounts.access.end"):
        locked: Membership = Membership.objects.for_system("opened by may_end").select_for_update(no_key=True).get(pk=membership.pk)
        if locked.period.isempty or (locked.period.upper and locked.period.upper <= today):
            raise Refused(Refusal("ended", "Cet accès a déjà pris fin."))
        locked.period = DateRange(locked.period.lower, today)
        locked.save()
        record(
            locked.organisation, "accounts.access.ended", actor=actor, audience=["operator", "structure"], data={"profile": locked.profile}
        )
    return locked


def choose_membership(*, user_id: int, membership: Membership) -> None:
    """Remembers where one acts, for the next sign-in."""
    User.objects.filter(pk=user_id).exclude(last_membership=membership).update(last_membership=membership)


# -- invitations --------------------------------------------------------------------------------------------------------------
def invite(
    *, actor: Actor, organisation: Organisation, email: str, profile: str, title: str = "", operation: uuid.UUID | None = None
) -> Invitation:
    """A letter leaves with a personal link; the base keeps the hash of its secret alone."""
    invitation = Invitation(
        organisation=organisation,
        thread_id=organisation.thread_id,
        zone=organisation.zone,
        email=email.strip().lower(),
        profile=profile,
        title=title,
        invited_by=actor.user_id,
        invited_by_label=actor.label,
    )
    new_link(invitation, actor=actor)
    start(invitation, actor=actor, data={"profile": profile}, operation=operation)
    return invitation


def new_link(invitation: Invitation, *, actor: Actor) -> None:
    """A new secret and a new date. The former link no longer opens anything."""
    invitation.secret = secrets.token_urlsafe(32)
    invitation.token_sha256 = queries.hashed(invitation.secret)
    invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)


def guest(user: User, invitation: Invitation) -> Actor:
    """Someone who answers an invitation: no membership yet, no reach."""
    label = str(user.person) if user.person else user.email
    return Actor(
        user_id=user.pk,
        membership_id=None,
        organisation_id=None,
        profile=policies.GUEST,
        capacity="structure",
        zones=frozenset(),
        party_only=True,
        label=label,
        organisation=invitation.organisation.name,
    )


def accept(*, invitation: Invitation, user: User | None = None, values: dict[str, Any] | None = None) -> Membership:
    """The invited person joins. Without an account yet, `values` (first_name, last_name, password) opens one, in the same lock."""
    with transaction.atomic():
        locked = lock(invitation)
        if user is None:
            _allow(_no_account(locked))
            user = _open_account(locked, values or {})
        _link_person(user, locked, values or {})
        advance(locked, "accept", actor=guest(user, locked))
        opened = Membership.objects.for_system("just opened").filter(period_contains_today(), user=user)
        membership: Membership = opened.get(organisation_id=locked.organisation_id)
        choose_membership(user_id=user.pk, membership=membership)
    return membership


def _no_account(invitation: Invitation) -> Refusal | None:
    if invitation.state != Invitation.State.SENT:
        return Refusal("state", "Cette invitation a déjà servi.")
    if queries.user_by_email(invitation.email):
        return ACCOUNT_EXISTS
    return None


def _open_account(invitation: Invitation, values: dict[str, Any]) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(invitation.email, values["password"])
    except IntegrityError as double:  # the same person accepts another invitation at the same second
        raise Refused(ACCOUNT_EXISTS) from double


def _link_person(user: User, invitation: Invitation, values: dict[str, Any]) -> None:
    """The person already known under this address in this organisation, else a new one. An account never creates a double of itself."""
    if user.person_id:
        return
    known = Person.objects.for_system("link of a new account").filter(
        email=invitation.email, positions__organisation_id=invitation.organisation_id, user__isnull=True
    )
    person = known.order_by("id").first()
    if person is None:
        person = Person(
            first_name=values.get("first_name", ""), last_name=values.get("last_name") or invitation.email, email=invitation.email
        )
        person.save(force_insert=True)
    user.person = person
    user.save(update_fields=["person"])


def join(invitation: Invitation, *, actor: Actor) -> None:
    """What accepting does: the membership, and who accepted."""
    user = User.objects.get(pk=actor.user_id or 0)
    invitation.accepted_by = user
    open_access(actor=actor, user=user, organisation=invitation.organisation, profile=invitation.profile, title=invitation.title)


def expire_invitations() -> int:
    """Dated transitions belong to a job, never to a read. Each stands alone. Returns how many expired."""
    due = Invitation.objects.for_system("expiry of invitations").filter(state=Invitation.State.SENT, expires_at__lte=CordeeNow())
    expired = 0
    for invitation in due.order_by("id"):
        try:
            advance(invitation, "expire", actor=Actor.system("Échéance des invitations"))
        except Refused:  # accepted, renewed or withdrawn meanwhile
            continue
        expired += 1
    return expired


# -- taking part --------------------------------------------------------------------------------------------------------------
def take_part(
    *, actor: Actor, thread: Thread, organisation: Organisation, capacity: str, user: User | None = None, since: date | None = None
) -> Participation:
    """The organisation (or one of its users) takes part in a thread. Asking twice changes nothing."""
    with transaction.atomic(), history(actor, act="accounts.participation.open"):
        already: Participation | None = _parts(thread, organisation).filter(period_contains_today(), capacity=capacity, user=user).first()
        if already:
            return already
        period = DateRange(since or clock.today(), None)
        participation = Participation(thread=thread, organisation=organisation, user=user, capacity=capacity, period=period)
        participation.save(force_insert=True)
    return participation


def leave(
    *, actor: Actor, thread: Thread, organisation: Organisation, capacity: str, user: User | None = None, on: date | None = None
) -> int:
    """Ends what is in force, from a day (today by default). Returns how many participations ended."""
    last = on or clock.today()
    with transaction.atomic(), history(actor, act="accounts.participation.end"):
        rows = _parts(thread, organisation).filter(period_contains_today(), capacity=capacity, user=user)
        ended = list(rows.select_for_update(no_key=True).order_by("id"))
        for participation in ended:
            participation.period = DateRange(participation.period.lower, last)
            participation.save()
    return len(ended)


def _parts(thread: Thread, organisation: Organisation) -> Any:
    return Participation.objects.for_system("the caller opened the thread").filter(thread=thread, organisation=organisation).order_by("id")


# -- tokens and letters --------------------------------------------------------------------------------------------------------
def create_token(*, actor: Actor, name: str, scopes: list[str], expires_on: date) -> tuple[ApiToken, str]:
    """A personal key of the membership one acts as. The secret is answered once; its hash is kept."""
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Refused(Refusal("scopes", "Choisissez ce que ce jeton permet : lire, écrire, ou les deux."))
    today = timezone.localdate()
    if not today < expires_on <= today + timedelta(days=TOKEN_DAYS):
        raise Refused(Refusal("expiry", "Un jeton vaut un an au plus : choisissez une date d'ici là."))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        membership_id=actor.membership_id or 0,
        name=name,
        sha256=queries.hashed(secret),
        hint=secret[-4:],
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=timezone.make_aware(datetime.combine(expires_on, time(23, 59, 59))),
    )
    with transaction.atomic(), history(actor, act="accounts.token.create"):
        Membership.objects.for_system("two clicks at once").select_for_update(no_key=True).get(pk=actor.membership_id)
        mine = ApiToken.objects.for_system("one's own tokens").filter(membership_id=actor.membership_id, name=name, revoked_at=None)
        if mine.filter(expires_at__gt=CordeeNow()).exists():
            raise Refused(Refusal("name", "Un de vos jetons porte déjà ce nom : choisissez-en un autre, ou révoquez-le."))
        token.save(force_insert=True)
    return token, secret


def revoke_token(*, actor: Actor, token: ApiToken) -> None:
    """At once, and for good; the uses stay readable."""
    if token.revoked_at is None:
        with transaction.atomic(), history(actor, act="accounts.token.revoke"):
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])


def forget_token_uses() -> int:
    """The log of uses is kept a year: long enough to answer « who read what », not for ever. Answers how many lines went."""
    old = TokenUse.objects.for_system("nightly sweep").filter(at__lt=CordeeNow() - USES_KEPT_FOR)
    return int(old.delete()[0])


def set_mail_mode(*, user_id: int, kind: str, mode: str) -> None:
    """Statutory letters are always sent: the law owes them to their reader."""
    if mail_kinds[kind].statutory:
        raise Refused(Refusal("statutory", "Ce courriel est obligatoire : il part toujours."))
    MailPreference.objects.for_system("one's own preferences").update_or_create(user_id=user_id, kind=kind, defaults={"mode": mode})
