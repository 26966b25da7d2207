"""A proposal about a child, in words: what it is about, and each field as it was and as proposed."""

from __future__ import annotations

from typing import Any

from django.db import models

from cordee.actors.directory.children.declare import ADD, CHANGE, END, kinds
from cordee.actors.directory.children.proposals import load
from cordee.actors.directory.models import ChangeRequest
from cordee.core.ui.conflicts import say

ACTS = {ADD: "Ajouter {a}", CHANGE: "Modifier {this}", END: "Mettre fin à {this}"}


def subject(change: ChangeRequest) -> str:
    """« Ajouter un lieu », « Mettre fin à ce poste »; for the sheet's own fields, nothing more."""
    if not change.part:
        return ""
    kind = kinds[change.part]
    told = ACTS[change.part_act].format(a=kind.noun.a, this=kind.noun.this)
    row = kind.rows(change.organisation).filter(public_id=change.part_key).first() if change.part_key else None
    return f"{told} : {row}" if row else told


def differences(change: ChangeRequest) -> list[dict[str, str]]:
    kind = kinds[change.part]
    blank: Any = kind.model()
    lines: list[dict[str, str]] = []
    for name, (before, proposed) in change.changes.items():
        field = kind.model._meta.get_field(name)
        if isinstance(proposed, dict):  # someone known nowhere yet: each of their fields
            new: Any = load(field, proposed)
            written = [(n, v) for n, v in proposed.items() if v]
            lines += [{"label": str(new._meta.get_field(n).verbose_name), "before": "", "proposed": say(new, n, v)} for n, v in written]
            continue
        sides = [load(field, side) if side is not None else None for side in (before, proposed)]
        was, will = (say(blank, name, side.pk if isinstance(side, models.Model) else side) for side in sides)
        lines.append({"label": kind.label_of(name), "before": was, "proposed": will})
    return lines
