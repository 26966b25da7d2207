"""Two campaigns of one questionnaire: who answered both, and what moved for each structure and each question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.urls import reverse

from cordee.core.access import Actor, capacities_in
from cordee.tools.surveys.definition import Definition
from cordee.tools.surveys.models import Campaign, Response
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.reading import pages, policies
from cordee.tools.surveys.reading.evolution import Evolution, Filled, evolution
from cordee.tools.surveys.reading.queries import counted

OFFERED, MOST = 6, 500
Who = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Pairs:
    lines: list[dict[str, str]]
    items: list[dict[str, Any]]
    same_questions: bool


def comparable_campaigns(actor: Actor, campaign: Campaign) -> list[Campaign]:
    """Earlier ones of the same questionnaire, whose answers this actor reads too."""
    rows = Campaign.objects.visible_to(actor).filter(
        asked__questionnaire_id=campaign.asked.questionnaire_id, anonymous=False, opens_on__lt=campaign.opens_on
    )
    found = rows.exclude(pk=campaign.pk).select_related("thread", "asked").order_by("-opens_on", "-id")[:OFFERED]
    return [one for one in found if policies.reads_answers(actor, one)]


def paired(actor: Actor, before: Campaign, after: Campaign) -> Pairs | None:
    """None where answers cannot be told apart, or are not this actor's to read."""
    if before.anonymous or after.anonymous or before.asked.questionnaire_id != after.asked.questionnaire_id:
        return None
    if not (policies.reads_answers(actor, before) and policies.reads_answers(actor, after)):
        return None
    was, now = definition_of(before.asked_id), definition_of(after.asked_id)
    first, last = _by_whom(before), _by_whom(after)
    found = [(last[who], evolution(_filled(was, first[who]), _filled(now, last[who]))) for who in last if who in first][:MOST]
    opened = {item.code for section in policies.open_sections(now, capacities_in(actor, after.thread)) for item in section.items}
    alike = evolution(Filled(was, {}, []), Filled(now, {}, [])).same_questions
    return Pairs([_line(response, one, now) for response, one in found], _items([one for _, one in found], opened, now), alike)


def _by_whom(campaign: Campaign) -> Mapping[Who, Response]:
    rows = counted(campaign).select_related("organisation", "person")
    return {(one.organisation_id, one.person_id): one for one in rows if one.organisation_id or one.person_id}


def _filled(definition: Definition, response: Response) -> Filled:
    return Filled(definition, response.answers, response.marks)


def _line(response: Response, found: Evolution, definition: Definition) -> dict[str, str]:
    total = pages.moved_rows(found, definition.out_of)[:1] if found.total else []
    shown = total[0] if total else dict.fromkeys(("before", "after", "change"), "–")
    name = str(response.person or response.organisation)
    return {
        "name": name,
        "url": reverse("surveys:before_after", args=[response.public_id]),
        **{key: shown[key] for key in ("before", "after", "change")},
    }


def _items(found: list[Evolution], opened: set[str], definition: Definition) -> list[dict[str, Any]]:
    """Of each measured question: how many rose, stayed, fell; the median change."""
    rows = []
    for place, line in enumerate(found[0].lines if found else []):
        changes = [change for one in found if (change := one.lines[place].change) is not None]
        if line.item.code not in opened or not (changes or line.state != "common"):
            continue
        moved = pages.change_said(median(changes) if changes else None, line.item, definition.out_of)
        rows.append(
            {
                "label": line.item.label,
                "state": pages.STATES[line.state],
                "up": sum(1 for change in changes if change > 0),
                "same": sum(1 for change in changes if change == 0),
                "down": sum(1 for change in changes if change < 0),
                "change": moved,
            }
        )  # fmt: skip
    return rows
