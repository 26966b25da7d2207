"""The register as a list: what it shows to each reader, how it narrows, what its export holds."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.urls import reverse

from cordee.actors.directory.lists import all_departments
from cordee.actors.providers import policies
from cordee.actors.providers.models import Provider
from cordee.actors.providers.queries import proposable
from cordee.actors.providers.search import facts, queries
from cordee.actors.providers.search.comparison import MOST
from cordee.actors.providers.search.words import Words, area_said, options, read_words
from cordee.core.access import Actor
from cordee.core.find import seek
from cordee.core.find.near import corrected
from cordee.core.lists import Act, Bulk, Choice, Column, List, Sort, Switch, date_cell, tag_cell
from cordee.core.lists.cells import NOTHING
from cordee.core.lists.declare import Rows
from cordee.core.search import prefix_query

SHOWN_COMPETENCES = 3
STATE_TONES = {"spotted": "warn", "complete": "ok", "evaluated": "ok", "kept": "ok", "modified": "", "withdrawn": "plain"}


def is_operator(actor: Actor) -> bool:
    """Rates, state and follow-up are the scheme's own: a network reads cards."""
    return actor.capacity == "operator"


def name_cell(name: str, public_id: Any, fictitious: bool, *rest: Any) -> str:
    invented = ' <span class="fictional">(fictif)</span>' if fictitious and not name.endswith("(fictif)") else ""
    return f'<a href="/annuaire/prestataires/{public_id}/">{escape(name)}</a>{invented}'


def area_cell(everywhere: bool, departments: Sequence[str] | None, *rest: Any) -> str:
    said = area_said(everywhere, departments)
    return f'<span class="quiet">{escape(said)}</span>' if said else NOTHING


def few(labels: Sequence[str]) -> str:
    """« Modèle économique, Gouvernance, Évaluation et 2 autres »."""
    more = len(labels) - SHOWN_COMPETENCES
    if more < 2:
        return ", ".join(labels)
    return f"{', '.join(labels[:SHOWN_COMPETENCES])} et {more} autres"


def facts_cell(said: str, *rest: Any) -> str:
    return f'<span class="quiet">{escape(said)}</span>'


def compare_address(providers: Sequence[Provider]) -> str:
    chosen = urlencode([("p", str(provider.public_id)) for provider in providers])
    return f"{reverse('providers:compare')}?{chosen}"


COMPETENCES, KNOWN = "competences", "known"


def columns(words: Words) -> list[Column]:
    return [
        Column("name", "Nom", ("name", "public_id", "organisation__fictitious"), cell=name_cell, sort="nom"),
        Column(
            COMPETENCES,
            "Compétences",
            ("competence_ids",),
            cell=lambda ids: escape(few(words.said(ids))) or NOTHING,
            export=lambda ids: ", ".join(words.said(ids)),
        ),
        Column("area", "Intervient", ("everywhere", "departments"), cell=area_cell, export=area_said),
        Column("sectors", "Secteurs", ("sector_ids",), on_screen=False, export=lambda ids: ", ".join(words.sectors_said(ids))),
        Column(KNOWN, "Suivi dans Cordée", ("pk",), cell=facts_cell, exported=False, who=is_operator, card=False),
        Column("city", "Ville", ("organisation__city",), on_screen=False),
        Column("kind", "Nature", ("kind",), on_screen=False, export=lambda kind: Provider.Kind(kind).label if kind else ""),
        Column(
            "state",
            "État",
            ("state",),
            cell=tag_cell(dict(Provider.State.choices), STATE_TONES),
            export=lambda state: Provider.State(state).label,
            who=is_operator,
        ),
        Column("spotted", "Repéré le", ("spotted_on",), cell=date_cell, sort="recent", card=False),
        Column("lowest", "Journée TTC, au moins (€)", ("lowest_rate",), on_screen=False, who=is_operator),
        Column("highest", "Journée TTC, au plus (€)", ("highest_rate",), on_screen=False, who=is_operator),
    ]


def filters(words: Words) -> list[Choice | Switch]:
    def able(rows: Rows, code: str) -> Rows:
        word = words.competence(code)
        return queries.able(rows, [word.pk] if word else [])

    def about(rows: Rows, code: str) -> Rows:
        word = words.theme(code)
        return queries.able(rows, words.under(word.pk) if word else [])

    def in_sector(rows: Rows, code: str) -> Rows:
        return rows.filter(sector_ids__contains=[word.pk for word in words.sectors.values() if word.code == code])

    return [
        Choice("competence", "Compétence", words.competence_options(), able, all_label="Toutes"),
        Choice("theme", "Thème", options(words.themes.values()), about),
        Choice("secteur", "Secteur", options(words.sectors.values()), in_sector),
        Choice("departement", "Intervient dans", lambda actor: all_departments(), queries.working_in, all_label="Toute la France"),
        Choice("nature", "Nature", Provider.Kind.choices, lambda rows, value: rows.filter(kind=value), all_label="Toutes"),
        Choice("etat", "État", Provider.State.choices, lambda rows, value: rows.filter(state=value), who=is_operator),
        Switch("nouveaux", "Nouveaux référencés", queries.new),
        Switch("disponibles", "Disponibles", proposable, who=is_operator),
    ]


class ProviderList(List):
    code = "providers.providers"
    model = Provider
    title = "Prestataires"
    one, many = "prestataire", "prestataires"
    search_label = "Nom, compétence, secteur, ville"
    empty = "Les prestataires repérés par les acteurs du dispositif viendront ici dès qu'une première fiche sera ouverte."
    columns: ClassVar[Sequence[Column]] = ()
    sorts = (
        Sort("nom", "Nom", "sort_key"),
        Sort("recent", "Repérage", "spotted_on", descending=True),
    )
    bulk = Bulk(acts=(Act("comparer", f"Comparer jusqu'à {MOST} prestataires", opens=compare_address),))

    def seen_by(self, actor: Actor) -> List:
        words = read_words(actor)
        worded = ProviderList()
        vars(worded).update(columns=columns(words), filters=filters(words))
        return super(ProviderList, worded).seen_by(actor)

    def rows(self, actor: Actor) -> Rows:
        return queries.register(actor)

    def annotated(self, rows: Rows) -> Rows:
        return rows.annotate(lowest_rate=queries.day_rate("min"), highest_rate=queries.day_rate("max"))

    def completed(self, rows: list[tuple[Any, ...]], actor: Actor) -> list[tuple[Any, ...]]:
        """What later rooms know of the providers shown."""
        place = self.place_of(KNOWN)
        if place is None:
            return rows
        question = facts.Question(actor)
        known = facts.known_of(question, [row[0] for row in rows])
        said = {pk: " · ".join(facts.sentences(one, question)) for pk, one in known.items()}
        return [(*row[:place], said[row[0]], *row[place + 1 :]) for row in rows]

    def place_of(self, key: str) -> int | None:
        """Where the values of a column begin in a row."""
        place = 3
        for column in self.columns:
            if column.key == key:
                return place
            place += len(column.fields)
        return None

    def search(self, rows: Rows, text: str) -> Rows:
        return queries.matching(rows, text)

    def rank(self, rows: Rows, text: str) -> Rows:
        query = prefix_query(text)
        return rows.annotate(rank=SearchRank(F("search"), query)) if query else super().rank(rows, text)

    def meant(self, text: str, actor: Actor) -> str:
        sought = seek(text)
        near = corrected(actor, sought) if sought.words else None
        return near.text if near else ""

    def default_for(self, actor: Actor) -> str:
        """Those who work in one department begin by it."""
        departments = {zone.split("-")[0] for zone in actor.zones or ()}
        return f"departement={departments.pop()}" if len(departments) == 1 else ""

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        links = [("Voir la couverture du territoire", reverse("providers:coverage")), ("Échanger avec Enée", reverse("providers:enee"))]
        if is_operator(actor):
            links.insert(0, ("Chercher pour une structure", reverse("providers:choose_structure")))
        return links

    def may_open(self, actor: Actor) -> bool:
        return policies.may_search(actor)
