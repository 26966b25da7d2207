"""A sheet to copy: what it says, what was last copied, by whom, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from cordee.core.access import Actor, Refusal
from cordee.core.journal import history, record
from cordee.core.models import Event
from cordee.core.verbs import allow

Fields = dict[str, Any]  # field → [values as kept, text, event of its mark]


@dataclass(frozen=True, slots=True)
class Line:
    """A field under the title of one's own table. `raw`, as it is kept: a word that is renamed is no change."""

    code: str
    title: str
    raw: list[Any]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the other tool still says, when it was ever copied, and what it should say."""

    line: Line
    before: str | None


def fields_of(shown: list[Line]) -> Fields:
    return {line.code: [line.raw, line.text] for line in shown}


@dataclass(frozen=True)
class Sheet:
    """`model`: the kept copy, whose key `of` leads to what is copied, with `event` (the last mark) and `fields`. `hold` locks what is
    copied, or refuses. Who marked and when are events', erased with them."""

    code: str
    model: type[Any]
    of: str
    may_mark: Callable[[Actor], Refusal | None]
    hold: Callable[[Any], Any]

    def last(self, subject: Any) -> Any:
        rows = self.model.objects.for_system("the sheet was fetched through visible_to").filter(**{self.of: subject})
        return rows.select_related("event").first()

    def changes(self, shown: list[Line], last: Any) -> list[Change]:
        """The fields of the page that the other tool does not say as they are today. One never copied and still blank is none."""
        found = []
        for line in shown:
            raw, text, *_ = last.fields.get(line.code, (None, None))
            if raw != line.raw and (line.text or text):
                found.append(Change(line, text))
        return found

    def marks(self, last: Any) -> dict[str, Event]:
        """Field → who copied it, and when: one query for all."""
        if last is None:
            return {}
        asked = {code: _event_of(kept, last) for code, kept in last.fields.items()}
        events = Event.objects.for_system("marks of a sheet fetched through visible_to").in_bulk(set(asked.values()))
        return {code: events[pk] for code, pk in asked.items() if pk in events}

    # -- marking --------------------------------------------------------------------------------------------------------------
    def sign(self, subject: Any, shown: list[Line]) -> str:
        """What the page showed comes back with the gesture: that is what was typed, whatever the sheet became meanwhile."""
        return signing.dumps([subject.pk, fields_of(shown)], salt=self.code, compress=True)

    def read_seen(self, subject: Any, post: Mapping[str, Any]) -> Fields | None:
        """The fields marked: all those of the page, or the one whose button was pressed. None when it is no page of ours, or another's."""
        try:
            pk, fields = signing.loads(str(post.get("vu", "")), salt=self.code)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        if pk != subject.pk:
            return None
        one = str(post.get("champ", ""))
        return ({one: fields[one]} if one in fields else None) if one else fields

    def mark(self, *, actor: Actor, subject: Any, seen: Fields) -> Any:
        """These fields are copied as they were read; the others stay as last copied. Said twice in a day, it is said once."""
        allow(self.may_mark(actor))
        with transaction.atomic(), history(actor, act=self.code):
            current = self.hold(subject)
            last = self.last(current)
            if last and self._said_today(last, seen, actor):
                return last
            event = record(current, self.code, actor=actor, audience=["operator"], data={"count": len(seen)})
            copy = last or self.model(**{self.of: current})
            copy.event = event
            copy.fields = (last.fields if last else {}) | {code: [*kept[:2], event.pk] for code, kept in seen.items()}
            copy.save()
        return copy

    def _said_today(self, last: Any, seen: Fields, actor: Actor) -> bool:
        if any(last.fields.get(code, [None])[:2] != kept[:2] for code, kept in seen.items()):
            return False
        marks = self.marks(last)
        today = timezone.localdate()
        return all(marks[code].actor_user == actor.user_id and timezone.localdate(marks[code].at) == today for code in seen)


def _event_of(kept: list[Any], last: Any) -> int:
    return int(kept[2]) if len(kept) > 2 else int(last.event_id)
