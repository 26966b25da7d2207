"""The sentences of the fil: what happened to a diagnosis, never what it says."""

from __future__ import annotations

from datetime import date

from cordee.accompaniment.diagnoses.models import Contribution
from cordee.core.formats import date_short
from cordee.core.journal import renders
from cordee.core.models import Event


@renders("diagnoses.diagnosis.opened")
def opened(event: Event) -> tuple[str, str]:
    return "Écriture du diagnostic commencée", event.data["organisation"] or "diagnostic commun aux structures"


@renders("diagnoses.version.proposed")
def proposed(event: Event) -> tuple[str, str]:
    return f"Diagnostic, version {event.data['number']}, proposé à la validation", event.data["organisation"]


@renders("diagnoses.assent.noted")
def assented(event: Event) -> tuple[str, str]:
    bodies = event.data["body"] if event.data["bodies"] else ""
    return f"Diagnostic, version {event.data['number']}, validé par {event.data['organisation']}", bodies


@renders("diagnoses.contribution.ask")
def asked(event: Event) -> tuple[str, str]:
    due = f"au plus tard le {date_short(date.fromisoformat(event.data['due']))}" if event.data["due"] else ""
    return f"{Contribution.Kind(event.data['kind']).label} demandée à {event.data['organisation']}", due


@renders("diagnoses.contribution.write")
def written(event: Event) -> tuple[str, str]:
    return "Contribution au diagnostic écrite", event.data.get("author", "")


@renders("diagnoses.contribution.withdraw")
def withdrawn(event: Event) -> str:
    return "Contribution au diagnostic : la demande est retirée"


@renders("diagnoses.review.taken")
def taken(event: Event) -> tuple[str, str]:
    return f"Indicateurs relevés après l'accompagnement, exercice {event.data['year']}", event.data["organisation"]
