"""What every verb of the room begins with."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.policies import OVER
from cordee.core.access import Actor
from cordee.core.models import Event
from cordee.core.verbs import allow, writing

__all__ = ["OVER", "allow", "is_done", "key_of", "on_case", "writing"]


def key_of(operation: uuid.UUID | None, organisation: int) -> uuid.UUID | None:
    """One key for each structure of a dossier: the same press, sent twice, serves each of them once."""
    return uuid.uuid5(operation, str(organisation)) if operation else None


def is_done(case: Case, code: str, operation: uuid.UUID | None) -> bool:
    """Did this press already serve a structure of the dossier, by an event of this code?"""
    keys = [key_of(operation, one.organisation_id) for one in queries.structures_of(case)] if operation else []
    rows = Event.objects.for_system("the same operation, sent again").filter(subject_kind=case._meta.label_lower, subject_id=case.pk)
    return bool(keys and rows.filter(code=code, operation__in=keys).exists())


@contextmanager
def on_case(actor: Actor, case: Case, act: str, model: type[models.Model]) -> Iterator[Any]:
    """One transaction on a dossier that still lives, its row held: what others do at the same second is judged after."""
    with writing(actor, act, model):
        held = Case._base_manager.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=case.pk)
        allow(OVER if held.is_over else None)
        yield held
