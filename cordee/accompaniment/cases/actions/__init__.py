"""The verbs of the room."""

from cordee.accompaniment.cases.actions.handling import assign, hand_over, stand_in
from cordee.accompaniment.cases.actions.opening import add_structure, ask_again, edit_request, open_case, open_to
from cordee.accompaniment.cases.actions.reception import decide, judge
from cordee.accompaniment.cases.actions.reminding import remind
from cordee.accompaniment.cases.actions.steps import (
    keep_accounts,
    keep_validation,
    note_adhesion,
    note_presence,
    receive_adhesions,
    validate,
)
from cordee.accompaniment.cases.actions.territory import territory_passes

__all__ = [
    "add_structure",
    "ask_again",
    "assign",
    "decide",
    "edit_request",
    "hand_over",
    "judge",
    "keep_accounts",
    "keep_validation",
    "note_adhesion",
    "note_presence",
    "open_case",
    "open_to",
    "receive_adhesions",
    "remind",
    "stand_in",
    "territory_passes",
    "validate",
]
