"""Bulk acts: each row in its own savepoint, in key order. What can be done is done; what cannot is listed with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction

from cordee.core.access import Actor, Refused
from cordee.core.edits import Stale
from cordee.core.lifecycle import Incomplete, T, advance, form_of
from cordee.core.lists.declare import Act, List

MOST = 500
AT_ONCE = 50  # above, a job does it and the page shows its progress


@dataclass
class Outcome:
    """What a bulk act did: how many, and who was refused, why, and where to look."""

    done: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def refuse(self, obj: Any, sentence: str) -> None:
        url = obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""
        self.refused.append({"label": str(obj), "sentence": sentence, "url": url})


def find_act(a_list: List, name: str, actor: Actor) -> Act | str | None:
    """The act of this name that this actor is offered: a declared act, or the name of a transition."""
    if name in a_list.bulk.transitions:
        return name
    return next((act for act in a_list.bulk.acts if act.name == name and act.who(actor)), None)


def transition(a_list: List, name: str) -> T:
    if a_list.lifecycle is None:
        raise RuntimeError(f"{a_list.code} declares transitions and no lifecycle")
    return a_list.lifecycle[name]


def label_of(a_list: List, act: Act | str) -> str:
    if isinstance(act, Act):
        return act.label
    return transition(a_list, act).label


def form_for(a_list: List, act: Act | str) -> type[forms.Form] | None:
    """The transition's own form: the same as on the page and in the API."""
    if isinstance(act, Act):
        return act.form
    t = transition(a_list, act)
    return form_of(t) if t.form or t.dated else None


def chosen(a_list: List, actor: Actor, ids: Sequence[str]) -> list[Any]:
    """The chosen rows that the actor may see, in key order: two officers never wait for each other in a circle."""
    valid = [i for i in ids if _is_uuid(i)]
    return list(a_list.rows(actor).filter(public_id__in=valid).order_by("id")[:MOST])


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def perform(
    a_list: List,
    act: Act | str,
    objects: Sequence[Any],
    actor: Actor,
    data: Mapping[str, Any],
    operation: uuid.UUID,
    progress: Callable[[int], None] = lambda done: None,
) -> Outcome:
    outcome = Outcome()
    for number, obj in enumerate(objects, 1):
        try:
            with transaction.atomic():
                _one(act, obj, actor, data, operation)
        except Refused as refused:
            outcome.refuse(obj, refused.refusal.sentence)
        except Incomplete as incomplete:
            outcome.refuse(obj, str(incomplete))
        except Stale as stale:
            outcome.refuse(obj, f"{stale.by} a modifié cette ligne entre-temps : relisez-la avant de recommencer.")
        else:
            outcome.done += 1
            outcome.objects.append(obj)
        progress(number)
    return outcome


def _one(act: Act | str, obj: Any, actor: Actor, data: Mapping[str, Any], operation: uuid.UUID) -> None:
    if isinstance(act, str):
        advance(obj, act, actor=actor, data=dict(data), operation=operation)
    elif act.do:
        form = act.form(data) if act.form else None
        if form is not None and not form.is_valid():
            raise Incomplete(form)
        act.do(obj, actor=actor, **(form.cleaned_data if form else {}))
