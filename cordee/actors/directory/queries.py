"""Reads of the directory: who may see which organisation, and which sections of its sheet."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from cordee.actors.directory import policies
from cordee.actors.directory.models import Identifier, Organisation, Registration
from cordee.core.access import Actor, capacities_in, reach, threads_of
from cordee.core.models import HouseQuerySet, Thread
from cordee.core.models.bases import TODAY, period_contains_today
from cordee.core.search import prefix_query
from cordee.core.together import Reads, read_of

Rows = TypeVar("Rows", bound=HouseQuerySet)

#: profiles that are not professionals of the scheme: they do not read the open cards
OUTSIDE = frozenset({"structure"})


def open_card() -> Q:
    """Its card is open today: providers, networks, funders, operators, public bodies."""
    return Q(card_open__contains=TODAY)


def visible_organisations(rows: Rows, actor: Actor) -> Rows:
    """A beneficiary is visible in the reach of its zone, to itself, and to those who take part in one of its threads."""
    branches = reach(actor)
    if branches is None:
        return rows
    if actor.party_only or actor.away:
        parents = Thread.objects.filter(id__in=threads_of(actor), parent__isnull=False).order_by().values("parent_id")
        branches.append(Q(thread_id__in=parents))
    if actor.profile not in OUTSIDE:
        branches.append(open_card())
    return rows.among(*branches)


def visible_positions(rows: Rows, actor: Actor) -> Rows:
    """Posts of the sheets whose governance the actor reads, by its territory or by taking part: an open card shows nobody."""
    readers = policies.SECTIONS["governance"]
    if actor.zones is None:
        return rows if actor.capacity in readers else rows.none()
    branches = [Q(organisation__zone__in=sorted(actor.zones))] if not actor.party_only and actor.capacity in readers else []
    if actor.party_only or actor.away:
        branches.append(Q(organisation__thread_id__in=threads_of(actor, readers)))
    return rows.among(*branches) if branches else rows.none()


def visible_alerts(rows: Rows, actor: Actor) -> Rows:
    """Those of the sheets that the actor keeps, or could: an alert is a fact to check, shown to no one else."""
    if actor.profile not in policies.KEEPERS or actor.party_only:
        return rows.none()
    return rows if actor.zones is None else rows.filter(organisation__zone__in=sorted(actor.zones))


def matching(rows: Rows, text: str) -> Rows:
    """By name, sigle, town or another name; by SIRET, SIREN or RNA when digits are typed, spaces and all."""
    number = "".join(text.split()).upper()
    if (number.isdigit() and len(number) in (9, 14)) or (len(number) == 10 and number.startswith("W")):
        return rows.filter(
            pk__in=Identifier.objects.for_system("search").filter(value__startswith=number).order_by().values("organisation_id")
        )
    query = prefix_query(text)
    return rows if query is None else rows.filter(search=query)


def looked_up(select: str, field: str, *given: str, output: Field[Any, Any] | None = None) -> Func:
    """Something about the dated children in force today of the row at hand. Written in SQL, because a list page would otherwise
    spend as long composing it as the database spends answering. `field` is a child's, equal to what is `given`."""
    table, column = field.split(".")
    same_row = f"(c.organisation_id, c.{column}) = (%(expressions)s)" if given else "c.organisation_id = %(expressions)s"
    sql = select.format(f"FROM {table} c WHERE {same_row} AND c.period @> cordee_today()", column=f"c.{column}")
    return Func(F("pk"), *map(Value, given), template=sql, output_field=output or TextField())


def current_identifier(kind: str) -> Func:
    return looked_up("(SELECT c.value {} ORDER BY c.id DESC LIMIT 1)", "directory_identifier.kind", kind)


def codes_in_force(field: str) -> Func:
    """« ai|aci »: every code of a kind of children, in its order."""
    return looked_up("(SELECT string_agg(DISTINCT {column}, '|' ORDER BY {column}) {})", field)


def with_agreement(type_: str) -> Func:
    """Holds an agreement of this type today."""
    return looked_up("EXISTS (SELECT {})", "directory_agreement.type", type_, output=BooleanField())


def listed_on(platform: str) -> Q:
    """Referenced on an outside platform today."""
    rows = Registration.objects.for_system("a filter of the list").filter(period_contains_today(), platform=platform, listed=True)
    return Q(pk__in=rows.order_by().values("organisation_id"))


def with_role(kind: str) -> Func:
    return looked_up("EXISTS (SELECT {})", "directory_role.kind", kind, output=BooleanField())


def known_siret(siret: str) -> QuerySet[Any]:
    """Organisations that bear this SIRET today, seen or not: used only to say that one exists already."""
    identifiers = Identifier.objects.for_system("a SIRET already known").filter(period_contains_today(), kind="siret", value=siret)
    everyone: QuerySet[Any] = Organisation.objects.for_system("a SIRET already known")
    bearers = identifiers.order_by().values(standing=Coalesce("organisation__merged_into_id", "organisation_id"))
    return everyone.filter(pk__in=bearers, merged_into=None)  # a number that stayed on a joined sheet leads to the one that was kept


def sheet_of(actor: Actor, public_id: Any) -> Organisation | None:
    """The organisation of a page, if this actor may see it."""

    def read(one: Any) -> Reads:
        rows: Any = Organisation.objects.visible_to(actor).filter(public_id=one.public_id)
        return {"sheet": rows.select_related("thread", "commune__department", "merged_into").order_by("id")}

    found: list[Organisation] = read_of(Organisation(public_id=public_id), ("sheet", actor), read)["sheet"]
    return found[0] if found else None


def capacities_on(actor: Actor, organisation: Organisation) -> frozenset[str]:
    """What the actor is to this organisation. An open card gives its reader no more than the card."""
    return frozenset(capacities_in(actor, organisation.thread))


def earlier_levels(organisation: Organisation) -> list[tuple[int, Any]]:
    """(level, day) of the former appraisals of digital skills, the latest first: the field history keeps each of them."""
    kept: Any = organisation.history  # type: ignore[attr-defined]
    rows = kept.filter(digital_level__isnull=False, digital_level_on__isnull=False).order_by("-digital_level_on")
    levels = rows.values_list("digital_level", "digital_level_on").distinct()
    return [pair for pair in levels if pair != (organisation.digital_level, organisation.digital_level_on)]
