"""The rows of a sheet, kind by kind, read in one query: only those of the sections that the reader opens."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from cordee.actors.directory.models import Organisation, Tie
from cordee.actors.directory.people.queries import posts_of
from cordee.actors.directory.sheet import coverage_rows
from cordee.core import logos
from cordee.core.access import Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.together import Reads, read_of


def rows_of(organisation: Organisation, actor: Actor, readable: set[str]) -> dict[str, list[Any]]:
    """What the page draws of the children. A section that is closed has no rows here."""
    found = read_of(organisation, ("sheet", actor, frozenset(readable)), lambda one: _reads(one, actor, readable))
    prefetch_related_objects(found["years"], "workshops")
    return found


def _reads(organisation: Organisation, actor: Actor, readable: set[str]) -> Reads:
    closed, reads = Q(pk__in=[]), Reads()
    for section, of_section in SECTIONS.items():
        opened = Q() if section in readable or not section else closed
        reads |= {name: rows.filter(opened) for name, rows in of_section(organisation, actor).items()}
    return reads if "identity" in readable else reads | on_card(reads)


def on_card(reads: Reads) -> Reads:
    """Where the card alone is open: the types and the networks of today, not what was nor who else one is tied to."""
    agreements, ties = (reads[name].filter(period_contains_today()) for name in ("agreements", "ties"))
    return {"agreements": agreements, "ties": ties.filter(kind=Tie.Kind.MEMBER)}


def of_card(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    """What the card shows too. `open` says that the reader may open the other sheet of a tie."""
    other = Organisation.objects.visible_to(actor).filter(pk=OuterRef("target_id"))
    return {
        "dated_roles": organisation.roles.order_by("kind", "-period"),
        "agreements": organisation.agreements.select_related("carried_by").order_by("-period"),
        "ties": organisation.ties.select_related("target").annotate(open=Exists(other)).order_by("kind", "-period"),
        "sectors": organisation.sectors.order_by("code"),
    }


def of_identity(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    return {
        "mandates": organisation.mandates.annotate(places=StringAgg("zones__name", ", ", order_by="zones__code")).order_by("-period", "id"),
        "identifiers": organisation.identifiers.order_by("kind", "-period"),
        "aliases": organisation.aliases.order_by("name"),
        "sites": organisation.sites.select_related("commune").order_by("kind", "name"),
        "offers": organisation.offers.order_by("code"),
        "coverage": coverage_rows(organisation),
        "logos": logos.in_use(organisation.thread_id),
    }


def of_governance(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    return {"posts": posts_of(organisation)}


def of_years(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    return {"years": organisation.years.order_by("-year")}


#: section of `policies.SECTIONS` → its rows; the card's are everyone's
SECTIONS = {"": of_card, "identity": of_identity, "governance": of_governance, "years": of_years}
