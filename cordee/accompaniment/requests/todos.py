"""What requests put on people's day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, F, Value, When

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests import queries
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.parameters import REPLY_DAYS
from cordee.core.access import Actor
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, line, words

RECEIVERS = frozenset({"officer", "head"})
ORIGIN = When_(*(When(origin=value, then=Value(label[:1].lower() + label[1:])) for value, label in Case.Origin.choices), output_field=CharField())


def _line(rows: Any, due: Any, title: Any, detail: Any) -> Any:
    return line(rows, due=due, since=F("deposited_at"), title=title, detail=detail, key=F("public_id"))


def _to_receive(actor: Actor) -> Any:
    return Request.objects.visible_to(actor).filter(state=Request.State.DEPOSITED)


def _received_by(rows: Any) -> Any:
    due = F("deposited_at") + timedelta(days=param(REPLY_DAYS))
    return _line(rows, due, words("Recevoir la demande : ", F("label")), words("origine : ", ORIGIN))


def to_receive(actor: Actor) -> Any:
    return _received_by(_to_receive(actor))


def without_dla(actor: Actor) -> Any:
    """Where no DLA holds the territory, the regional one is told: nobody else would be."""
    return _received_by(queries.uncovered(_to_receive(actor)))


def awaited(actor: Actor) -> Any:
    rows = Request.objects.visible_to(actor).filter(state=Request.State.ASKED)
    return _line(rows, NO_DATE, words("Suivre la demande : ", F("label")), words("une précision est attendue du demandeur"))


declare(TodoSource("requests.receive", "Recevoir", "/demande/{key}/", to_receive, profiles=RECEIVERS))
declare(TodoSource("requests.without_dla", "Recevoir", "/demande/{key}/", without_dla, profiles=frozenset({"regional"})))
declare(TodoSource("requests.awaited", "Suivre", "/demande/{key}/", awaited, profiles=RECEIVERS, awaited=True))
