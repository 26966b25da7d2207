"""What the verbs of the room begin with, and who hears of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from cordee.accompaniment.cases.models import Case
from cordee.core.access import Actor
from cordee.core.verbs import writing

PARTIES = ["operator", "structure", "network"]


def audience(*, internal: bool) -> list[str]:
    return ["operator"] if internal else PARTIES


@contextmanager
def holding(actor: Actor, case: Case, act: str, model: type[models.Model]) -> Iterator[Any]:
    """One transaction, the dossier held: a closed one too, where a support contact is still noted."""
    with writing(actor, act, model):
        yield Case._base_manager.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=case.pk)
