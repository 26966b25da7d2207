"""The sheet of a provider to copy into Enée: the very fields of the flat file. Enée is typed by hand."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cordee.actors.providers import policies
from cordee.actors.providers.actions import locked
from cordee.actors.providers.enee.fields import with_values
from cordee.actors.providers.enee.lists import in_order, readers_of
from cordee.actors.providers.models import EneeCopy, Provider
from cordee.actors.providers.search.queries import register
from cordee.actors.providers.search.words import read_words
from cordee.core.access import Actor, Refusal
from cordee.core.copying import Line, Sheet
from cordee.core.lists.export import as_text
from cordee.core.verbs import allow

COPIED = "providers.enee.copied"


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


def may_mark(actor: Actor) -> Refusal | None:
    if actor.profile in policies.KEEPERS:
        return None
    return Refusal("profile", "Les DLA, départementaux, régionaux ou national, recopient les fiches dans Enée.")


def hold(provider: Any) -> Any:
    current = locked(provider)
    allow(policies.MERGED if current.organisation.merged_into_id else None)
    return current


SHEET = Sheet(COPIED, EneeCopy, "provider", may_mark, hold)
