"""The journal: field history by triggers, business events as coded rows, and the *fil* that tells them.

`tracked` gives a model its field history. `record` writes an event (the lifecycle does it for transitions; rooms for notes and
facts). A room declares with `renders` the sentence of each of its codes: events store no French.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import pghistory
import pgtrigger
from django.db import connection, models
from pghistory import runtime

from cordee.core.access import Actor, capacities_in
from cordee.core.models.journal import Erasure, Event, EventQuerySet
from cordee.core.registry import Registry
from cordee.core.together import Reads, read_of, read_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cordee.core.models.thread import Thread

Model = TypeVar("Model", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[Model], Model]:
    """Field history of a model, at statement level: three times cheaper than by row, and no bulk write escapes it."""

    def decorate(model: Model) -> Model:
        generated = [field.name for field in model._meta.local_fields if field.generated]
        with_history: Model = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*exclude, *generated],
            level=pgtrigger.Statement,
            obj_field=pghistory.ObjForeignKey(related_name="history", on_delete=models.DO_NOTHING, db_constraint=False),
            meta={"verbose_name": f"historique {model._meta.verbose_name}"},
        )(model)
        return with_history

    return decorate


@contextmanager
def history(actor: Actor, **more: Any) -> Iterator[uuid.UUID]:
    """The context of every write: who, as whom, why. Nested calls share the outermost one (one request, one correlation).

    What the house does as a consequence of a person's act is written under that person; the event of each says the house's reason.
    """
    around = getattr(runtime._tracker, "value", None)
    who = {} if actor.is_system and around and around.metadata.get("user") else actor.trace
    with pghistory.context(**who, **more) as context:
        yield context.id


def correlation() -> uuid.UUID | None:
    """Id of the history context in force, so that « who changed which field, why » is one join."""
    value = getattr(runtime._tracker, "value", None)
    return value.id if value else None


def set_history_context(actor: Actor, reason: str) -> uuid.UUID:
    """For COPY, which escapes the library's wrapper: names the context for the rest of the transaction."""
    context_id = correlation() or uuid.uuid4()
    metadata = json.dumps(actor.trace | {"reason": reason})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(context_id), metadata],
        )
    return context_id


def record(
    subject: Any,
    code: str,
    *,
    actor: Actor,
    audience: list[str],
    from_state: str = "",
    to_state: str = "",
    data: dict[str, Any] | None = None,
    fact_on: date | None = None,
    operation: uuid.UUID | None = None,
    corrects: Event | None = None,
) -> Event:
    """Writes one event on the subject's thread, in the caller's transaction."""
    event = Event(
        thread_id=subject.thread_id,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        code=code,
        from_state=from_state,
        to_state=to_state,
        audience=audience,
        actor_user=actor.user_id,
        actor_membership=actor.membership_id,
        actor_label=actor.label,
        data=data or {},
        fact_on=fact_on,
        operation=operation,
        corrects=corrects,
        correlation=correlation(),
    )
    event.save(force_insert=True)
    return event


@contextmanager
def erasing(actor: Actor, reason: str) -> Iterator[Erasure]:
    """Lets the transaction blank journal lines: it names an `Erasure` row, which the triggers demand, and which is kept."""
    erasure = Erasure(actor_user=actor.user_id, actor_label=actor.label, reason=reason)
    erasure.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cordee.erasure', %s, true)", [str(erasure.pk)])
        try:
            yield erasure
        finally:
            cursor.execute("SELECT set_config('cordee.erasure', '', true)")


# -- telling -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """One line of the fil, ready to show."""

    event: Event
    sentence: str
    detail: str = ""
    corrected: bool = False
    about: str = ""  # whose thread it is, where lines of several threads stand together
    url: str = ""


Renderer = Callable[[Event], str | tuple[str, str]]
renderers: Registry[Renderer] = Registry("récit d'événement")


def renders(code: str) -> Callable[[Renderer], Renderer]:
    """Declares the sentence of an event code: a function from the event to « sentence » or (« sentence », « detail »)."""
    return lambda function: renderers.add(code, function)


def tell(event: Event, *, corrected: bool = False) -> Line:
    renderer = renderers.get(event.code)
    told = renderer(event) if renderer else event.code
    sentence, detail = told if isinstance(told, tuple) else (told, "")
    return Line(event, sentence, detail, corrected)


PAGE = 30


def _capacities_heard(thread: Thread, actor: Actor) -> tuple[str, ...] | None:
    """What an event of the thread may be addressed to for this actor to read it. None: whatever it is."""
    return None if actor.is_system or actor.profile == "admin" else tuple(capacities_in(actor, thread))


def _to_ears(events: EventQuerySet, heard: tuple[str, ...] | None) -> EventQuerySet:
    return events if heard is None else events.filter(audience__overlap=heard or [""])


def events_of(subject: Any, actor: Actor) -> EventQuerySet:
    """The events of one object (fetched through `visible_to`) that this actor may read, latest first."""
    events = Event.objects.for_system("the object was fetched through visible_to")
    own = events.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return _to_ears(own, _capacities_heard(subject.thread, actor)).order_by("-id")


def joined(thread: Thread) -> models.QuerySet[Any]:
    """The thread and those that a merge put under it (same kind: a case of an organisation is another kind). Events never move."""
    from cordee.core.models.thread import Thread as Threads

    return Threads.objects.filter(models.Q(pk=thread.pk) | models.Q(parent_id=thread.pk, kind=thread.kind)).order_by().values("pk")


def _fil_reads(thread: Thread, heard: tuple[str, ...] | None, before: int | None = None) -> Reads:
    """The events of a page and one more, with what corrected them."""
    every = Event.objects.for_system("the thread was fetched through visible_to")
    events = _to_ears(every.filter(thread__in=joined(thread)), heard)
    latest = (events.filter(id__lt=before) if before else events).order_by("-id")[: PAGE + 1]
    return {"events": latest.select_related("thread"), "corrections": every.filter(corrects__in=latest.values("pk")).order_by("id")}


def fil(thread: Thread, actor: Actor, *, before: int | None = None) -> tuple[list[Line], int | None]:
    """The latest events of a thread that this actor may read, and the key of the next page if there is one: one query, and one
    more where another thread was joined to it (its lines say whose they are)."""
    heard = _capacities_heard(thread, actor)
    if before:
        read = read_together(**_fil_reads(thread, heard, before))
    else:
        read = read_of(thread, ("fil", heard), lambda one: _fil_reads(one, heard), "kind")
    rows, fixed = read["events"], {correction.corrects_id for correction in read["corrections"]}
    shown = rows[:PAGE]
    lines = [tell(e, corrected=e.pk in fixed) for e in shown]
    if any(e.thread_id != thread.pk for e in shown):
        lines = [named if named.event.thread_id != thread.pk else line for line, named in zip(lines, name_threads(lines), strict=True)]
    return lines, (shown[-1].pk if len(rows) > PAGE else None)


#: kind of thread → function from thread ids to {id: (name, address)}, given by the room that owns that kind
thread_names: Registry[Callable[[list[int]], dict[int, tuple[str, str]]]] = Registry("nom de fil")


def name_threads(lines: list[Line]) -> list[Line]:
    """The same lines, each saying whose thread it is: one query a kind of thread."""
    kinds: dict[str, list[int]] = {}
    for line in lines:
        kinds.setdefault(line.event.thread.kind, []).append(line.event.thread_id)
    names: dict[int, tuple[str, str]] = {}
    for kind, ids in kinds.items():
        if kind in thread_names:
            names |= thread_names[kind](ids)
    return [
        replace(line, about=names[line.event.thread_id][0], url=names[line.event.thread_id][1]) if line.event.thread_id in names else line
        for line in lines
    ]


def recent(actor: Actor, limit: int = 8, since: datetime | None = None) -> list[Line]:
    """What moved lately in the threads of the actor's reach, without its own acts. Audiences are those of its capacity."""
    events = Event.objects.visible_to(actor).exclude(actor_user=actor.user_id).select_related("thread")
    if since:
        events = events.filter(at__gt=since)
    return name_threads([tell(event) for event in events.order_by("-at", "-id")[:limit]])
