"""Bulk acts: each row in its own savepoint, in key order. What can be done is done; what cannot is listed with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import Stale
from cordee.core.lifecycle import Incomplete, T, advance, form_of, refusal_of
from cordee.core.lists.declare import Act, Foreseen, List

MOST = 500
AT_ONCE = 50  # above, a job does it and the page shows its progress


@dataclass
class Outcome:
    """What a bulk act did: how many, what there is to know of some, and who was refused, why, and where to look."""

    called: Callable[[Any], str] = str
    done: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    remarks: list[dict[str, str]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def refuse(self, obj: Any, sentence: str) -> None:
        self.refused.append(self._line(obj, sentence))

    def note(self, obj: Any, answer: Any) -> None:
        self.done += 1
        self.objects.append(obj)
        if isinstance(answer, str) and answer:
            self.remarks.append(self._line(obj, answer))

    def _line(self, obj: Any, sentence: str) -> dict[str, str]:
        url = obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""
        return {"label": self.called(obj), "sentence": sentence, "url": url}


def find_act(a_list: List, name: str, actor: Actor) -> Act | str | None:
    """The act of this name that this actor is offered: a declared act, or the name of a transition."""
    if name in a_list.transitions(actor):
        return name
    return next((act for act in a_list.acts(actor) if act.name == name), None)


def transition(a_list: List, name: str) -> T:
    if a_list.lifecycle is None:
        raise RuntimeError(f"{a_list.code} declares transitions and no lifecycle")
    return a_list.lifecycle[name]


def label_of(a_list: List, act: Act | str) -> str:
    if isinstance(act, Act):
        return act.label
    return transition(a_list, act).label


def warning_of(a_list: List, act: Act | str) -> str:
    """Before the irreversible: what will leave, to whom, what can no longer change."""
    return act.warning if isinstance(act, Act) else transition(a_list, act).warning


def foreseen(a_list: List, act: Act | str, objects: Sequence[Any], actor: Actor) -> tuple[list[tuple[str, str]], list[dict[str, str]]]:
    """The chosen rows, each with what the act will do of it; apart, those that it will refuse. Not worked out for a long choice: what was
    done is told after."""
    told = _told(a_list, act, objects, actor) if len(objects) <= AT_ONCE else {}
    served, outcome = list[tuple[str, str]](), Outcome(a_list.called)
    for obj in objects:
        said = told.get(obj.pk, "")
        if isinstance(said, Refusal):
            outcome.refuse(obj, said.sentence)
        else:
            served.append((a_list.called(obj), said))
    return served, outcome.refused


def _told(a_list: List, act: Act | str, objects: Sequence[Any], actor: Actor) -> Foreseen:
    if isinstance(act, Act):
        return act.foresee(objects, actor) if act.foresee else {}
    t = transition(a_list, act)
    return {obj.pk: refusal_of(obj, t, actor) or "" for obj in objects}


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
    outcome = Outcome(a_list.called)
    do = _doing(act, actor, data, operation)
    for number, obj in enumerate(objects, 1):
        try:
            with transaction.atomic():
                answer = do(obj)
        except Refused as refused:
            outcome.refuse(obj, refused.refusal.sentence)
        except Incomplete as incomplete:
            outcome.refuse(obj, str(incomplete))
        except Stale as stale:
            outcome.refuse(obj, f"{stale.by} a modifié cette ligne entre-temps : relisez-la avant de recommencer.")
        else:
            outcome.note(obj, answer)
        progress(number)
    return outcome


def _doing(act: Act | str, actor: Actor, data: Mapping[str, Any], operation: uuid.UUID) -> Callable[[Any], Any]:
    """What is done of one row. The form is the same for all: it is judged once."""
    if isinstance(act, str):
        return lambda obj: advance(obj, act, actor=actor, data=dict(data), operation=operation)
    form = act.form(typed(data)) if act.form else None
    asked: dict[str, Any] = {"operation": operation} if act.keyed else {}
    valid = form is None or form.is_valid()

    def do(obj: Any) -> Any:
        if form is not None and not valid:
            raise Incomplete(form)
        return act.do(obj, actor=actor, **asked, **(form.cleaned_data if form else {})) if act.do else None

    return do


def typed(data: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """What was typed, as a form reads it: a box ticked alone is still one of several."""
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()})
