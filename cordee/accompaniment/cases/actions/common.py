"""What every verb of the room begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor, Refusal
from cordee.core.verbs import allow, writing

__all__ = ["allow", "on_case", "writing"]

OVER = Refusal("over", "Ce dossier est fini : il reste lisible et ne change plus. Une nouvelle demande peut en ouvrir un autre.")


@contextmanager
def on_case(actor: Actor, case: Case, act: str, model: type[models.Model]) -> Iterator[Any]:
    """One transaction on a dossier that still lives, its row held: what others do at the same second is judged after."""
    with writing(actor, act, model):
        held = Case._base_manager.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=case.pk)
        allow(OVER if held.is_over else None)
        yield held
