"""Answers to the grids that dossiers open: a few hundred sheets are filled and scored, the crowd draws among them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cordee.demo.volume.sheaf import Sheaf, said
from cordee.tools.surveys.definition import read, scoring
from cordee.tools.surveys.models import Version

SHEETS = 200
GRIDS = ("shared-diagnosis", "follow-up")
MARKED = ("level", "single", "three")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filling: what was answered, and what the rules made of it."""

    answers: str
    marks: list[float | None]
    total: float | None
    result: str


@dataclass(frozen=True, slots=True)
class Tools:
    """The grids in service with sheets filled of each, and the natures of actions: read once."""

    grids: dict[str, tuple[int, list[Sheet]]]
    natures: list[tuple[int, str]]

    @classmethod
    def read(cls, seed: int) -> Tools:
        draw = random.Random(f"answers:{seed}")  # noqa: S311  invention, not a secret
        rows = Version.objects.for_system("the grids of the library").filter(state="published", questionnaire__code__in=GRIDS)
        grids = {code: (pk, sheets(draw, definition)) for code, pk, definition in rows.order_by("number").values_list(
            "questionnaire__code", "pk", "definition")}  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, label FROM plans_nature ORDER BY position, id")
            return cls(grids, list(cursor.fetchall()))


def sheets(draw: random.Random, stored: dict[str, Any]) -> list[Sheet]:
    definition, made = read(stored), []
    asked = [(item.code, [option.code for option in item.choices]) for item in definition.items if item.kind in MARKED]
    for _ in range(SHEETS):
        answers = {code: {"v": draw.choice(options)} for code, options in asked if options}
        marks = scoring.marks(definition, answers)
        score = scoring.score(definition, definition.levels, marks)
        made.append(Sheet(said(answers), marks, score.total, said(score.to_json())))
    return made


def fill(sheaf: Sheaf, grid: tuple[int, list[Sheet]], *, place: tuple[int, str], structure: int, sent: datetime) -> int:
    """One invitation, in a meeting, and its answer. `place`: thread and zone of the dossier."""
    (asked, known), pk = grid, sheaf.id("surveys_invitation")
    sheet, department = sheaf.draw.choice(known), place[1]
    sheaf.add("surveys_invitation", pk, sheaf.key(), *place, asked, structure, department, "", "meeting", "", 0, sent, 0, True)
    sheaf.add(
        "surveys_response", sheaf.key(), *place, sheaf.key(), asked, pk, structure, department, "", "agreed", 1, True, "meeting",
        sheet.answers, sheet.marks, sheet.total, sheet.result, sent.date(), sent, "", "",
    )  # fmt: skip
    return pk
