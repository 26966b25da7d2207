"""What taking over existing dossiers hangs on the house."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover.imports import declaration
from cordee.accompaniment.takeover.imports.stages import LABELS
from cordee.accompaniment.takeover.models import Entry
from cordee.core import panels
from cordee.core.access import Actor
from cordee.core.journal import renders
from cordee.core.models import Event

#: declares its part
__all__ = ["declaration"]

FIELDS = LABELS | {
    "title": "intitulé", "need": "besoin", "results": "résultats", "state": "étape", "reason": "motif", "body": "organisme", "contact": "contact",
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
        "takeover.entry", "cases.case", "Reprise", "takeover/panel_entry.html", entry_of, entry_read, order=90, audience=frozenset({"operator"})
    )
)
