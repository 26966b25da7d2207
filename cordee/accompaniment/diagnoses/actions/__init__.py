"""The verbs of the room."""

from cordee.accompaniment.diagnoses.actions.contributions import ask_contribution, write_contribution
from cordee.accompaniment.diagnoses.actions.reviews import ask_again, keep_accounts, keep_review
from cordee.accompaniment.diagnoses.actions.versions import propose, validate
from cordee.accompaniment.diagnoses.actions.writing import (
    edit,
    keep_finding,
    keep_topics,
    move_finding,
    open_diagnosis,
    open_grid,
    withdraw_finding,
)

__all__ = [
    "ask_again",
    "ask_contribution",
    "edit",
    "keep_accounts",
    "keep_finding",
    "keep_review",
    "keep_topics",
    "move_finding",
    "open_diagnosis",
    "open_grid",
    "propose",
    "validate",
    "withdraw_finding",
    "write_contribution",
]
