"""The lifecycle door: one table per model, one function that changes a state.

`advance(obj, "accept", actor=…, data=…)` locks the row, checks who and guards (each refusal carries its French sentence),
changes, writes the event, saves, runs the consequences and queues the mails: one transaction. `start` is the creation.
A transition may be corrected: a new event that says what it cancels; nothing is deleted.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from cordee.core import outbox
from cordee.core.access import EVERYONE, Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.models.journal import Event
from cordee.core.registry import Registry

Who = Callable[[Actor, Any], Refusal | None]
Guard = Callable[[Any, dict[str, Any] | None], Refusal | None]
Do = Callable[..., Any]
Letters = Callable[[Any, Event], Iterable[outbox.Letter]]
Consequence = Callable[[Any, Event, Actor], None]

REVERSIBLE_DELAY = timedelta(minutes=10)


class TransitionForm(forms.Form):
    """What a transition asks: used by the screen, the batch and the API alike. `obj` and `actor` are given to it."""

    def __init__(self, *args: Any, obj: Any = None, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj, self.actor = obj, actor


class Incomplete(Exception):
    """The transition's form is not filled as it should be; `form` says what is missing and keeps what was typed."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(" ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences))
        self.form = form


@dataclass(frozen=True, slots=True)
class Correct:
    """How a transition may be taken back: by whom, for how long, and what undoes its effects in its own room.

    Only the last act of an object is taken back. A higher room that built on it refuses, or undoes its own part, with
    `guard_on(lifecycle, "accept.correct")` and `consequence_on(lifecycle, "accept.correct")`.
    """

    who: Who
    undo: Do | None = None
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class T:
    """One transition. `path` reads « proposed → accepted »; several sources are parted by « | »; no source = a creation."""

    name: str
    path: str
    label: str
    who: Who
    guards: Sequence[Guard] = ()
    form: type[TransitionForm] | None = None
    do: Do | None = None
    mails: Sequence[Letters] = ()
    audience: Sequence[str] = tuple(EVERYONE)
    correct: Correct | None = None
    dated: str = ""  # label of the date of fact that is asked (« Reçue le »): default today, never the click's time
    warning: str = ""  # before the irreversible: what will leave, to whom, what can no longer change
    done: str = ""  # the sentence after: « C'est fait : … »

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(s.strip() for s in self.path.split("→")[0].split("|") if s.strip())

    @property
    def target(self) -> str:
        return self.path.split("→")[1].strip()


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition as the screen shows it: possible, or refused with its reason."""

    name: str
    label: str
    refusal: Refusal | None
    form: type[TransitionForm] | None
    transition: T


lifecycles: Registry[Lifecycle] = Registry("cycle de vie")
HUNG_ELSEWHERE = Refusal("moved", "La fiche vient d'être réunie à une autre : rouvrez cette page, puis recommencez.")


@dataclass(frozen=True)
class Lifecycle:
    """The table of one model: its states with their labels, and its transitions in the order in which they are offered."""

    code: str
    model: type[models.Model]
    states: type[models.TextChoices]
    transitions: Sequence[T]
    public: dict[str, str] = field(default_factory=dict)  # public state names, where they differ
    parent: str = ""  # the foreign key whose row is locked first: parent before child, as a merge of sheets does

    def __post_init__(self) -> None:
        known = set(self.states.values)
        for t in self.transitions:
            if unknown := (t.sources | {t.target}) - known:
                raise RuntimeError(f"{self.code}.{t.name}: unknown states {sorted(unknown)}")
        lifecycles.add(self.code, self)
        self.model.lifecycle = self  # type: ignore[attr-defined]

    def __getitem__(self, name: str) -> T:
        return next(t for t in self.transitions if t.name == name)

    @property
    def creation(self) -> T:
        return next(t for t in self.transitions if not t.sources)

    def get(self, name: str) -> T | None:
        return next((t for t in self.transitions if t.name == name), None)

    def mermaid(self) -> str:
        """The diagram of `docs/lifecycles.md`."""
        lines = ["stateDiagram-v2"]
        lines += [f"  {value}: {label}" for value, label in self.states.choices]
        for t in self.transitions:
            lines += [f"  {source} --> {t.target}: {t.label}" for source in sorted(t.sources) or ["[*]"]]
        return "\n".join(lines)


# -- what higher rooms add --------------------------------------------------------------------------------------------------
guards_added: dict[tuple[str, str], list[Guard]] = {}
consequences_added: dict[tuple[str, str], list[Consequence]] = {}


def guard_on(lifecycle: str, transition: str) -> Callable[[Guard], Guard]:
    """A higher room refuses a lower room's transition (« a case with an open mission cannot close »)."""

    def add(guard: Guard) -> Guard:
        guards_added.setdefault((lifecycle, transition), []).append(guard)
        return guard

    return add


def consequence_on(lifecycle: str, transition: str) -> Callable[[Consequence], Consequence]:
    """A higher room writes its own rows when a lower room's transition happens, in the same transaction."""

    def add(consequence: Consequence) -> Consequence:
        consequences_added.setdefault((lifecycle, transition), []).append(consequence)
        return consequence

    return add


# -- asking -------------------------------------------------------------------------------------------------------------
def refusal_of(obj: Any, t: T, actor: Actor, data: dict[str, Any] | None = None) -> Refusal | None:
    """Why this actor may not do this now, or None. States first, then who, then guards: the first reason is the clearest. Where the act
    itself is hidden, its refusal says nothing of the state."""
    lifecycle = obj.lifecycle
    refusal = None if actor.is_system else t.who(actor, obj)
    if obj.state not in t.sources and (refusal is None or refusal.code != "hidden"):
        return Refusal("state", f"« {t.label} » n'est plus possible : l'état est « {obj.get_state_display()} ».")
    if refusal:
        return refusal
    for guard in [*t.guards, *guards_added.get((lifecycle.code, t.name), [])]:
        if refusal := guard(obj, data):
            return refusal
    return None


def offers(obj: Any, actor: Actor) -> list[Offer]:
    """The buttons of an object: those of its state that this actor could do, refused ones with their reason."""
    result = []
    for t in obj.lifecycle.transitions:
        if obj.state not in t.sources:
            continue
        refusal = refusal_of(obj, t, actor)
        if refusal is None or refusal.code != "hidden":
            result.append(Offer(t.name, t.label, refusal, t.form, t))
    return result


# -- doing --------------------------------------------------------------------------------------------------------------
def start(obj: Any, *, actor: Actor, data: dict[str, Any] | None = None, operation: uuid.UUID | None = None) -> Event:
    """Creates the object in its first state, through its creating transition."""
    lifecycle: Lifecycle = obj.lifecycle
    t = lifecycle.creation
    if operation and (first := started(obj, operation)):
        return first
    _let_create(obj, t, actor, data)
    try:
        with transaction.atomic(), history(actor, act=f"{lifecycle.code}.{t.name}"):
            if lifecycle.parent:
                setattr(obj, lifecycle.parent, lock_parent(obj))
                _let_create(obj, t, actor, data)  # what it hangs on may have changed since the page was opened
            cleaned = _clean(t, obj, actor, data) if t.form or t.dated else dict(data or {})
            obj.state = t.target
            obj.save(force_insert=True)
            return _conclude(obj, t, "", actor, cleaned, operation)
    except IntegrityError:  # the same operation was first, at the same second: its object is this one
        if operation and (first := started(obj, operation)):
            return first
        raise


def _let_create(obj: Any, t: T, actor: Actor, data: dict[str, Any] | None) -> None:
    if not actor.is_system and (refusal := t.who(actor, obj)):
        raise Refused(refusal)
    for guard in [*t.guards, *guards_added.get((obj.lifecycle.code, t.name), [])]:
        if refusal := guard(obj, data):
            raise Refused(refusal)


def lock_parent(obj: Any) -> Any:
    """The row on which this one hangs, as it is now; a merge that holds it is waited for."""
    key = obj._meta.get_field(obj.lifecycle.parent)
    return key.related_model._base_manager.select_for_update(of=("self",), no_key=True).get(pk=getattr(obj, key.attname))


def lock(obj: Any) -> Any:
    """This row as it is now, its parent locked first. Refused when a merge hung it elsewhere meanwhile: no lock is taken out of order."""
    model, parent = type(obj), obj.lifecycle.parent
    if not parent:
        return model._base_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
    fresh = model._base_manager.get(pk=obj.pk)
    held = lock_parent(fresh)
    locked = model._base_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
    if getattr(locked, f"{parent}_id") != held.pk:
        raise Refused(HUNG_ELSEWHERE)
    setattr(locked, parent, held)
    return locked


def started(obj: Any, operation: uuid.UUID) -> Event | None:
    """The first event of a creation asked for twice; `obj` becomes what it created."""
    first: Event | None = (
        Event.objects.for_system("same operation")
        .filter(thread_id=obj.thread_id, code=f"{obj.lifecycle.code}.{obj.lifecycle.creation.name}", operation=operation, from_state="")
        .first()
    )
    if first:
        become(obj, type(obj)._base_manager.get(pk=first.subject_id))
    return first


def become(obj: Any, saved: Any) -> None:
    """The caller's object shows what was saved."""
    obj.__dict__.update({k: v for k, v in saved.__dict__.items() if k != "_state"})
    obj._state.adding = False


def advance(
    obj: Any,
    name: str,
    *,
    actor: Actor,
    data: dict[str, Any] | None = None,
    version: int | None = None,
    operation: uuid.UUID | None = None,
) -> Event:
    """Changes a state, or raises `Refused` / `Incomplete` / `edits.Stale`. The only way to write one."""
    t: T = obj.lifecycle[name]
    with transaction.atomic(), history(actor, act=f"{obj.lifecycle.code}.{name}"):
        locked = lock(obj)
        if operation and (first := _already(locked, t, operation)):
            become(obj, locked)
            return first
        if version is not None and locked.version != version:
            from cordee.core.edits import stale

            raise stale(locked, version=version, mine={})
        if refusal := refusal_of(locked, t, actor, data):
            raise Refused(refusal)
        cleaned = _clean(t, locked, actor, data)
        before, locked.state = locked.state, t.target
        if t.do:
            t.do(locked, actor=actor, **cleaned)
        save_locked(locked)
        event = _conclude(locked, t, before, actor, cleaned, operation)
    become(obj, locked)
    return event


def _already(obj: Any, t: T, operation: uuid.UUID) -> Event | None:
    """A double click or an API retry: the first event answers. A key that already did something else is refused."""
    first: Event | None = (
        Event.objects.for_system("same operation")
        .filter(subject_kind=obj._meta.label_lower, subject_id=obj.pk, operation=operation)
        .first()
    )
    if first and first.code != f"{obj.lifecycle.code}.{t.name}":
        raise Refused(Refusal("operation", "Cette page a déjà servi à un autre acte : rouvrez le dossier avant de recommencer."))
    return first


def _clean(t: T, obj: Any, actor: Actor, data: dict[str, Any] | None) -> dict[str, Any]:
    """The transition's own form, bound to what was given: the screen, the batch and the API all pass here."""
    if t.form is None and not t.dated:
        return {}
    form = form_of(t)(data=data or {}, obj=obj, actor=actor)
    if not form.is_valid():
        raise Incomplete(form)
    return dict(form.cleaned_data)


def form_of(t: T) -> type[TransitionForm]:
    """The form of a transition, with its date of fact when it has one."""
    base = t.form or TransitionForm
    if not t.dated:
        return base
    fact = forms.DateField(
        label=t.dated,
        initial=timezone.localdate,
        required=False,
        validators=[not_to_come],
        help_text="La date du fait ; celle de l'enregistrement est gardée aussi.",
    )
    return type(f"{base.__name__}Dated", (base,), {"fact_on": fact})


def not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError("Cette date est à venir : indiquez le jour où le fait a eu lieu. Votre saisie est conservée.", code="future")


def save_locked(obj: Any) -> None:
    """The row is locked: it is saved whole, one version later."""
    if hasattr(obj, "version"):
        obj.version += 1
    obj.save(force_update=True)


def _conclude(obj: Any, t: T, before: str, actor: Actor, cleaned: dict[str, Any], operation: uuid.UUID | None) -> Event:
    """Event, consequences of higher rooms, letters: in this order, in the transaction."""
    fact_on = cleaned.get("fact_on") or (timezone.localdate() if t.dated else None)
    event = record(
        obj,
        f"{obj.lifecycle.code}.{t.name}",
        actor=actor,
        audience=list(t.audience),
        from_state=before,
        to_state=obj.state,
        data={k: _plain(v) for k, v in cleaned.items() if k != "fact_on"},
        fact_on=fact_on,
        operation=operation,
    )
    for consequence in consequences_added.get((obj.lifecycle.code, t.name), []):
        consequence(obj, event, actor)
    delay = REVERSIBLE_DELAY if t.correct else timedelta(0)
    for letters in t.mails:
        for letter in letters(obj, event):
            outbox.post(letter, event=event, delay=delay)
    return event


def _plain(value: Any) -> Any:
    """A form value as JSON keeps it: ids for objects, ISO for dates; text, numbers and lists as they are."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float | bool | type(None)):
        return value
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_plain(v) for v in value]
    return str(value)
