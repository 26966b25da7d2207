"""The list of sheets that may be one, its place in the menu, and what it adds to « À faire »."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

from django import forms
from django.db.models import CharField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from cordee.actors.directory import policies
from cordee.actors.directory.duplicates import tell_apart
from cordee.actors.directory.lists import zone_cell
from cordee.actors.directory.models import DuplicateCandidate
from cordee.core import todo
from cordee.core.access import Actor
from cordee.core.lists import Act, Bulk, Choice, Column, List, Sort, date_cell
from cordee.core.lists.declare import Rows
from cordee.core.shell import MenuEntry, menu

REASONS = dict(DuplicateCandidate.Reason.choices)


class ApartForm(forms.Form):
    reason = forms.CharField(
        label="À quoi le voit-on",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une phrase : elle reste sur les deux fiches, et la paire ne sera plus proposée.",
    )


def pair_cell(first: str, second: str, public_id: Any, *rest: Any) -> str:
    return f'<a href="/annuaire/doublons/{public_id}/">{escape(first)} <span class="quiet">et</span> {escape(second)}</a>'


def pair_text(first: str, second: str, *rest: Any) -> str:
    return f"{first} et {second}"


def reasons_text(reasons: list[str], *rest: Any) -> str:
    return ", ".join(str(REASONS.get(code, code)) for code in reasons)


def reasons_cell(reasons: list[str], *rest: Any) -> str:
    return escape(reasons_text(reasons))


def apart(rows: Rows, value: str) -> Rows:
    kept: Rows = rows.filter(decided_at__isnull=value == "attente")
    return kept


class DuplicateList(List):
    code = "directory.duplicates"
    model = DuplicateCandidate
    title = "Fiches proches"
    one, many = "paire", "paires"
    empty = "Chaque nuit, les fiches de même SIRET, de même nom ou d'adresse proche sont comparées. Rien à regarder pour l'instant."
    default_query = "etat=attente"
    columns = (
        Column("pair", "Fiches", ("first__name", "second__name", "public_id"), cell=pair_cell, export=pair_text),
        Column("reasons", "Ce qui les rapproche", ("reasons",), cell=reasons_cell, export=reasons_text),
        Column("zone", "Territoire", ("first__zone",), cell=zone_cell),
        Column("found", "Repérées le", ("found_at",), cell=date_cell, sort="date"),
        Column("decision", "Pourquoi elles sont deux", ("decision",), card=False),
    )
    sorts = (Sort("date", "Date", "found_at", descending=True),)
    filters: ClassVar = (
        Choice("etat", "État", (("attente", "À regarder"), ("deux", "Dites différentes")), apart),
        Choice("motif", "Motif", DuplicateCandidate.Reason.choices, lambda rows, value: rows.filter(reasons__contains=[value])),
    )
    bulk = Bulk(acts=(Act("deux", "Noter que ce sont deux organisations", do=tell_apart, form=ApartForm),))

    def rows(self, actor: Actor) -> Rows:
        return DuplicateCandidate.objects.visible_to(actor).select_related("first", "second")

    def may_open(self, actor: Actor) -> bool:
        return actor.profile in policies.KEEPERS


def to_compare(actor: Actor) -> QuerySet[Any]:
    """The strong pairs of the actor's territory: the others wait in the list."""
    rows = DuplicateCandidate.objects.visible_to(actor).filter(
        Q(reasons__overlap=[str(code) for code in DuplicateCandidate.STRONG]), decided_at=None
    )
    return rows.annotate(
        due=Value(None, output_field=DateTimeField()),
        since=F("found_at"),
        title=Concat(Value("Comparer « "), F("first__name"), Value(" » et « "), F("second__name"), Value(" »"), output_field=CharField()),
        detail=Value("Ces deux fiches sont peut-être la même organisation", output_field=CharField()),
        key=F("public_id"),
    )


def count_to_compare(actor: Actor) -> tuple[int, str] | None:
    number = to_compare(actor).count()
    return (number, f"{number} paire{'s' if number > 1 else ''} de fiches à comparer") if number else None


menu.add(
    "duplicates",
    MenuEntry(
        "duplicates",
        "Réseau",
        "Fiches proches",
        "directory:duplicates",
        "copy",
        order=25,
        profiles=policies.KEEPERS,
        count=count_to_compare,
    ),
)
todo.declare(
    todo.TodoSource(
        "directory.duplicate", "Comparer", "/annuaire/doublons/{key}/", to_compare, profiles=frozenset({"officer", "head", "regional"})
    )
)
