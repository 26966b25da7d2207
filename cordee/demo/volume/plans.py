"""The plans of the crowd: a version in force, sometimes an update before it, actions of the four kinds at the pace of their dossier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cordee.accompaniment.plans.models import PlanAction
from cordee.core.formats import date_short, euros
from cordee.demo.volume import telling
from cordee.demo.volume.answers import Tools
from cordee.demo.volume.diagnoses import validate
from cordee.demo.volume.dossier import Dossier
from cordee.demo.volume.sheaf import said

UPDATED = 0.2
KINDS = dict(PlanAction.Kind.choices)
#: kind, who holds it, function of its owner
MIX = (
    ("individual", "operator", "chargé·e de mission"), ("individual", "operator", "chargé·e de mission"),
    ("collective", "operator", "chargé·e de mission"), ("territory", "structure", "direction"),
    ("expertise", "operator", "chargé·e de mission"), ("own", "structure", "direction"), ("own", "structure", "présidence"),
)  # fmt: skip
FOLLOW_UP = "Un point d'étape chaque trimestre, avec la direction et la présidence."
UPDATING = "À chaque changement important, au plus tard une fois par an."


def plan(one: Dossier, tools: Tools) -> None:
    """From the day when the diagnosis is shared there is a draft; it is settled when the dossier is planned."""
    drawn, settled = one.life.reached("shared"), one.life.reached("planned")
    if drawn is None or (settled is None and (one.life.over or one.draw.random() < 0.3)):
        return
    sheaf, draw = one.sheaf, one.draw
    pk = sheaf.id("plans_plan")
    sheaf.add("plans_plan", pk, *one.threaded(), one.id, settled)
    starts = settled or drawn + timedelta(days=20)
    ends = starts + timedelta(days=draw.randint(240, 540))
    updated = settled is not None and one.life.reached("follow_up") is not None and draw.random() < UPDATED
    number = 2 if updated else 1
    shots = [action(one, pk, (starts, ends), tools, number if settled else None) for _ in range(draw.randint(1, 4))]
    version(one, pk, 1, ("replaced" if updated else "settled") if settled else "draft", (starts, ends), settled, shots, "")
    one.tell(drawn, "plans.version.draw", {"number": 1, "reason": ""}, subject="plans.plan", pk=pk)
    if settled:
        validate(one, "plan", settled, draw.choice(telling.BODIES))
    if updated and settled:
        later = settled + timedelta(days=draw.randint(60, 140))
        version(one, pk, 2, "settled", (starts, ends + timedelta(days=90)), later, shots, "L'échéance est reportée d'un trimestre.")


def version(
    one: Dossier,
    plan: int,
    number: int,
    state: str,
    time: tuple[date, date],
    settled: date | None,
    shots: list[Any],
    reason: str,
) -> None:
    pk, content = one.sheaf.id("plans_version"), said(shots if settled else [])
    words = (one.subject.objectives, FOLLOW_UP, UPDATING, reason)
    one.sheaf.add("plans_version", pk, *one.threaded(), 1, plan, number, state, *time, *words, settled, content)
    if settled:
        one.tell(settled, "plans.version.settle", {"number": number}, subject="plans.version", pk=pk, states=("draft", "settled"))


def action(one: Dossier, plan: int, time: tuple[date, date], tools: Tools, validated: int | None) -> dict[str, str]:
    """One action, and what a version keeps of it."""
    sheaf, draw = one.sheaf, one.draw
    kind, held, owner = draw.choice(MIX)
    starts = one.between(time[0], time[0] + timedelta(days=90))
    due = one.between(starts + timedelta(days=30), time[1])
    state, ended, outcome = paced(one, starts, due)
    paid = kind in ("individual", "collective")
    days = draw.randint(2, 9) if paid else None
    cost = days * 800 if days else None
    nature, label = draw.choice(tools.natures)
    pk, key = sheaf.id("plans_planaction"), sheaf.key()
    title = one.subject.action if paid else telling.SUPPORT.rstrip(".")
    sheaf.add(
        "plans_planaction", pk, key, one.thread, one.zone, 1, plan, state, title, kind, nature, one.subject.stakes, held, owner, starts,
        due, cost, one.subject.objectives, one.subject.synthesis, telling.DELIVERED if paid else "", days, "",
        1 if validated else None, ended, outcome,
    )  # fmt: skip
    if state == "done" and ended:
        told = {"title": title, "outcome": outcome}
        one.tell(ended, "plans.action.finish", told, subject="plans.planaction", pk=pk, states=("under_way", "done"))
    return {
        "key": key, "title": title, "kind": str(KINDS[kind]), "nature": label, "issue": one.subject.stakes, "owner": owner, "partner": "",
        "starts_on": date_short(starts), "due_on": date_short(due), "cost": euros(cost) if cost else "",
    }  # fmt: skip


def paced(one: Dossier, starts: date, due: date) -> tuple[str, date | None, str]:
    """Done once the dossier has passed to follow-up; under way or late while it works; given up when it stopped."""
    launched, followed = one.life.reached("under_way"), one.life.reached("follow_up")
    if followed:
        return "done", max(starts, min(due, followed)), telling.OUTCOME
    if one.life.over:
        return "given_up", one.life.since, telling.GIVEN_UP
    if launched is None or starts > one.today:
        return "planned", None, ""
    if due < one.today and one.draw.random() < 0.8:
        return "done", due, telling.OUTCOME
    return "under_way", None, ""
