"""« Questionnaires », on the sheet of a structure."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.core import panels
from cordee.core.access import Actor
from cordee.tools.surveys.structures.queries import answers_of, waiting_for

SHOWN = 4


def questionnaires_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """Silent where nothing was asked, save to the DLA, which opens grids from here."""
    waiting, answers = waiting_for(organisation, actor), answers_of(organisation, actor, most=SHOWN * 2)
    if not waiting and not answers and "operator" not in capacities:
        return None
    return {
        "waiting": waiting[:SHOWN],
        "answers": answers[:SHOWN],
        "opens": "operator" in capacities,
        "url": reverse("surveys:of_structure", args=[organisation.public_id]),
    }


panels.declare(
    panels.Panel(
        "surveys.structure",
        "directory.organisation",
        "Questionnaires",
        "surveys/structures/panel.html",
        questionnaires_of,
        queries=2,
        order=56,
        audience=frozenset({"operator", "structure"}),
    )
)
