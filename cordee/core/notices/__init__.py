"""Statutory notices: declared by rooms, written once, sent by whichever way reaches their reader, kept for ever.

SELECTED = notices.declare("sourcing.not_selected", "Proposition non retenue", subject="…", body="…", variables={…}, owed_to="…")
notices.issue(SELECTED, actor=actor, thread=call.thread, to=addressee(provider_id), values={…}, cause=event)
"""

from cordee.core.notices.actions import issue, take_back
from cordee.core.notices.kinds import NoticeKind, declare, notice_kinds

__all__ = ["NoticeKind", "declare", "issue", "notice_kinds", "take_back"]
