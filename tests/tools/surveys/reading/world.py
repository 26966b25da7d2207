"""A satisfaction grid, its campaign, and answers written straight to the base: what reading needs, without how it was answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.tools.surveys.definition import Item, read, scoring
from cordee.tools.surveys.models import Campaign, Questionnaire, Response, Version

LEVELS = [{"code": str(n), "label": str(n), "mark": n - 1} for n in range(1, 6)]
GRID: dict[str, Any] = {
    "title": "Satisfaction",
    "out_of": 100,
    "axes": [{"code": "help", "label": "L'appui reçu"}, {"code": "after", "label": "Ce qui reste"}],
    "levels": {"levels": [{"code": "low", "label": "À reprendre", "least": 0}, {"code": "high", "label": "Solide", "least": 0.5}]},
    "sections": [
        {
            "code": "opinion",
            "title": "Votre avis",
            "items": [
                {"code": "conduct", "kind": "level", "label": "Le déroulement", "axis": "help", "options": LEVELS, "na": True},
                {"code": "results", "kind": "level", "label": "Les résultats", "axis": "after", "options": LEVELS},
                {"code": "again", "kind": "three", "label": "Vous le referiez", "axis": "after", "weight": 2},
            ],
        },
        {
            "code": "facts",
            "title": "Vos chiffres",
            "readers": ["operator"],
            "items": [
                {"code": "needs", "kind": "multiple", "label": "Vos besoins", "options": [
                    {"code": "money", "label": "Trésorerie"}, {"code": "team", "label": "Équipe"}]},
                {"code": "budget", "kind": "money", "label": "Votre budget"},
                {"code": "split", "kind": "shares", "label": "Vos ressources", "options": [
                    {"code": "sales", "label": "Ventes"}, {"code": "grants", "label": "Subventions"}]},
                {"code": "say", "kind": "long", "label": "Un mot de plus"},
            ],
        },
        {
            "code": "sites",
            "title": "Vos sites",
            "repeat": {"label": "Un site"},
            "items": [
                {"code": "site_name", "kind": "short", "label": "Son nom"},
                {"code": "staff", "kind": "number", "label": "Personnes qui y travaillent"},
                {"code": "owned", "kind": "single", "label": "Locaux", "options": [
                    {"code": "own", "label": "En propriété"}, {"code": "rent", "label": "Loués"}]},
            ],
        },
    ],
}  # fmt: skip


def published(of: Organisation, definition: Mapping[str, Any] = GRID, *, after: Version | None = None) -> Version:
    if after is None:
        questionnaire = Questionnaire(title=definition["title"], use="satisfaction", thread=of.thread, state="active")
        questionnaire.save()
    else:
        questionnaire = after.questionnaire
    number = (after.number or 0) + 1 if after else 1
    version = Version(
        questionnaire=questionnaire, state="published", number=number, definition=dict(definition), published_at=timezone.now()
    )
    version.save()
    return version


def campaign(of: Organisation, version: Version | None = None, **values: Any) -> Campaign:
    values = {"name": "Satisfaction 2026", "opens_on": date(2026, 1, 5), "closes_at": timezone.now() + timedelta(days=30), **values}
    made = Campaign(asked=version or published(of), target="anyone", asker=of, thread=of.thread, state="open", **values)
    made.save()
    return made


def filled(asked: Version, answers: Mapping[str, Any], **values: Any) -> Response:
    """Scored as a submission does, by the house's own functions."""
    definition = read(asked.definition)
    marks = scoring.marks(definition, answers)
    score = scoring.score(definition, definition.levels, marks)
    given = {"submitted_at": timezone.now(), "submitted_on": timezone.localdate(), "channel": "mail", **values}
    made = Response(
        submission=uuid.uuid4(), asked=asked, answers=dict(answers), marks=marks, total=score.total, result=score.to_json(), **given
    )  # fmt: skip
    made.save()
    return made


def answer(
    to: Campaign, answers: Mapping[str, Any], *, of: Organisation | None = None, department: str = "", kind: str = "", **values: Any
) -> Response:
    if to.anonymous:
        values["submitted_at"] = None
    thread = of.thread if of else to.thread
    return filled(
        to.asked, answers, campaign=to, organisation=of, department=department, structure_kind=kind, thread=thread, **values
    )  # fmt: skip


def diagnosis(of: Organisation, asked: Version, answers: Mapping[str, Any], **values: Any) -> Response:
    """Filled alone, outside any campaign."""
    return filled(asked, answers, organisation=of, thread=of.thread, **values)


def opinions(to: Campaign, department: str, marks: Sequence[int], **values: Any) -> None:
    """So many structures of a department, each giving one level to both questions."""
    for level in marks:
        answer(to, {"conduct": {"v": str(level)}, "results": {"v": str(level)}, "again": {"v": "yes"}}, department=department, **values)


def item(definition: Mapping[str, Any], code: str) -> Item:
    found = read(definition).item(code)
    assert found is not None
    return found


#: the worked example: Nord 12, Oise 9, Aisne 5, Somme 2
S8 = {"59": [4] * 8 + [5] * 4, "60": [3] * 5 + [4] * 4, "02": [2] * 5, "80": [1, 5]}
