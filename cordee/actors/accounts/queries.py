"""Who acts, as whom, how far: the one query of each request, and the threads one takes part in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from cordee.actors.accounts.models import (
    CAPACITY_OF,
    PARTY_ONLY,
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

MEMBERSHIP_KEY = "membership"
SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
EVERYTHING = (Profile.NATIONAL, Profile.RESOURCE, Profile.ADMIN)

# One query: the account, the chosen membership (else the oldest in force), its current mandates' zones with all that lies
# below them, whether it takes part in threads outside those zones, and the other memberships for the switcher.
ACTOR_SQL = """
WITH mine AS (
  SELECT m.id, m.public_id, m.organisation_id, m.profile, m.title, o.name, (m.public_id = %(chosen)s) AS chosen
  FROM accounts_membership m JOIN directory_organisation o ON o.id = m.organisation_id
  WHERE m.user_id = %(user)s AND m.period @> cordee_today() AND o.merged_into_id IS NULL
), acting AS (
  SELECT * FROM mine ORDER BY chosen DESC NULLS LAST, id LIMIT 1
), reach AS (
  SELECT array_agg(DISTINCT z.code) AS zones
  FROM acting JOIN directory_mandate md ON md.organisation_id = acting.organisation_id AND md.period @> cordee_today()
  JOIN directory_mandate_zones mz ON mz.mandate_id = md.id
  JOIN territory_zone z ON z.id = mz.zone_id OR z.parent_id = mz.zone_id
    OR z.parent_id IN (SELECT inner_zone.id FROM territory_zone inner_zone WHERE inner_zone.parent_id = mz.zone_id)
), away AS (
  SELECT EXISTS (
    SELECT 1 FROM acting JOIN accounts_participation p ON p.organisation_id = acting.organisation_id
      AND (p.user_id IS NULL OR p.user_id = %(user)s) AND p.period @> cordee_today()
    JOIN core_thread t ON t.id = p.thread_id
    CROSS JOIN reach WHERE NOT (t.zone = ANY (coalesce(reach.zones, '{}')))) AS away
)
SELECT u.password, acting.id, acting.public_id, acting.organisation_id, acting.profile, acting.title, acting.name,
  reach.zones, away.away, trim(coalesce(pe.first_name, '') || ' ' || coalesce(pe.last_name, '')),
  (SELECT json_agg(json_build_array(public_id, profile, name, title) ORDER BY name) FROM mine)
FROM accounts_user u LEFT JOIN directory_person pe ON pe.id = u.person_id CROSS JOIN acting CROSS JOIN reach CROSS JOIN away
WHERE u.id = %(user)s AND u.is_active
"""


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The actor of a browser session: signed in, session not older than the password, membership in force."""
    session = request.session
    user_id = session.get(SESSION_KEY)
    if not user_id:
        return None
    return load_actor(int(user_id), chosen=session.get(MEMBERSHIP_KEY), session_hash=session.get(HASH_SESSION_KEY, ""))


def load_actor(user_id: int, *, chosen: str | uuid.UUID | None = None, session_hash: str | None = None) -> Actor | None:
    """The frozen actor of a user acting as a membership, in one query. None when no membership is in force."""
    with connection.cursor() as cursor:
        cursor.execute(ACTOR_SQL, {"user": user_id, "chosen": str(chosen) if chosen else None})
        row = cursor.fetchone()
    if row is None:
        return None
    password, membership, public_id, organisation, profile, title, name, zones, away, label, mine = row
    if session_hash is not None and not _hash_matches(password, session_hash):
        return None
    everything = profile in EVERYTHING
    party_only = profile in PARTY_ONLY or (not everything and not zones)
    return Actor(
        user_id=user_id,
        membership_id=membership,
        organisation_id=organisation,
        profile=profile,
        capacity=CAPACITY_OF[Profile(profile)],
        zones=None if everything else frozenset(zones or ()),
        party_only=party_only,
        away=bool(away) and not everything,
        label=label or title or name,
        organisation=name,
        membership_public_id=public_id,
        memberships=tuple((str(m[0]), m[3] or Profile(m[1]).label, m[2]) for m in mine),
    )


def actor_of_membership(user_id: int, membership_id: int | None) -> Actor | None:
    """This very membership, if it is still in force: jobs and tokens never fall back on another one."""
    membership = Membership.objects.for_system("the worker").filter(pk=membership_id, user_id=user_id).first()
    actor = load_actor(user_id, chosen=membership.public_id) if membership else None
    return actor if actor and actor.membership_id == membership_id else None


def _hash_matches(password: str, session_hash: str) -> bool:
    """As Django's own check (a changed password ends the other sessions), without fetching the user again."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        expected = salted_hmac(
            "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash", password, secret=secret, algorithm="sha256"
        )
        if constant_time_compare(session_hash, expected.hexdigest()):
            return True
    return False


def _parts(actor: Actor) -> QuerySet[Any]:
    return Participation.objects.for_system("an actor's own participations").filter(
        Q(user_id=None) | Q(user_id=actor.user_id), period_contains_today(), organisation_id=actor.organisation_id
    )


def threads_of(actor: Actor) -> QuerySet[Any]:
    """The threads one takes part in, and that of one's own organisation, which needs no participation."""
    own = Organisation.objects.for_system("one's own thread").filter(pk=actor.organisation_id)
    return _parts(actor).order_by().values("thread_id").union(own.order_by().values("thread_id"))


def capacities_of(actor: Actor, thread_id: int) -> Iterable[str]:
    """As what the actor takes part in one thread. Its own organisation's thread needs no participation."""
    capacities = set(_parts(actor).filter(thread_id=thread_id).order_by().values_list("capacity", flat=True))
    own = Organisation.objects.for_system("is this thread the actor's own?").filter(pk=actor.organisation_id, thread_id=thread_id)
    if own.exists():
        capacities.add(actor.capacity)
    return capacities


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


# -- accesses and invitations -------------------------------------------------------------------------------------------------
#: role in force → profiles that people of such an organisation bear
PROFILES_OF_ROLE: dict[str, tuple[Profile, ...]] = {
    "beneficiary": (Profile.STRUCTURE,),
    "provider": (Profile.PROVIDER,),
    "network": (Profile.NETWORK,),
    "funder": (Profile.FUNDER, Profile.CONTROLLER),
    "public_body": (Profile.FUNDER,),
    "operator": (Profile.OFFICER, Profile.HEAD, Profile.ACCOUNTANT),
}
PROFILES_OF_LEVEL: dict[str, tuple[Profile, ...]] = {
    "regional": (Profile.REGIONAL,),
    "resource": (Profile.RESOURCE,),
    "national": (Profile.NATIONAL,),
}


def profiles_of(organisation: Organisation) -> frozenset[str]:
    """The profiles that make sense in an organisation, from the roles and mandates that it holds today."""
    roles = organisation.roles.filter(period_contains_today()).order_by().values_list("kind", flat=True)
    levels = organisation.mandates.filter(period_contains_today()).order_by().values_list("level", flat=True)
    found = [PROFILES_OF_ROLE.get(role, ()) for role in roles] + [PROFILES_OF_LEVEL.get(level, ()) for level in levels]
    return frozenset(str(profile) for profiles in found for profile in profiles)


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


def open_accounts(emails: Iterable[str]) -> frozenset[str]:
    """Which of these addresses have an open account."""
    return frozenset(User.objects.filter(email__in=list(emails), is_active=True).order_by("pk").values_list("email", flat=True))
