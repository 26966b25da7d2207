"""The verbs of the room."""

from cordee.accompaniment.cases.actions.handling import assign, hand_over
from cordee.accompaniment.cases.actions.opening import add_structure, ask_again, edit_request, open_case, open_to
from cordee.accompaniment.cases.actions.reception import decide, judge
from cordee.accompaniment.cases.actions.steps import keep_accounts, note_adhesion, note_presence, validate

__all__ = [
    "add_structure",
    "ask_again",
    "assign",
    "decide",
    "edit_request",
    "hand_over",
    "judge",
    "keep_accounts",
    "note_adhesion",
    "note_presence",
    "open_case",
    "open_to",
    "validate",
]
