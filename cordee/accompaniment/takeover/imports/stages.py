"""From the stage and the dates of a line to the story of a dossier, or to the sentence that says what does not hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.accompaniment.cases.models import Case
from cordee.core.formats import date_short
from cordee.core.taking_over import Past

State = Case.State
#: the straight way: (state, transition, its date in the file)
WAY = (
    (State.REQUESTED, "request", "requested_on"),
    (State.RECEIVED, "receive", "received_on"),
    (State.DIAGNOSING, "diagnose", "diagnosing_on"),
    (State.SHARED, "share", "shared_on"),
    (State.PLANNED, "plan", "planned_on"),
    (State.UNDER_WAY, "launch", "under_way_on"),
    (State.FOLLOW_UP, "follow", "follow_up_on"),
    (State.REVIEWED, "review", "reviewed_on"),
)
ENDS = {State.CLOSED: "close", State.ABANDONED: "abandon", State.REORIENTED: "reorient"}
DATES = (*(field for _, _, field in WAY), "ended_on")
LABELS = {
    "requested_on": "demandé", "received_on": "premier échange", "diagnosing_on": "diagnostic ouvert", "shared_on": "diagnostic validé",
    "planned_on": "parcours arrêté", "under_way_on": "parcours lancé", "follow_up_on": "en suivi",
    "reviewed_on": "diagnostic post-accompagnement", "ended_on": "fini",
}  # fmt: skip
#: said where the file says nothing: a structure that leaves says why
UNSAID = "Motif non repris"


def steps_to(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(transition, its date in the file) from the request to the stage. A dossier that stopped did what it has a date for."""
    state = State(values["state"])
    rank = {known: place for place, (known, _, _) in enumerate(WAY)}
    if state in rank:
        passed = WAY[: rank[state] + 1]
        skipped = {"review"} if state != State.REVIEWED else set()
        return [(name, field) for _, name, field in passed if name not in skipped]
    if state == State.REORIENTED:
        last = rank[State.RECEIVED]
    elif state == State.CLOSED:
        last = rank[State.REVIEWED if values["reviewed_on"] else State.FOLLOW_UP]
    else:
        last = max(place for place, (_, _, field) in enumerate(WAY) if values[field] or field == "requested_on")
    return [*((name, field) for _, name, field in WAY[: last + 1]), (ENDS[state], "ended_on")]


def story_of(values: dict[str, Any]) -> list[Past]:
    data: dict[str, dict[str, Any]] = {
        "request": {"origin": values["origin"]},
        "close": {"results": values["results"] or ""},
        "abandon": {"reason": values["reason"] or UNSAID},
        "reorient": {"body": values["body"] or "", "contact": values["contact"] or "", "reason": values["reason"] or UNSAID},
    }
    return [Past(name, values[field], data.get(name, {})) for name, field in steps_to(values)]


def trouble_of(values: dict[str, Any], today: date) -> tuple[str, str] | None:
    """(column, sentence) of the first thing that does not hold; a stage passed without its date is no trouble: files do not know all."""
    passed = [field for _, field in steps_to(values)]
    last = passed[-1]
    if values[last] is None:
        label = "sa fin" if last == "ended_on" else f"« {LABELS[last]} »"
        return last, f"À l'étape « {State(values['state']).label} », il faut la date de {label}."
    early = next((field for field in DATES if values[field] and field not in passed), None)
    if early:
        return early, f"Le dossier est à l'étape « {State(values['state']).label} » : la date « {LABELS[early]} » vient après."
    before: tuple[str, date] | None = None
    for field in passed:
        day = values[field]
        if day is None:
            continue
        if day > today:
            return field, f"Le {date_short(day)} est à venir : une reprise ne raconte que ce qui a eu lieu."
        if before and day < before[1]:
            return field, f"« {LABELS[field]} » le {date_short(day)} précède « {LABELS[before[0]]} », le {date_short(before[1])}."
        before = (field, day)
    return None
