"""The verbs of the room."""

from cordee.accompaniment.plans.actions.doing import add_action, edit_action, fund, join_evidence, unfund
from cordee.accompaniment.plans.actions.drawing import agree, draw_plan, edit_version, revise, settle_if_agreed
from cordee.accompaniment.plans.actions.effects import note_effect, note_effort

__all__ = [
    "add_action", "agree", "draw_plan", "edit_action", "edit_version", "fund", "join_evidence", "note_effect", "note_effort", "revise",
    "settle_if_agreed", "unfund",
]  # fmt: skip
