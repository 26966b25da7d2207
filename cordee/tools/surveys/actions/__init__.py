"""Verbs of questionnaires, campaigns and answers: keyword-only, the actor explicit, one transaction each."""

from cordee.tools.surveys.actions.campaigns import create_campaign, edit_campaign, give_open_link
from cordee.tools.surveys.actions.editing import (
    adapt,
    create_questionnaire,
    drop_draft,
    edit_questionnaire,
    publish,
    save_draft,
    set_level_rule,
)
from cordee.tools.surveys.actions.inviting import ask, entry_key, invite, issue_link, remind, send_link, to_remind, unsent, withdraw
from cordee.tools.surveys.actions.progress import (
    Kept,
    give_code,
    keep_progress,
    progress_of,
    resume_by_code,
    sweep_progress,
    token_to,
)
from cordee.tools.surveys.actions.submitting import Conflict, Faulty, Receipt, correct, submit

__all__ = [
    "Conflict", "Faulty", "Kept", "Receipt", "adapt", "ask", "correct", "create_campaign", "create_questionnaire", "drop_draft",
    "edit_campaign", "edit_questionnaire", "entry_key",
    "give_code", "give_open_link", "invite", "issue_link", "keep_progress", "progress_of",
    "publish", "remind", "resume_by_code", "save_draft", "send_link", "set_level_rule", "submit", "sweep_progress", "to_remind",
    "token_to", "unsent", "withdraw",
]  # fmt: skip
