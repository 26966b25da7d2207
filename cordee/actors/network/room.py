"""What the network hangs on the house: menu, search, sentences of its events, a kind of child, merge rules, API."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.directory.children import Kind, Noun, declare
from cordee.actors.directory.models import Mandate, Organisation
from cordee.actors.network import find, lifecycle, lists
from cordee.actors.network.actions import assign, declinations, references
from cordee.actors.network.forms import PerimeterForm
from cordee.actors.network.models import Body, Consulted, Declination, Perimeter
from cordee.actors.territory.queries import zone_name
from cordee.core import formats, merging, panels
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.formats import joined
from cordee.core.journal import renders, thread_names
from cordee.core.models import Event, Thread
from cordee.core.shell import MenuEntry, menu

#: each declares its part
__all__ = ["find", "lifecycle", "lists"]

menu.add("network", MenuEntry("network", "Réseau", "Réseau du DLA", "network:index", "network", order=8))
api_routers.add("network", "cordee.actors.network.api.router")
thread_names.add("references", lambda ids: dict.fromkeys(ids, ("Repères du dispositif", "/reseau/reperes/")))


def zones_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Thread.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "zone")
    return {pk: (f"Objectifs : {zone_name(zone)}", f"/reseau/territoires/{zone}/") for pk, zone in rows}


thread_names.add("declination", zones_of_threads)

declare(
    Kind(
        code="perimeter",
        model=Perimeter,
        path="perimetres",
        noun=Noun("périmètre élargi"),
        section="identity",
        form=PerimeterForm,
        facts=lambda perimeter: {"kind": perimeter.kind, "place": perimeter.place},
        told=lambda data: f"{data['place']} ({str(Perimeter.Kind(data['kind']).label).lower()})",
        anchor="volet-network-perimeters",
    )
)


def perimeters_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    seen = "the sheet was fetched through visible_to"
    return {
        "perimeters": Perimeter.objects.for_system(seen).filter(organisation=organisation).order_by("-period", "id"),
        "mandates": Mandate.objects.for_system(seen).filter(organisation=organisation).order_by("id")[:1],
    }


def perimeters_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """Of an operator only: what it accompanies beyond its own territory."""
    return {"perimeters": rows["perimeters"]} if any(rows.values()) else None


panels.declare(
    panels.Panel(
        "network.perimeters",
        "directory.organisation",
        "Au-delà de son territoire",
        "network/perimeters.html",
        perimeters_of,
        perimeters_read,
        order=70,
    )
)

# -- what a merge does -----------------------------------------------------------------------------------------------------
merging.move(Perimeter, "organisation", "périmètre élargi", "périmètres élargis")
merging.absorb(Body, "organisation", "initiative", "initiatives", same=("entry", "part"))
merging.absorb(Consulted, "organisation", "consultation", "consultations", same=("declination", "on", "form"))
merging.move(Declination, "organisation", "déclinaison locale", "déclinaisons locales")
merging.stay(Declination, "thread", "Les objectifs d'un territoire ont leur propre fil : il n'est pas celui d'une organisation.")


# -- sentences -----------------------------------------------------------------------------------------------------------------
def day(iso: str) -> str:
    return formats.date_short(date.fromisoformat(iso))


@renders(references.ADDED)
def entry_added(event: Event) -> tuple[str, str]:
    return f"Repère ajouté : {event.data['title']}", f"à compter du {day(event.data['since'])}. {event.data['reason']}".strip()


@renders(references.CORRECTED)
def entry_corrected(event: Event) -> tuple[str, str]:
    return f"Repère corrigé : {event.data['title']}", f"à compter du {day(event.data['since'])}. {event.data['reason']}"


@renders(references.RETIRED)
def entry_retired(event: Event) -> tuple[str, str]:
    return f"Fin d'un repère : {event.data['title']}", f"à partir du {day(event.data['since'])}. {event.data['reason']}"


@renders(references.BODY_ADDED)
def body_added(event: Event) -> tuple[str, str]:
    return "Organisme noté sur une initiative", f"{event.data['organisation']} : {event.data['part'].lower()}"


@renders(references.BODY_REMOVED)
def body_removed(event: Event) -> tuple[str, str]:
    return "Organisme retiré d'une initiative", f"{event.data['organisation']} : {event.data['part'].lower()}"


@renders(assign.ASSIGNED)
def assigned(event: Event) -> tuple[str, str]:
    former = f" ; jusque-là {joined(event.data['from'])}" if event.data["from"] else ""
    reason = f". {event.data['reason']}" if event.data["reason"] else ""
    return (
        f"{zone_name(event.data['zone'])} : le DLA est porté par {event.data['to']}",
        f"à compter du {formats.date_short(event.fact_on)}{former}{reason}",
    )


@renders("network.declination.start")
def declination_started(event: Event) -> str:
    return "Nouvelle version des objectifs du territoire en préparation"


@renders("network.declination.publish")
def declination_published(event: Event) -> str:
    return "Objectifs du territoire publiés"


@renders("network.declination.replace")
def declination_replaced(event: Event) -> str:
    return "Version précédente des objectifs remplacée"


@renders(declinations.WRITTEN)
def declination_written(event: Event) -> tuple[str, str]:
    count = (
        formats.counted(len(event.data["fields"]), "objectif modifié", "objectifs modifiés")
        if event.data["fields"]
        else "présentation modifiée"
    )
    return f"Texte de la version {event.data['number']} enregistré", count


@renders(declinations.CONSULTED)
def consultation_noted(event: Event) -> tuple[str, str]:
    return f"Acteur consulté : {event.data['organisation']}", f"{event.data['form'].lower()}, le {day(event.data['on'])}"


@renders(declinations.UNCONSULTED)
def consultation_removed(event: Event) -> str:
    return f"Consultation retirée : {event.data['organisation']}"
