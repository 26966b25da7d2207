"""The sheet to copy into Enée: what it says, what was last copied, by whom, and what has changed since. Enée is typed by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from cordee.actors.providers import policies
from cordee.actors.providers.actions import allow, locked
from cordee.actors.providers.enee.fields import with_values
from cordee.actors.providers.enee.lists import in_order, readers_of
from cordee.actors.providers.models import EneeCopy, Provider
from cordee.actors.providers.search.queries import register
from cordee.actors.providers.search.words import read_words
from cordee.core.access import Actor, Refusal
from cordee.core.journal import history, record
from cordee.core.lists.export import as_text

COPIED = "providers.enee.copied"
Fields = dict[str, Any]  # field → [values of the register, text]
_salt = "cordee.providers.enee"


@dataclass(frozen=True, slots=True)
class Line:
    """A field under the title of one's own table. `raw`, as the register keeps it: a word that is renamed is no change."""

    code: str
    title: str
    raw: list[Any]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What Enée still says, when it was ever copied, and what it should say."""

    line: Line
    before: str | None


def lines(actor: Actor, provider: Provider) -> list[Line]:
    """The very fields of the file, as this actor would export them."""
    fields = [(field, title) for field, title in in_order(actor, read_words(actor)) if readers_of(field.part)(actor)]
    names = {name for field, _ in fields for name in field.read}
    row = with_values(register(actor).filter(pk=provider.pk)).values("pk", *sorted(names)).get()
    found = []
    for field, title in fields:
        raw = [row[name] for name in field.read]
        value = field.said(*raw) if field.said else raw[0]
        found.append(Line(field.code, title, json.loads(json.dumps(raw, cls=DjangoJSONEncoder)), as_text(value)))
    return found


def last_copy(provider: Provider) -> EneeCopy | None:
    rows = EneeCopy.objects.for_system("the sheet was fetched through visible_to").filter(provider=provider)
    found: EneeCopy | None = rows.select_related("event").first()
    return found


def changes(shown: list[Line], last: EneeCopy) -> list[Change]:
    """The fields of the page that Enée does not say as they are today. One never copied and still blank is none."""
    found = []
    for line in shown:
        raw, text = last.fields.get(line.code, (None, None))
        if raw != line.raw and (line.text or text):
            found.append(Change(line, text))
    return found


# -- marking ----------------------------------------------------------------------------------------------------------------
def may_mark(actor: Actor) -> Refusal | None:
    if actor.profile in policies.KEEPERS:
        return None
    return Refusal("profile", "Les DLA, départementaux, régionaux ou national, recopient les fiches dans Enée.")


def fields_of(shown: list[Line]) -> Fields:
    return {line.code: [line.raw, line.text] for line in shown}


def sign(provider: Provider, shown: list[Line]) -> str:
    """What the page showed comes back with the gesture: that is what was typed, whatever the sheet became meanwhile."""
    return signing.dumps([provider.pk, fields_of(shown)], salt=_salt, compress=True)


def read_seen(provider: Provider, text: str) -> Fields | None:
    """None when it is not a page of ours, or the page of another sheet."""
    try:
        pk, fields = signing.loads(text, salt=_salt)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return fields if pk == provider.pk else None


def mark(*, actor: Actor, provider: Provider, seen: Fields) -> EneeCopy:
    """These fields are in Enée as they were read; the others stay as last copied. Said twice in a day, it is said once."""
    allow(may_mark(actor))
    with transaction.atomic(), history(actor, act=COPIED):
        current = locked(provider)
        if current.organisation.merged_into_id:
            allow(policies.MERGED)
        last = last_copy(current)
        fields = (last.fields if last else {}) | seen
        if last and last.fields == fields and last.event.actor_user == actor.user_id and _today(last):
            return last
        event = record(current, COPIED, actor=actor, audience=["operator"], data={"count": len(seen)})
        copy = last or EneeCopy(provider=current)
        copy.event, copy.fields = event, fields
        copy.save()
    return copy


def _today(copy: EneeCopy) -> bool:
    return timezone.localdate(copy.event.at) == timezone.localdate()
