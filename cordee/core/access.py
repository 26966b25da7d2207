"""Access: who acts, in whose name, and how far they see. One frozen value per request, loaded in one query.

A person acts *as* one dated membership of one organisation. The reach of that membership is one of three: everything, a set
of zones, or the threads its organisation takes part in. Rooms never write a reach by hand: `visible_to` starts from `reach`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cordee.core.once import once

if TYPE_CHECKING:
    from cordee.core.models import Thread

#: What one can be in a thread. Audiences of events, files, sections and notes are lists of these.
CAPACITIES = {
    "operator": "DLA",
    "structure": "Structure",
    "provider": "Prestataire",
    "network": "Réseau",
    "funder": "Financeur",
    "prescriber": "Prescripteur",
    "partner": "Partenaire",  # has a seat in a committee, or contributes: never given by a territory alone
}
EVERYONE = list(CAPACITIES)
#: profiles that look and never write, whatever their organisation is in a thread
READERS = frozenset({"controller"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is refused, as a code for tests and a French sentence for people."""

    code: str
    sentence: str


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting as one membership. `zones` None = everything; `away` = takes part in threads outside its zones."""

    user_id: int | None
    membership_id: int | None
    organisation_id: int | None
    profile: str
    capacity: str
    zones: frozenset[str] | None
    party_only: bool = False
    away: bool = False
    on_behalf_of: int | None = None  # in support: whose account `user_id` opened; the membership is theirs
    label: str = ""
    organisation: str = ""
    memberships: tuple[tuple[str, str, str], ...] = ()  # (public_id, profile, organisation), for the switcher
    membership_public_id: uuid.UUID | None = None
    until: datetime | None = None  # in support: when it ends by itself

    @classmethod
    def system(cls, reason: str) -> Actor:
        """The house itself, for dated transitions and jobs. The reason is what the journal shows as its name."""
        return cls(user_id=None, membership_id=None, organisation_id=None, profile="system", capacity="operator", zones=None, label=reason)

    @property
    def is_system(self) -> bool:
        return self.profile == "system"

    @property
    def trace(self) -> dict[str, Any]:
        """Who writes, as history keeps it. In support, both persons."""
        who = {"user": self.user_id, "membership": self.membership_id, "who": self.label}
        return who | {"on_behalf_of": self.on_behalf_of} if self.on_behalf_of else who

    @property
    def itself(self) -> frozenset[str]:
        """What its profile makes it. It may take part in a thread as something else: a DLA invited to a committee is a partner there."""
        return frozenset({self.capacity})

    def covers(self, zone: str) -> bool:
        """Is this zone within the actor's own reach (not by taking part)?"""
        return self.zones is None or (not self.party_only and zone in self.zones)


#: the key, in a browser's session, of the support access in progress
SUPPORT_KEY = "support"
IN_PERSON = Refusal(
    "support", "Vous êtes en accès d'assistance : cet acte engage la personne, elle seule peut le faire. Terminez l'assistance d'abord."
)
Rule = TypeVar("Rule", bound=Callable[..., Refusal | None])


def in_person(rule: Rule) -> Rule:
    """For acts that engage someone (accept, sign, open or close an access): support shows them and does not do them."""

    @wraps(rule)
    def both(actor: Actor, *args: Any) -> Refusal | None:
        return IN_PERSON if actor.on_behalf_of else rule(actor, *args)

    return cast(Rule, both)


ParticipationSource = Callable[[Actor, frozenset[str] | None], QuerySet[Any]]
CapacitySource = Callable[[Actor, int], Iterable[str]]
ActorSource = Callable[[HttpRequest], Actor | None]
MemberSource = Callable[[int, int | None], Actor | None]


class _Sources:
    """Filled by the room of accounts: core holds ids, never a foreign key upwards."""

    threads: ParticipationSource
    capacities: CapacitySource
    actor: ActorSource
    member: MemberSource


def register_access(*, actor: ActorSource, member: MemberSource, threads: ParticipationSource, capacities: CapacitySource) -> None:
    _Sources.actor, _Sources.member = staticmethod(actor), staticmethod(member)
    _Sources.threads, _Sources.capacities = staticmethod(threads), staticmethod(capacities)


def actor_of_membership(user_id: int, membership_id: int | None) -> Actor | None:
    """The actor of a job or a token: this very membership, if it is still in force."""
    return _Sources.member(user_id, membership_id)


def reach(actor: Actor, *, thread: str = "thread_id", zone: str = "zone", capacities: frozenset[str] | None = None) -> list[Q] | None:
    """The branches of a reach on a threaded model, each one indexed condition. None = everything: national actors pay nothing.

    `capacities`: of what one takes part in, only where it is as one of these.
    """
    if actor.zones is None:
        return None
    taking_part = Q(**{f"{thread}__in": threads_of(actor, capacities)})
    if actor.party_only:
        return [taking_part]
    zones = Q(**{f"{zone}__in": sorted(actor.zones)})
    return [zones, taking_part] if actor.away else [zones]


def threads_of(actor: Actor, capacities: frozenset[str] | None = None) -> QuerySet[Any]:
    """Ids of the threads that the actor, or its organisation, takes part in today; as one of these capacities, when given."""
    return _Sources.threads(actor, capacities)


def capacities_in(actor: Actor, thread: Thread) -> list[str]:
    """What the actor is in this thread: by its territory, by taking part, or both."""
    capacities: set[str] = {actor.capacity} if actor.covers(thread.zone) else set()
    if actor.party_only or actor.away:
        capacities |= _capacities_by_part(actor, thread.pk)
    return sorted(capacities)


def _capacities_by_part(actor: Actor, thread_id: int) -> frozenset[str]:
    return once(("capacities", actor, thread_id), lambda: frozenset(_Sources.capacities(actor, thread_id)))


# -- who asks ---------------------------------------------------------------------------------------------------------
class ActingRequest(HttpRequest):
    """A request as every view of the house receives it."""

    actor: Actor
    htmx: Any


View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Marks a view that needs no actor. Everything else is closed by default."""
    view.cordee_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "cordee_public", False))


def load_actor(request: HttpRequest) -> Actor | None:
    return _Sources.actor(request)


def attach_actor(request: HttpRequest) -> None:
    """`request.actor`, loaded at first use: a public page that never looks at it costs no query."""
    request.actor = SimpleLazyObject(lambda: load_actor(request))  # type: ignore[attr-defined]


# -- after the response -------------------------------------------------------------------------------------------------
def after_response(request: HttpRequest, work: Callable[[], None]) -> None:
    """Queues the few writes that a read may cause (who looked, token used): done once the response is made, never in a view."""
    if not hasattr(request, "_after_response"):
        request._after_response = []  # type: ignore[attr-defined]
    request._after_response.append(work)  # type: ignore[attr-defined]


def run_after_response(request: HttpRequest, response: HttpResponse) -> None:
    for work in getattr(request, "_after_response", []):
        work()


def log_read(request: ActingRequest, subject: Any, what: str) -> None:
    """Keeps that this actor looked at this sensitive part of this object."""
    actor = request.actor
    after_response(request, lambda: keep_read(actor, subject, what))


def keep_read(actor: Actor, subject: Any, what: str) -> None:
    """The same for what an act gives: an archive, in a request or a job."""
    from cordee.core.models import ReadLog

    of = {"subject_kind": subject._meta.label_lower, "subject_id": subject.pk}
    ReadLog(actor_user=actor.user_id, actor_membership=actor.membership_id, what=what, **of).save()
