"""Reads of requests: who sees which, what resembles it, the sheets that it may be about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.requests.links import hashed
from cordee.accompaniment.requests.models import Party, Request
from cordee.accompaniment.requests.parameters import DUPLICATE_DAYS, FOLLOW_DAYS
from cordee.actors.directory.duplicates import close_to
from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.directory.queries import known_siret, with_role
from cordee.actors.network.models import Edition
from cordee.actors.network.queries.references import in_force, taggable
from cordee.actors.partners.queries import by_operator_or_part
from cordee.actors.territory.models import Commune
from cordee.core.access import Actor, threads_of
from cordee.core.models import File, HouseQuerySet
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import param
from cordee.core.text import FrNormalize

Rows = TypeVar("Rows", bound=HouseQuerySet)
SHOWN = 10


def requests_seen(rows: Rows, actor: Actor) -> Rows:
    """The DLA by its territory; a structure or a network, those that it filed with its account."""
    return by_operator_or_part(rows, actor, lambda: Q(thread_id__in=threads_of(actor)))


def uncovered(rows: Rows) -> Rows:
    """Requests of a territory that no DLA holds today: the regional one watches over them."""
    held = Mandate.objects.for_system("who holds this territory?").filter(
        Q(zones__code=OuterRef("zone")) | Q(zones__parts__code=OuterRef("zone")),
        period_contains_today(),
        level=Mandate.Level.DEPARTMENTAL,
        organisation__merged_into=None,
    )
    return rows.filter(~Exists(held))


# -- by its address -------------------------------------------------------------------------------------------------------------
def by_token(token: str) -> Request | None:
    """The request of a tracking address; None when it was forged, or when the time to follow it is over."""
    rows = Request.objects.for_system("the token is the credential").filter(token_sha256=hashed(token))
    still = Q(decided_at=None) | Q(decided_at__gte=CordeeNow() - timedelta(days=param(FOLLOW_DAYS)))
    found: Request | None = rows.filter(still).select_related("thread", "contact", "case").first()
    return found


def of_thread(thread: Any) -> Request:
    found: Request = Request.objects.for_system("the request that the same operation filed").get(thread=thread)
    return found


# -- what it says ---------------------------------------------------------------------------------------------------------------
def structures_of(demand: Request) -> list[Party]:
    return list(demand.parties.filter(part=Party.Part.STRUCTURE).select_related("organisation", "commune").order_by("rank"))


def parties_of(demand: Request) -> list[Party]:
    """The network that files it, if one does, then the structures."""
    return list(demand.parties.select_related("organisation", "commune").order_by("part", "rank"))


def offered_motives() -> list[Edition]:
    """The situations of the reference data: its texts and dates, which also tag a dossier, say nothing to who asks."""
    return list(taggable("motive").filter(entry__kind="motive"))


def papers_filed(demand: Request) -> list[str]:
    """The names of what came with it through the public form: whoever filed it checks that they arrived."""
    rows = File.objects.for_system("whoever holds the address filed them").filter(thread=demand.thread, added_by=None, purpose="")
    return list(rows.order_by("id").values_list("name", flat=True))


def motives_of(demand: Request) -> list[str]:
    rows = in_force().filter(entry__in=demand.motives.order_by().values("pk"))
    return [edition.title for edition in rows]


def need_told(demand: Request) -> str:
    """The need, with what was precised since."""
    answers = demand.precisions.exclude(answer="").order_by("id").values_list("answer", flat=True)
    return "\n\n".join([demand.need, *answers])


# -- what it resembles ----------------------------------------------------------------------------------------------------------
def sheet_by_siret(siret: str) -> Organisation | None:
    """The one sheet that bears this number. Where several do, the DLA chooses."""
    found = list(known_siret(siret).order_by("id")[:2]) if siret else []
    return found[0] if len(found) == 1 else None


def sheets_for(party: Party, commune: Commune | None, actor: Actor) -> list[Organisation]:
    """The sheet it is tied to, then those that may be the same, among those that the actor may see: near by their name in the commune,
    or of this very name anywhere (the commune of the others in a collective request is seldom said)."""
    near = close_to(actor, name=party.name, commune=commune, siret=party.siret)
    same = Organisation.objects.visible_to(actor).filter(merged_into=None, sort_key=FrNormalize(Value(party.name)))
    near += list(same.order_by("sort_key", "id")[:SHOWN])
    if party.part == Party.Part.NETWORK:
        known = Organisation.objects.visible_to(actor).filter(with_role("network"), merged_into=None, name__icontains=party.name)
        near += list(known.order_by("sort_key", "id")[:SHOWN])
    tied = [party.organisation] if party.organisation else []
    return list({sheet.pk: sheet for sheet in [*tied, *near]}.values())


def _same_structures(demand: Request) -> Q:
    parties = structures_of(demand)
    sirets, sheets = [p.siret for p in parties if p.siret], [p.organisation_id for p in parties if p.organisation_id]
    names = [p.name.strip() for p in parties]
    same = Q(parties__siret__in=sirets) | Q(parties__organisation__in=sheets)
    for name in names:
        same |= Q(parties__name__iexact=name, zone=demand.zone)
    return same


def near_requests(demand: Request, actor: Actor) -> QuerySet[Any]:
    """Others about the same structures, filed around the same time: the same one twice, perhaps."""
    span = timedelta(days=param(DUPLICATE_DAYS))
    around = Q(deposited_at__gte=demand.deposited_at - span, deposited_at__lte=demand.deposited_at + span)
    found = Request.objects.for_system("narrowed to what the actor sees, by the caller").filter(around, _same_structures(demand))
    seen = Request.objects.visible_to(actor).filter(pk__in=found.order_by().values("pk")).exclude(pk=demand.pk)
    return seen.order_by("-deposited_at", "-id")[:SHOWN]


def open_cases(demand: Request, actor: Actor) -> list[Case]:
    """Dossiers in progress of the structures that the request names: it may join one of them."""
    sheets = [party.organisation_id for party in structures_of(demand) if party.organisation_id]
    entered = Beneficiary.objects.for_system("narrowed to what the actor sees").filter(organisation__in=sheets, state=Beneficiary.State.IN)
    rows = Case.objects.visible_to(actor).filter(pk__in=entered.order_by().values("case")).exclude(state__in=Case.OVER)
    return list(rows.order_by("-requested_on", "-id")[:SHOWN])
