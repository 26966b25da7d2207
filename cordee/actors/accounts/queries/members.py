"""Users, their memberships, the invitations, tokens and letters of each."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cordee.actors.accounts.models import (
    PROFESSIONALS,
    ApiToken,
    Invitation,
    MailPreference,
    Membership,
    Participation,
    Profile,
    TokenUse,
    User,
)
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.policies import KEEPERS
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.outbox import mail_kinds


def is_professional(actor: Actor) -> bool:
    return actor.profile in PROFESSIONALS or actor.is_system


def members_of(organisation_id: int, *profiles: str) -> QuerySet[Any]:
    """Users who act for an organisation today, for letters and lists of colleagues."""
    members = Membership.objects.for_system("recipients").filter(
        period_contains_today(), organisation_id=organisation_id, user__is_active=True
    )
    if profiles:
        members = members.filter(profile__in=profiles)
    return members.select_related("user", "user__person").order_by("id")


def officers_of(zone: str) -> QuerySet[Any]:
    """Users of the operators whose mandate covers a zone today (or the department above it)."""
    covering = Q(organisation__mandates__zones__code=zone) | Q(organisation__mandates__zones__parts__code=zone)
    return (
        Membership.objects.for_system("recipients")
        .filter(
            covering,
            period_contains_today(),
            period_contains_today("organisation__mandates__period"),
            organisation__mandates__level="departmental",
            profile__in=[Profile.OFFICER, Profile.HEAD],
            user__is_active=True,
        )
        .select_related("user", "user__person")
        .order_by("id")
        .distinct()
    )


def addresses(memberships: QuerySet[Any]) -> list[tuple[int, str]]:
    """(user, address), each user once."""
    return list({m.user_id: (m.user_id, m.user.email) for m in memberships}.values())


def address_of(user_id: int) -> str | None:
    return User.objects.filter(pk=user_id, is_active=True).order_by("pk").values_list("email", flat=True).first()


def user_by_email(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def has_administrator() -> bool:
    """Has someone ever administered this platform? Then it is open, and its opening is closed."""
    return bool(Membership.objects.for_system("is the platform open?").filter(profile=Profile.ADMIN).exists())


# -- accesses and invitations -------------------------------------------------------------------------------------------------
#: role in force, or level of a mandate → profiles that people of such an organisation bear
PROFILES_OF: dict[str, tuple[Profile, ...]] = {
    "beneficiary": (Profile.STRUCTURE,),
    "provider": (Profile.PROVIDER,),
    "network": (Profile.NETWORK,),
    "funder": (Profile.FUNDER, Profile.CONTROLLER),
    "public_body": (Profile.FUNDER,),
    "operator": (Profile.OFFICER, Profile.HEAD, Profile.ACCOUNTANT),
    "regional": (Profile.REGIONAL,),
    "resource": (Profile.RESOURCE,),
    "national": (Profile.NATIONAL,),
}


def profiles_of(organisation: Organisation) -> frozenset[str]:
    """The profiles that make sense in an organisation, from the roles and mandates that it holds today."""
    roles = organisation.roles.filter(period_contains_today()).order_by().values_list("kind", flat=True)
    levels = organisation.mandates.filter(period_contains_today()).order_by().values_list("level", flat=True)
    held = roles.union(levels)  # no role is called as a level
    return frozenset(str(profile) for code in held for profile in PROFILES_OF.get(code, ()))


def visible_invitations(rows: QuerySet[Any], actor: Actor) -> Any:
    """Those of one's own organisation; those of its territory for the DLA. Taking part in a thread opens none."""
    if actor.profile in KEEPERS and actor.zones is None:
        return rows
    visible = Q(organisation_id=actor.organisation_id)
    if actor.profile in KEEPERS:
        visible |= Q(zone__in=sorted(actor.zones or ()))
    return rows.filter(visible)


def is_member(organisation_id: int, email: str) -> bool:
    members = Membership.objects.for_system("is this address already in?").filter(period_contains_today(), organisation_id=organisation_id)
    return members.filter(user__email=email.strip().lower()).exists()


def memberships_of_organisation(organisation: Organisation) -> Any:
    """Everyone who has or had access, those in force first: shown on a page that `policies.may_see_access` opened."""
    rows = Membership.objects.for_system("opened by may_see_access").filter(organisation=organisation)
    return rows.annotate(in_force=Q(period_contains_today())).select_related("user", "user__person").order_by("-in_force", "id")


def memberships_of_user(user_id: int) -> Any:
    rows = Membership.objects.for_system("one's own memberships").filter(user_id=user_id)
    return rows.annotate(in_force=Q(period_contains_today())).select_related("organisation").order_by("-in_force", "id")


def membership_in_force(user_id: int, public_id: uuid.UUID) -> Membership | None:
    rows = Membership.objects.for_system("one's own memberships").filter(period_contains_today(), user_id=user_id, public_id=public_id)
    return rows.first()


def first_membership(user: User) -> Membership | None:
    """Where one acts when signing in: the membership used last if it is still in force, else the oldest."""
    rows = Membership.objects.for_system("one's own memberships").filter(period_contains_today(), user=user)
    return rows.filter(pk=user.last_membership_id).first() or rows.order_by("id").first()


def operators_of(zone: str) -> Any:
    """The DLA of a zone today, as organisations: whom to write to."""
    rows = Organisation.objects.for_system("whom to write to").filter(
        Q(mandates__zones__code=zone) | Q(mandates__zones__parts__code=zone),
        period_contains_today("mandates__period"),
        mandates__level="departmental",
        merged_into=None,
    )
    return rows.order_by("sort_key", "id").distinct()


def invitation_of_token(token: str) -> Invitation | None:
    """By the hash of the link's secret: the base never holds the secret itself."""
    rows = Invitation.objects.for_system("the token is the credential").select_related("organisation")
    return rows.filter(token_sha256=hashed(token)).first()


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# -- who takes part --------------------------------------------------------------------------------------------------------------
#: capacity in a thread → roles of the directory that open it
ROLES_OF_CAPACITY: dict[str, tuple[str, ...]] = {
    "network": ("network",),
    "provider": ("provider",),
    "funder": ("funder", "public_body"),
    "prescriber": ("prescriber",),
}


def capacities_held(organisation: Organisation) -> list[str]:
    """As what an organisation may take part in the sheet of another, from its roles of today."""
    roles = set(organisation.roles.filter(period_contains_today()).order_by().values_list("kind", flat=True))
    return [capacity for capacity, needed in ROLES_OF_CAPACITY.items() if roles & set(needed)]


def parts_of(organisation: Organisation) -> Any:
    """Those to whom a sheet is or was open, the latest first."""
    rows = Participation.objects.for_system("the sheet was fetched through visible_to").filter(thread_id=organisation.thread_id)
    return rows.annotate(in_force=Q(period_contains_today())).select_related("organisation", "user__person").order_by("-in_force", "-id")


# -- tokens and letters --------------------------------------------------------------------------------------------------------
def tokens_of_user(user_id: int) -> Any:
    last_use = TokenUse.objects.for_system("one's own tokens").filter(token_id=OuterRef("pk")).order_by("-id").values("at")[:1]
    tokens = ApiToken.objects.for_system("one's own tokens").filter(membership__user_id=user_id)
    return tokens.select_related("membership__organisation").annotate(last_use=Subquery(last_use)).order_by("revoked_at", "-id")


def mail_modes(user_id: int) -> dict[str, str]:
    """What someone chose, kind by kind; what they never chose is absent."""
    return dict(
        MailPreference.objects.for_system("one's own preferences").filter(user_id=user_id).order_by("id").values_list("kind", "mode")
    )


def mail_mode(user_id: int, kind: str) -> str | None:
    """The outbox's question. Who stopped the digest does not receive what would have been in it."""
    chosen = mail_modes(user_id)
    mode = chosen.get(kind, mail_kinds[kind].default)
    if mode == "digest" and chosen.get("core.digest") == "none":
        return "none"
    return mode


def acts_for_someone(user_id: int) -> bool:
    """Has this user an access in force, anywhere?"""
    rows = Membership.objects.for_system("may they still read of the house?").filter(period_contains_today(), user_id=user_id)
    return bool(rows.filter(user__is_active=True).exists())


def open_accounts(emails: Iterable[str]) -> frozenset[str]:
    """Which of these addresses have an open account."""
    return frozenset(User.objects.filter(email__in=list(emails), is_active=True).order_by("pk").values_list("email", flat=True))
