"""« Questionnaires », on the sheet of a structure."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.core import panels
from cordee.core.access import Actor
from cordee.tools.surveys.models import Response
from cordee.tools.surveys.reading.policies import reads_response
from cordee.tools.surveys.structures import queries

SHOWN = 4


def reads(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """Their titles alone: a whole definition is too much for a line."""
    title = F("asked__questionnaire__title")
    return {
        "waiting": queries.asked_of(organisation, actor).annotate(title=title)[:SHOWN],
        "answers": queries.given_by(organisation, actor).annotate(title=title)[: SHOWN * 2],
    }


def questionnaires_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """Silent where nothing was asked, save to the DLA, which opens grids from here."""
    waiting, answers = rows["waiting"], [one for one in rows["answers"] if reads_response(actor, of_thread(one, organisation))]
    if not waiting and not answers and "operator" not in capacities:
        return None
    return {
        "waiting": waiting,
        "answers": answers[:SHOWN],
        "opens": "operator" in capacities,
        "url": reverse("surveys:of_structure", args=[organisation.public_id]),
    }


def of_thread(response: Response, organisation: Organisation) -> Response:
    """An answer of the sheet's own thread, which the page holds already."""
    if response.thread_id == organisation.thread_id:
        response.thread = organisation.thread
    return response


panels.declare(
    panels.Panel(
        "surveys.structure",
        "directory.organisation",
        "Questionnaires",
        "surveys/structures/panel.html",
        questionnaires_of,
        reads,
        order=56,
        audience=frozenset({"operator", "structure"}),
    )
)
