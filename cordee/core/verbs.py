"""What every verb of a room begins with: may it, one transaction, the row as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history


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


def sentence_of(model: type[models.Model], trouble: IntegrityError) -> str:
    """The French sentence of the constraint that the database names."""
    named = next((c for c in model._meta.constraints if c.name in str(trouble)), None)
    return str(named.get_violation_error_message()) if named else "Cette saisie contredit une autre ligne de la fiche : relisez-la."
