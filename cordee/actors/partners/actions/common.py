"""What every verb of the room begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction

from cordee.actors.directory.children.actions import sentence_of
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history

#: who reads what happens in a committee: the DLA, and those who sit in it
MEMBERS = ["operator", "partner"]


def allow(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


@contextmanager
def writing(actor: Actor, act: str, model: type[models.Model]) -> Iterator[None]:
    """One transaction; what someone else wrote at the same second is refused by the base, in French."""
    try:
        with transaction.atomic(), history(actor, act=act):
            yield
    except IntegrityError as trouble:
        raise Refused(Refusal("constraint", sentence_of(model, trouble))) from trouble


def locked(obj: Any) -> Any:
    """The row as it is now, until the end of the transaction."""
    return type(obj)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
