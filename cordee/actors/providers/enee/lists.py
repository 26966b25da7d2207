"""The flat file: the providers that one may read, in the columns of one's own table of correspondence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any, ClassVar

from django.urls import reverse

from cordee.actors.providers import policies
from cordee.actors.providers.enee import mapping
from cordee.actors.providers.enee.fields import EneeField, with_values, worded
from cordee.actors.providers.models import Provider
from cordee.actors.providers.search import queries
from cordee.actors.providers.search.lists import filters, is_operator
from cordee.actors.providers.search.words import Words, read_words
from cordee.core.access import Actor
from cordee.core.lists import Column, List, Sort, Switch, date_cell
from cordee.core.lists.declare import Rows


def sheet_cell(name: str, public_id: Any, *rest: Any) -> str:
    return f'<a href="/annuaire/prestataires/{public_id}/enee/">{escape(name)}</a>'


def copied_cell(at: datetime | None, *rest: Any) -> str:
    return f"recopiée le {date_cell(at)}" if at else '<span class="quiet">jamais recopiée</span>'


ON_SCREEN = (
    Column("sheet", "Fiche à recopier", ("name", "public_id"), cell=sheet_cell, sort="nom", exported=False),
    Column("shown_city", "Ville", ("organisation__city",), exported=False),
    Column("shown_siret", "SIRET", ("n_siret",), exported=False, who=is_operator, card=False),
    Column("copied", "Dans Enée", ("enee_copy__event__at",), cell=copied_cell, exported=False, who=is_operator),
)
NEVER_COPIED = Switch("a-recopier", "Jamais recopiées dans Enée", lambda rows: rows.filter(enee_copy=None), who=is_operator)


def readers_of(part: str) -> Callable[[Actor], bool]:
    """Whoever reads this section of the sheets: a network reads cards, the actors of the scheme the rest."""
    return lambda actor: bool(policies.SECTIONS[part] & {"operator" if is_operator(actor) else "network"})


def in_order(actor: Actor, words: Words) -> list[tuple[EneeField, str]]:
    """The fields that the actor's table keeps, each under its title."""
    known = {field.code: field for field in worded(words)}
    kept = mapping.TABLES.columns_for(actor)
    if kept is None:
        return [(field, field.title) for field in known.values()]
    return [(known[code], title) for code, title in kept if code in known]


def columns(actor: Actor, words: Words) -> list[Column]:
    return [
        *ON_SCREEN,
        *(
            Column(f"enee_{field.code}", title, field.read, export=field.said, on_screen=False, who=readers_of(field.part))
            for field, title in in_order(actor, words)
        ),
    ]


class EneeList(List):
    code = "providers.enee"
    model = Provider
    title = "Fichier à plat pour Enée"
    one, many = "prestataire", "prestataires"
    search_label = "Nom, compétence, secteur, ville"
    empty = "Les prestataires repérés viendront ici ; exportés, ils forment le fichier à plat que vous téléversez vous-même dans Enée."
    columns: ClassVar[Sequence[Column]] = ON_SCREEN
    sorts = (Sort("nom", "Nom", "sort_key"),)

    def seen_by(self, actor: Actor) -> List:
        words = read_words(actor)
        worded_list = EneeList()
        vars(worded_list).update(columns=columns(actor, words), filters=[*filters(words), NEVER_COPIED])
        return super(EneeList, worded_list).seen_by(actor)

    def rows(self, actor: Actor) -> Rows:
        return queries.register(actor)

    def annotated(self, rows: Rows) -> Rows:
        return with_values(rows)

    def search(self, rows: Rows, text: str) -> Rows:
        return queries.matching(rows, text)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return [("Voir comment échanger avec Enée", reverse("providers:enee"))]

    def may_open(self, actor: Actor) -> bool:
        return policies.may_search(actor)
