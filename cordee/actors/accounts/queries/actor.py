"""Who acts, as whom, how far: the one query of each request, and the threads one takes part in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from cordee.actors.accounts.models import CAPACITY_OF, PARTY_ONLY, Membership, Participation, Profile
from cordee.actors.accounts.parameters import SECOND_FACTOR, Level
from cordee.actors.accounts.queries.entrance import support_in_progress
from cordee.actors.accounts.sessions import note_presence
from cordee.actors.directory.models import Organisation, Role
from cordee.core.access import SUPPORT_KEY, Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.once import once
from cordee.core.planned import fetch_one

MEMBERSHIP_KEY = "membership"
SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
ASKED = json.dumps({str(profile): parameter.code for profile, parameter in SECOND_FACTOR.items()})
EVERYTHING = (Profile.NATIONAL, Profile.RESOURCE, Profile.ADMIN)

# One query: the account, the chosen membership (else the oldest in force), its current mandates' zones with all that lies
# below them, whether it takes part in threads outside those zones or as a partner (which no zone gives), the other memberships for the
# switcher, and what is decided of the second factor of this profile (`asked`, everywhere) with whether the account has one.
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
    CROSS JOIN reach WHERE p.capacity = 'partner' OR NOT (t.zone = ANY (coalesce(reach.zones, '{}')))) AS away
)
SELECT u.password, acting.id, acting.public_id, acting.organisation_id, acting.profile, acting.title, acting.name,
  reach.zones, away.away, trim(coalesce(pe.first_name, '') || ' ' || coalesce(pe.last_name, '')),
  (SELECT json_agg(json_build_array(public_id, profile, name, title) ORDER BY name) FROM mine),
  (SELECT v.value #>> '{}' FROM core_parameterscope s JOIN core_parameter v ON v.scope_id = s.id AND v.period @> cordee_today()
    WHERE s.code = %(asked)s::jsonb ->> acting.profile AND s.zone IS NULL),
  EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = u.id AND f.type = 'totp')
FROM accounts_user u LEFT JOIN directory_person pe ON pe.id = u.person_id CROSS JOIN acting CROSS JOIN reach CROSS JOIN away
WHERE u.id = %(user)s AND u.is_active
"""


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The actor of a browser session: signed in, session not older than the password, membership in force, second factor set up
    where it is required. In support, the actor of the person helped, as long as the access lasts: past it, no one."""
    session = request.session
    user_id = session.get(SESSION_KEY)
    if not user_id:
        return None
    note_presence(request)
    own, due = _load(int(user_id), chosen=session.get(MEMBERSHIP_KEY), session_hash=session.get(HASH_SESSION_KEY, ""))
    if own is None or due:  # read at each request: decided today, it holds from the next page on, in every open session
        return None
    if SUPPORT_KEY not in session:
        return own
    return _in_support(own, session[SUPPORT_KEY])


def _in_support(own: Actor, public_id: str) -> Actor | None:
    access = support_in_progress(own.user_id or 0, public_id)
    if access is None or own.profile != Profile.ADMIN:
        return None
    helped = actor_of_membership(access.membership.user_id, access.membership_id)
    if helped is None:
        return None
    label = f"{own.label}, pour {helped.label}"
    return replace(helped, user_id=own.user_id, on_behalf_of=helped.user_id, label=label, memberships=(), until=access.until)


def load_actor(user_id: int, *, chosen: str | uuid.UUID | None = None) -> Actor | None:
    """The frozen actor of a user acting as a membership, in one query. None when no membership is in force."""
    return _load(user_id, chosen=chosen)[0]


def _load(user_id: int, *, chosen: Any, session_hash: str | None = None) -> tuple[Actor | None, bool]:
    """The same, and whether a second factor that its profile requires is not there yet."""
    row = fetch_one(ACTOR_SQL, {"user": user_id, "chosen": str(chosen) if chosen else None, "asked": ASKED})
    if row is None:
        return None, False
    password, *facts, level, has_factor = row
    if session_hash is not None and not _hash_matches(password, session_hash):
        return None, False
    actor = _actor(user_id, *facts)
    return actor, not has_factor and (level or SECOND_FACTOR[actor.profile].default) == Level.REQUIRED


def _actor(
    user_id: int, membership: int, public_id: uuid.UUID, organisation: int, profile: str, title: str, name: str, zones: Any, away: bool,
    label: str, mine: list[Any],
) -> Actor:  # fmt: skip
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
    """Today's. A sheet that became a provider's is no longer open to another provider, even one that took part before."""
    parts = Participation.objects.for_system("an actor's own participations").filter(
        Q(user_id=None) | Q(user_id=actor.on_behalf_of or actor.user_id), period_contains_today(), organisation_id=actor.organisation_id
    )
    rivals = Role.objects.for_system("is this sheet a provider's?").filter(
        period_contains_today(), kind=Role.Kind.PROVIDER, organisation__thread=OuterRef("thread")
    )
    return parts.exclude(Q(capacity="provider") & Exists(rivals.order_by()))


def threads_of(actor: Actor, capacities: frozenset[str] | None = None) -> QuerySet[Any]:
    """The threads one takes part in, and that of one's own organisation, which needs no participation."""
    return once(("threads", actor, capacities), lambda: _threads_of(actor, capacities))


def _threads_of(actor: Actor, capacities: frozenset[str] | None) -> QuerySet[Any]:
    parts = _parts(actor) if capacities is None else _parts(actor).filter(capacity__in=sorted(capacities))
    threads = parts.order_by().values("thread_id")
    if capacities is not None and actor.capacity not in capacities:
        return threads
    own = Organisation.objects.for_system("one's own thread").filter(pk=actor.organisation_id)
    return threads.union(own.order_by().values("thread_id"))


def capacities_of(actor: Actor, thread_id: int) -> Iterable[str]:
    """As what the actor takes part in one thread. Its own organisation's thread needs no participation."""
    capacities = set(_parts(actor).filter(thread_id=thread_id).order_by().values_list("capacity", flat=True))
    own = Organisation.objects.for_system("is this thread the actor's own?").filter(pk=actor.organisation_id, thread_id=thread_id)
    if own.exists():
        capacities.add(actor.capacity)
    return capacities
