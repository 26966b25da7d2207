"""The journal as a list: who did what, when, over everything that the reader may see."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.journal import tell
from cordee.core.lifecycle import lifecycles
from cordee.core.lists import Choice, Column, List, Sort, date_cell
from cordee.core.lists.declare import Rows
from cordee.core.models import Event
from cordee.core.parameters import place_name

READERS = frozenset({"admin", "head", "regional", "national"})


def sentence(code: str, data: dict[str, Any], from_state: str, to_state: str, fact_on: Any, *rest: Any) -> str:
    """The room's own sentence, from all that a renderer may read of an event."""
    line = tell(Event(code=code, data=data, from_state=from_state, to_state=to_state, fact_on=fact_on))
    return f"{line.sentence} · {line.detail}" if line.detail else line.sentence


def moment(at: Any, *rest: Any) -> str:
    local = timezone.localtime(at)
    return f'<time datetime="{at.isoformat()}">{local:%d/%m/%Y %H:%M}</time>'


def states(code: str, before: str, after: str) -> str:
    """« Envoyé → Revenu », in the words of the lifecycle that the act belongs to; nothing for an act that changes no state."""
    lifecycle = lifecycles.get(code.rpartition(".")[0])
    labels = dict(lifecycle.states.choices) if lifecycle else {}
    return " → ".join(str(labels.get(state, state)) for state in (before, after) if state)


class EventList(List):
    code = "core.journal"
    model = Event
    title = "Journal"
    one, many = "acte", "actes"
    key_field = "id"
    search_label = "Personne ou nature de l'acte"
    empty = "Chaque acte enregistré dans Cordée viendra ici : qui, quoi, quand."
    columns = (
        Column(
            "what", "Acte", ("code", "data", "from_state", "to_state", "fact_on"), cell=lambda *v: escape(sentence(*v)), export=sentence
        ),
        Column("at", "Le", ("at",), cell=moment, sort="date"),
        Column("who", "Par", ("actor_label",)),
        Column("fact", "Date du fait", ("fact_on",), cell=date_cell, card=False),
        Column("zone", "Territoire", ("thread__zone",), cell=lambda zone: escape(place_name(zone)), export=place_name, card=False),
        Column("change", "État", ("code", "from_state", "to_state"), cell=lambda *v: escape(states(*v)) or "–", export=states, card=False),
    )
    sorts = (Sort("date", "Date", "at", descending=True),)
    filters = (
        Choice(
            "nature",
            "Nature",
            (("transition", "Changements d'état"), ("correction", "Corrections")),
            lambda rows, value: rows.exclude(to_state="") if value == "transition" else rows.filter(corrects__isnull=False),
            all_label="Toutes",
        ),
    )

    def rows(self, actor: Actor) -> Rows:
        return Event.objects.visible_to(actor)

    def search(self, rows: Rows, text: str) -> Rows:
        return rows.filter(actor_label__icontains=text) | rows.filter(code__icontains=text)

    def may_open(self, actor: Actor) -> bool:
        return actor.profile in READERS
