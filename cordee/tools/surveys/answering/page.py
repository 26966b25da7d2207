"""The page of a questionnaire: all its parts, the one in sight, and what the script starts from."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.urls import reverse

from cordee.core.asked import uuid_of
from cordee.core.formats import counted
from cordee.core.models import File
from cordee.tools.surveys.answering.door import ANSWERING, Door
from cordee.tools.surveys.answering.drawing import Part, outline, parts
from cordee.tools.surveys.answering.reading import Answers
from cordee.tools.surveys.definition import checks
from cordee.tools.surveys.definition.answers import is_left
from cordee.tools.surveys.definition.schema import Definition
from cordee.tools.surveys.models import Progress


def answers_of(door: Door, progress: Progress | None) -> Answers:
    """What is being filled: kept so far, or to be corrected in what was sent."""
    if progress:
        return dict(progress.answers)
    return dict(door.sent.answers) if door.sent else {}


def first_part(drawn: list[Part]) -> int:
    return next((place for place, part in enumerate(drawn, 1) if part.shown), len(drawn) + 1)


def beside(definition: Definition, answers: Answers, step: int, way: int) -> int:
    """The part asked after this one, or before: hidden ones are stepped over. 0 is the first screen, the last one sends."""
    shown = [part.shown for part in parts(definition, answers)]
    step += way
    while 1 <= step <= len(shown) and not shown[step - 1]:
        step += way
    return max(0, min(step, len(shown) + 1))


def context(door: Door, progress: Progress | None, *, step: int | str, **more: Any) -> dict[str, Any]:
    """`more`: `faults` beside the questions, `said` above them, `code` that was just given."""
    answers = answers_of(door, progress)
    submission = progress.submission if progress else uuid.uuid4()
    faults = more.pop("faults", {})
    drawn = parts(door.definition, answers, faults, files=_names(door, answers), closed_to_files=door.anonymous, officer=door.officer)
    address = f"&reponse={submission}" if not door.remembers else ""
    return {
        "door": door,
        "parts": drawn,
        "asked_parts": sum(part.shown for part in drawn),
        "first": first_part(drawn),
        "last": len(drawn) + 1,
        "step": step,
        "outline": outline(door.definition),
        "kept": json.dumps(answers, ensure_ascii=False) if answers else "{}",
        "submission": submission,
        "revision": progress.revision if progress else 0,
        "base": door.sent.revision if door.sent else 0,
        "why": door.closed,
        "receipt": SimpleNamespace(number="", on=None),
        "said": None,
        "code": "",
        "in_address": not door.remembers,
        "tally": _tally(door, drawn, answers, address),
        "back": f"{door.url}?partie={first_part(drawn)}{address}",
        "resume_address": f"{settings.PUBLIC_URL}{reverse('surveys:q_home')}".split("://")[-1],
        **more,
    }


def _names(door: Door, answers: Answers) -> dict[str, str]:
    """Of the files already received: what the person called them."""
    keys = [key for one in answers.values() for key in _keys(one)]
    if not keys:
        return {}
    rows = File.objects.for_system(ANSWERING).filter(public_id__in=keys, thread_id=door.thread.pk)
    return {str(key): name for key, name in rows.values_list("public_id", "name")}


def _keys(answer: Mapping[str, Any]) -> list[uuid.UUID]:
    if "rows" in answer:
        return [key for row in answer["rows"] for one in row.values() for key in _keys(one)]
    value = answer.get("v")
    return [key for one in value if (key := uuid_of(one))] if isinstance(value, list) else []


def _tally(door: Door, drawn: list[Part], answers: Answers, address: str) -> list[SimpleNamespace]:
    waits = checks.faults(door.definition, answers, final=True)
    lines = []
    for step, part in enumerate(drawn, 1):
        if part.shown:
            asked = [one for one in part.fields if one.shown]
            done, owed = sum(not is_left(one.answer) for one in asked), sum(one.name in waits for one in asked)
            said = f"{done} sur {counted(len(asked), 'question')}" + (f" · {owed} à revoir" if owed else "")
            lines.append(SimpleNamespace(step=step, url=f"{door.url}?partie={step}{address}", title=part.section.title, said=said))
    return lines
