"""A grid of twenty questions on four axes, a campaign, and a crowd of invented answers, written by COPY."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import base
from cordee.actors.directory.models import Organisation, Person
from cordee.core.journal import history
from cordee.tools.surveys.definition import read, scoring
from cordee.tools.surveys.links import hashed
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Response, Version

ITEMS, AXES, LEVELS = 20, 4, 4
DEPARTMENTS = [f"{code:02}" for code in range(1, 96) if code != 20]
KINDS = ("ai", "aci", "ei", "etti")
SEED = 5
DEFINITION: dict[str, Any] = {
    "title": "Grille mesurée",
    "axes": [{"code": f"axe{axis}", "label": f"Axe {axis}"} for axis in range(AXES)],
    "levels": {"levels": [{"code": "start", "label": "À consolider", "least": 0}, {"code": "sure", "label": "Autonome", "least": 0.6}]},
    "sections": [
        {
            "code": f"partie{axis}",
            "title": f"Partie {axis}",
            "items": [
                {
                    "code": f"q{item:02}",
                    "kind": "level",
                    "label": f"Question {item}",
                    "axis": f"axe{axis}",
                    "na": True,
                    "unknown": True,
                    "options": [{"code": str(level), "label": f"Échelon {level}", "mark": level} for level in range(LEVELS)],
                }
                for item in range(axis, ITEMS, AXES)
            ],
        }
        for axis in range(AXES)
    ],
}


def campaign(name: str) -> Campaign:
    """One for each size: what is larger than the size measured would be measured too. Made once."""
    found: Campaign | None = Campaign._base_manager.filter(name=name).first()
    if found is not None:
        return found
    operator = _operator()
    with history(base.BENCH), transaction.atomic():
        asked = Version._base_manager.filter(questionnaire__title=DEFINITION["title"]).first() or _version(operator)
        made = Campaign(
            asked=asked, name=name, target="anyone", asker=operator, thread=operator.thread, state="open",
            opens_on=date(2026, 1, 1), closes_at=timezone.now() + timedelta(days=365), fictitious=True,
        )  # fmt: skip
        made.save()
    return made


def _operator() -> Organisation:
    user = base.actor_user(base.DEPARTMENT)
    found: Organisation = Organisation._base_manager.select_related("thread").get(memberships__user=user)
    return found


def _version(operator: Organisation) -> Version:
    grid = Questionnaire(title=DEFINITION["title"], use="skills", thread=operator.thread, state="active", fictitious=True)
    grid.save()
    version = Version(questionnaire=grid, state="published", number=1, definition=DEFINITION, published_at=timezone.now())
    version.save()
    return version


# -- answers ------------------------------------------------------------------------------------------------------------------
def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  the same crowd at each run: nothing is kept secret by it


def filled(draw: random.Random) -> dict[str, Any]:
    """Mostly levels; one in thirty « sans objet », one in sixty « je ne sais pas »."""
    answers: dict[str, Any] = {}
    for item in range(ITEMS):
        luck = draw.random()
        answers[f"q{item:02}"] = {"s": "na"} if luck < 1 / 30 else {"s": "unknown"} if luck < 1 / 20 else {"v": str(draw.randrange(LEVELS))}
    return answers


def fill(to: Campaign, count: int) -> None:
    """So many answers at last; what is there stays."""
    there = Response._base_manager.filter(campaign=to).count()
    columns = (
        "public_id, submission, asked_id, campaign_id, thread_id, zone, department, structure_kind, voice, revision, latest, channel, "
        "answers, marks, total, result, submitted_on, submitted_at, entered_by_label, reason"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(f"COPY surveys_response ({columns}) FROM STDIN") as copy:
            for row in rows(to, max(0, count - there)):
                copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_response")


def rows(to: Campaign, count: int) -> Iterator[tuple[Any, ...]]:
    definition, draw, now = read(DEFINITION), drawing(SEED + count), timezone.now()
    models = []  # a thousand different sheets are scored; the crowd draws among them
    for _ in range(min(count, 1000)):
        answers = filled(draw)
        marks = scoring.marks(definition, answers)
        score = scoring.score(definition, definition.levels, marks)
        models.append((json.dumps(answers), marks, score.total, json.dumps(score.to_json())))
    for _ in range(count):
        answers_, marks, total, result = draw.choice(models)
        yield (
            uuid.uuid4(), uuid.uuid4(), to.asked_id, to.pk, to.thread_id, to.zone, draw.choice(DEPARTMENTS), draw.choice(KINDS),
            "respondent", 1, True, "link", answers_, marks, total, result, now.date(), now, "", "",
        )  # fmt: skip


# -- invitations --------------------------------------------------------------------------------------------------------------
def invite(to: Campaign, count: int) -> list[str]:
    """So many new personal links: the tokens that open them."""
    tokens = [uuid.uuid4().hex + uuid.uuid4().hex[:11] for _ in range(count)]
    with history(base.BENCH), transaction.atomic():
        people = [Person(first_name="Personne", last_name=f"Mesurée {n}", fictitious=True) for n in range(count)]
        Person._base_manager.bulk_create(people)
        Invitation._base_manager.bulk_create(
            Invitation(
                campaign=to, asked_id=to.asked_id, person=person, thread_id=to.thread_id, zone=to.zone, channel="mail",
                token_sha256=hashed(token),
            )
            for person, token in zip(people, tokens, strict=True)
        )  # fmt: skip
    return tokens
