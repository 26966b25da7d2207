"""What the connectors hang on the house: alerts on the sheet and in « À faire », their sentences, outside platforms, merge rules."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, Value, When

from cordee.actors.directory import policies
from cordee.actors.directory.connected import addresses, watching
from cordee.actors.directory.connected.watching import RAISED, READ
from cordee.actors.directory.models import CompanyAlert, CompanyCheck, Organisation, Registration
from cordee.core import merging, panels, todo
from cordee.core.access import Actor
from cordee.core.journal import renders
from cordee.core.models import Event

__all__ = ["addresses", "watching"]


# -- on the sheet -------------------------------------------------------------------------------------------------------------
def alerts_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"alerts": CompanyAlert.objects.visible_to(actor).filter(organisation=organisation).order_by("read_at", "-id")}


def alerts_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """For those who keep the sheet; silent when the register says nothing."""
    return dict(rows) if rows["alerts"] else None


def registrations_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"registrations": organisation.registrations.order_by("platform", "-period")}


def registrations_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """Where it is listed outside; those who keep or propose see the empty section too, for a structure that is accompanied."""
    writes = policies.may_edit(actor, organisation) is None or policies.may_propose(actor, organisation) is None
    return dict(rows) if rows["registrations"] or writes else None


READERS = frozenset({"operator", "structure", "network", "funder", "prescriber"})
panels.declare(
    panels.Panel(
        "directory.alerts",
        "directory.organisation",
        "Alertes du registre",
        "directory/sections/alerts.html",
        alerts_of,
        alerts_read,
        order=10,
        audience=frozenset({"operator"}),
    )
)
panels.declare(
    panels.Panel(
        "directory.registrations",
        "directory.organisation",
        "Référencement sur les plateformes",
        "directory/sections/registrations.html",
        registrations_of,
        registrations_read,
        order=60,
        audience=READERS,
    )
)


# -- « À faire » ----------------------------------------------------------------------------------------------------------------
def alerts_to_read(actor: Actor) -> Any:
    kinds = [When(kind=kind, then=Value(str(label))) for kind, label in CompanyAlert.Kind.choices]
    rows = CompanyAlert.objects.visible_to(actor).filter(
        read_at=None, organisation__zone__in=sorted(actor.zones or ()), organisation__merged_into=None
    )
    return todo.line(
        rows,
        due=todo.NO_DATE,
        since=F("seen_at"),
        title=todo.words("Lire l'alerte : ", F("organisation__name")),
        detail=Case(*kinds, default=Value(""), output_field=CharField()),
        key=F("public_id"),
    )


todo.declare(
    todo.TodoSource(
        "directory.alert", "Lire", "/annuaire/alertes/{key}/", alerts_to_read, profiles=frozenset({"officer", "head", "regional"})
    )
)


# -- sentences ------------------------------------------------------------------------------------------------------------------
def _what(event: Event) -> str:
    label = str(CompanyAlert.Kind(event.data["kind"]).label)
    return f"{label} ({event.data['detail']})" if event.data["detail"] else label


@renders(RAISED)
def raised(event: Event) -> tuple[str, str]:
    return "Alerte du registre", f"{_what(event)}, lue dans Recherche d'entreprises"


@renders(READ)
def read(event: Event) -> tuple[str, str]:
    return "Alerte lue", f"{_what(event)} : {event.data['reason']}"


# -- merges -----------------------------------------------------------------------------------------------------------------------
merging.absorb(CompanyAlert, "organisation", "alerte du registre", "alertes du registre", same=("siret", "key"))
merging.stay(CompanyCheck, "organisation", "Le passage au registre se refait la nuit suivante.")
merging.move(Registration, "organisation", "référencement", "référencements", same=("platform",), period="period")
