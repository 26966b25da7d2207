"""Reads of the search: who answers a text, a competence, a place; who is new; what is proposed to a structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import DecimalField, F, Func

from cordee.actors.directory import queries as directory
from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models import Provider
from cordee.actors.providers.models.provider import EVERYWHERE, WorkedIn
from cordee.core.access import Actor
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import TODAY
from cordee.core.parameters import P, param
from cordee.core.search import prefix_query

Rows = TypeVar("Rows", bound=HouseQuerySet)

NEW_DAYS = P(
    "providers.new_days",
    "Durée pendant laquelle un prestataire est présenté comme nouveau",
    int,
    default=365,
    unit="jours",
    help="Les nouveaux prestataires forment un groupe toujours visible dans les propositions.",
    least=30,
    most=1095,
    local=False,
)


def matching(rows: Rows, text: str) -> Rows:
    """By name, competence, sector, town or presentation. What holds neither letter nor digit answers nothing."""
    query = prefix_query(text)
    return rows.none() if query is None else rows.filter(search=query)


def working_in(rows: Rows, department: str) -> Rows:
    return rows.alias(worked_in=WorkedIn()).filter(worked_in__overlap=[department, EVERYWHERE])


def able(rows: Rows, competences: Sequence[int]) -> Rows:
    """Who has one of these competences."""
    return rows.filter(competence_ids__overlap=list(competences)) if competences else rows.none()


def new(rows: Rows) -> Rows:
    """Listed lately, or still to be verified."""
    return rows.filter(spotted_on__gte=TODAY - timedelta(days=param(NEW_DAYS)))


def day_rate(which: str) -> Func:
    """The lowest or the highest price of a day in force, tax included."""
    sql = f"(SELECT {which}(r.day_ttc) FROM providers_rate r WHERE r.provider_id = %(expressions)s AND r.period @> cordee_today())"  # noqa: S608
    return Func(F("pk"), template=sql, output_field=DecimalField())


@dataclass(frozen=True, slots=True)
class Need:
    """What a structure looks for: a place, a theme or one competence of it, words."""

    department: str
    theme: int | None = None
    competence: int | None = None
    competences: tuple[int, ...] = ()  # those that answer: the one asked for, or all those of the theme
    text: str = ""

    def narrow(self, rows: Rows) -> Rows:
        rows = working_in(rows, self.department) if self.department else rows
        if self.theme or self.competence:
            rows = able(rows, self.competences)
        return matching(rows, self.text) if self.text else rows


def register(actor: Actor) -> Any:
    """Every sheet that this actor may see."""
    return Provider.objects.visible_to(actor)


def proposable(actor: Actor) -> Any:
    return register(actor).proposable()


def structures(actor: Actor, text: str, most: int) -> list[Organisation]:
    """The sheets of the actor's own territory that answer to what was typed: an open card elsewhere is not one's to help."""
    rows = Organisation.objects.visible_to(actor).filter(merged_into=None)
    if actor.zones is not None:
        rows = rows.filter(zone__in=sorted(actor.zones))
    return list(directory.matching(rows, text).order_by("sort_key", "id")[:most])
