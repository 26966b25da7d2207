"""What taking over existing dossiers hangs on the house."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.policies import may_conduct
from cordee.accompaniment.takeover import copies, parts
from cordee.accompaniment.takeover.imports import declaration
from cordee.accompaniment.takeover.imports.stages import LABELS
from cordee.accompaniment.takeover.models import CaseCopy, CaseMapping, Entry
from cordee.core import merging, panels
from cordee.core.access import Actor
from cordee.core.formats import counted
from cordee.core.journal import renders
from cordee.core.models import Event
from cordee.core.shell import MenuEntry, menu

#: declares its part
__all__ = ["declaration", "parts"]

KEEPERS = frozenset({"officer", "head", "regional"})
menu.add("takeover", MenuEntry("takeover", "Administration", "Reprise et recopie", "takeover:home", "folder", order=82, profiles=KEEPERS))

FIELDS = LABELS | {
    "title": "intitulé", "need": "besoin", "results": "résultats", "state": "étape", "reason": "motif", "body": "organisme",
    "contact": "contact",
}  # fmt: skip


@renders("takeover.case.entered")
def entered(event: Event) -> tuple[str, str]:
    return "Dossier repris", f"Fichier « {event.data['file']} », numéro {event.data['number']}"


@renders("takeover.case.updated")
def updated(event: Event) -> tuple[str, str]:
    said = ", ".join(FIELDS.get(name, name) for name in event.data["fields"])
    return "Reprise complétée", f"Fichier « {event.data['file']} » : {said}"


def entry_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"entry": Entry.objects.for_system("of a dossier fetched through visible_to").filter(case=case).order_by("id")}


def entry_of(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    return {"entry": rows["entry"][0]} if rows["entry"] else None


panels.declare(
    panels.Panel(
        "takeover.entry",
        "cases.case",
        "Reprise",
        "takeover/panel_entry.html",
        entry_of,
        entry_read,
        order=90,
        audience=frozenset({"operator"}),
    )
)


# -- copying into Enée --------------------------------------------------------------------------------------------------------
merging.stay(CaseMapping, "operator", "L'organisation gardée a sa propre correspondance avec Enée, ou celle de départ.")


@renders(copies.COPIED)
def copied(event: Event) -> tuple[str, str]:
    return "Dossier recopié dans Enée", counted(event.data["count"], "champ")


@renders(copies.KEPT)
def kept(event: Event) -> tuple[str, str]:
    return "Correspondance des dossiers avec Enée modifiée", counted(len(event.data["titles"]), "champ")


@renders(copies.DROPPED)
def dropped(event: Event) -> str:
    return "Retour à la correspondance de départ des dossiers avec Enée"


def copy_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    rows = CaseCopy.objects.for_system("of a dossier fetched through visible_to").filter(case=case)
    return {"copy": rows.select_related("event").order_by("id")}


def copy_of(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    if copies.may_mark(actor) or may_conduct(actor, case):
        return None
    acts = [("Ouvrir la fiche à recopier", reverse("takeover:copy", args=[case.public_id]))]
    return {"copy": rows["copy"][0] if rows["copy"] else None, "acts": acts}


panels.declare(
    panels.Panel(
        "takeover.enee", "cases.case", "Enée", "takeover/panel_enee.html", copy_of, copy_read, order=92, audience=frozenset({"operator"})
    )
)
