"""Keeping the reference data: a new entry, another wording from a day on, the end of one, who carries an initiative."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from cordee.actors.directory.models import Organisation
from cordee.actors.network import policies
from cordee.actors.network.kinds import BY_CODE
from cordee.actors.network.models import Body, Edition, Entry
from cordee.core.access import EVERYONE, Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.models import Event, Thread
from cordee.core.threads import open_thread

ADDED, CORRECTED, RETIRED = "network.entry.added", "network.entry.corrected", "network.entry.retired"
BODY_ADDED, BODY_REMOVED = "network.body.added", "network.body.removed"
#: the one thread of what the nation says of the scheme
THREAD = uuid.UUID("3d5b8c3e-8d0e-4d3b-9f43-6d2f2f0c2a01")


def thread_of_references() -> Thread:
    return open_thread(kind="references", zone="00", operation=THREAD)[0]


@contextmanager
def _keeping(actor: Actor, act: str) -> Iterator[None]:
    if refusal := policies.may_keep(actor):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=act):
        yield


def _locked(entry: Entry) -> Entry:
    found: Entry = Entry.objects.for_system("locked, then corrected").select_for_update(no_key=True).get(pk=entry.pk)
    return found


def _write(entry: Entry, number: int, since: date, actor: Actor, values: dict[str, Any], reason: str) -> Edition:
    edition = Edition(entry=entry, number=number, since=since, reason=reason, author=actor.user_id, author_label=actor.label, **values)
    edition.full_clean()
    edition.save(force_insert=True)
    return edition


def tell(entry: Entry, code: str, actor: Actor, operation: uuid.UUID | None = None, **data: Any) -> None:
    entry.thread_id = thread_of_references().pk  # type: ignore[attr-defined]
    record(entry, code, actor=actor, audience=EVERYONE, data={"key": str(entry.public_id)} | data, operation=operation)


def add_entry(
    *, actor: Actor, kind: str, values: dict[str, Any], since: date, reason: str = "", operation: uuid.UUID | None = None
) -> Entry:
    """A new entry, last of its kind. Asked twice, it is made once."""
    with _keeping(actor, ADDED):
        lock = Thread.objects.select_for_update(no_key=True).get(pk=thread_of_references().pk)  # codes and orders are dealt one by one
        if operation and (first := _made_by(lock, operation)):
            return first
        last = Edition.objects.for_system("the order of its kind").filter(entry__kind=kind).order_by("-position").first()
        entry = Entry(kind=kind, code=_new_code(kind, values["title"]))
        entry.save(force_insert=True)
        position = values.pop("position", None) or (last.position + 1 if last else 1)
        _write(entry, 1, since, actor, values | {"position": position}, reason)
        tell(entry, ADDED, actor, operation, kind=kind, title=values["title"], since=since.isoformat(), reason=reason)
    return entry


def _made_by(thread: Thread, operation: uuid.UUID) -> Entry | None:
    event = Event.objects.for_system("same operation").filter(thread=thread, code=ADDED, operation=operation).first()
    return Entry.objects.for_system("same operation").get(pk=event.subject_id) if event else None


def _new_code(kind: str, title: str) -> str:
    stem = slugify(title)[:50].strip("-") or kind
    taken = set(Entry.objects.for_system("a free code").filter(kind=kind, code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{rank}" for rank in range(2, 1000))) if code not in taken)


def correct_entry(*, actor: Actor, entry: Entry, values: dict[str, Any], since: date, reason: str, seen: int) -> Edition:
    """Another wording from a day on; the former stays readable, with its dates. `seen` is the edition that the person had read."""
    with _keeping(actor, CORRECTED):
        _locked(entry)
        last = _latest(entry)
        if last.number != seen:
            raise Refused(_stale(last))
        if all(getattr(last, name) == value for name, value in values.items()) and last.until is None:
            raise Refused(Refusal("same", "Rien n'a changé : modifiez au moins une ligne, puis enregistrez."))
        if since < (last.until or last.since):
            day = last.until or last.since
            raise Refused(Refusal("before", f"L'édition précédente vaut depuis le {day:%d/%m/%Y} : choisissez ce jour ou un jour suivant."))
        if last.until is None:
            last.until = since
            last.save(update_fields=["until"])
        made = _write(entry, last.number + 1, since, actor, {"position": last.position} | values, reason)
        tell(entry, CORRECTED, actor, kind=entry.kind, title=made.title, number=made.number, since=since.isoformat(), reason=reason)
    return made


def retire_entry(*, actor: Actor, entry: Entry, on: date, reason: str, seen: int) -> None:
    """No longer in force from a day on. Nothing is deleted; a correction brings it back."""
    with _keeping(actor, RETIRED):
        _locked(entry)
        last = _latest(entry)
        if last.number != seen:
            raise Refused(_stale(last))
        if last.until is not None:
            raise Refused(Refusal("retired", f"Ce repère n'est plus en vigueur depuis le {last.until:%d/%m/%Y}."))
        if on < last.since:
            raise Refused(Refusal("before", f"Ce repère vaut depuis le {last.since:%d/%m/%Y} : choisissez ce jour ou un jour suivant."))
        last.until = on
        last.save(update_fields=["until"])
        tell(entry, RETIRED, actor, kind=entry.kind, title=last.title, since=on.isoformat(), reason=reason)


def _latest(entry: Entry) -> Edition:
    found: Edition = entry.editions.order_by("-number")[0]
    return found


def _stale(last: Edition) -> Refusal:
    return Refusal(
        "stale",
        f"{last.author_label} a corrigé ce repère entre-temps : il se lit « {last.title} ». "
        "Relisez-le, puis enregistrez de nouveau. Votre saisie est conservée.",
    )


def add_body(*, actor: Actor, entry: Entry, organisation: Organisation, part: str) -> Body:
    with _keeping(actor, BODY_ADDED):
        _locked(entry)
        if not BY_CODE[entry.kind].bodies:
            raise Refused(Refusal("kind", "Seule une initiative portée à plusieurs nomme ses organismes."))
        body = Body(entry=entry, organisation=organisation, part=part)
        try:
            body.full_clean()
        except ValidationError as wrong:
            raise Refused(Refusal("constraint", " ".join(wrong.messages))) from wrong
        body.save(force_insert=True)
        tell(entry, BODY_ADDED, actor, organisation=organisation.name, part=body.get_part_display())
    return body


def remove_body(*, actor: Actor, body: Body) -> None:
    """Noted by mistake: the fil keeps both acts."""
    with _keeping(actor, BODY_REMOVED):
        _locked(body.entry)
        if not Body.objects.for_system("once the entry is locked").filter(pk=body.pk).exists():
            raise Refused(Refusal("gone", "Cet organisme n'est plus noté ici : quelqu'un l'a retiré entre-temps."))
        tell(body.entry, BODY_REMOVED, actor, organisation=body.organisation.name, part=body.get_part_display())
        body.delete()
