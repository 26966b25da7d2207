"""How a proposal begins, whatever it is about: the sheet's own fields, or one of its children."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.core.access import Actor
from cordee.core.channels import Receipt, note_receipt
from cordee.core.edits import forget_draft
from cordee.core.journal import history
from cordee.core.lifecycle import lock_parent, start, started


def start_change(
    *,
    actor: Actor,
    organisation: Organisation,
    changes: dict[str, list[Any]],
    note: str = "",
    receipt: Receipt | None = None,
    operation: uuid.UUID | None = None,
    draft: tuple[str, uuid.UUID],
    **about: Any,
) -> ChangeRequest:
    """The row, its event, the letters to its DLA; the draft (its form and object) is done with."""
    change = ChangeRequest(
        organisation=organisation,
        thread_id=organisation.thread_id,
        zone=organisation.zone,
        changes=changes,
        note=note,
        proposed_by=None if receipt else actor.user_id,
        proposed_by_label=organisation.name if receipt else actor.label,
        **about,
    )
    with transaction.atomic(), history(actor, act="directory.change_request.propose"):
        if receipt:
            change.organisation = lock_parent(change)  # two clicks at once: one proof, one proposal
            if operation and started(change, operation):
                return change
            note_receipt(change, receipt, actor=actor, thread=organisation.thread, label="Demande de modification", audience=["structure"])
        start(change, actor=actor, operation=operation)
        if actor.user_id:
            forget_draft(user_id=actor.user_id, form=draft[0], object_key=draft[1])
    return change
