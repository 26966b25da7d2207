"""The door of merges: `plan_of` looks, `merge` writes, `undo` puts back; `rules` says what becomes of each reference."""

from cordee.core.merging.plan import LOSER, WINNER, Collision, Gap, Moving, Plan, plan_of
from cordee.core.merging.rules import Target, absorb, mergeable, move, refuse, stay, undeclared, zone_with_thread
from cordee.core.merging.undo import undo, undo_refusal
from cordee.core.merging.write import merge, merged_by

__all__ = [
    "LOSER",
    "WINNER",
    "Collision",
    "Gap",
    "Moving",
    "Plan",
    "Target",
    "absorb",
    "merge",
    "mergeable",
    "merged_by",
    "move",
    "plan_of",
    "refuse",
    "stay",
    "undeclared",
    "undo",
    "undo_refusal",
    "zone_with_thread",
]
