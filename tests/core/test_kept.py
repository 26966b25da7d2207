"""What is kept is a text, never an answer: the same question is written once, and answered anew each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.queries import these
from cordee.accompaniment.followup.parameters import CONTACT_SOON
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.actors.directory.models import Organisation, Site, YearFigures
from cordee.core import kept, todo
from cordee.core.access import Actor
from cordee.core.once import asked_once, once
from cordee.core.parameters import param, set_param
from cordee.core.together import Reads, read_of
from cordee.demo import personas
from tests import factories as make


class Writer:
    """Counts how many times a text is written."""

    def __init__(self, write: Callable[[Any], Reads]) -> None:
        self.times, self._write = 0, write

    def __call__(self, one: Any) -> Reads:
        self.times += 1
        return self._write(one)


@pytest.fixture
def two(db: None) -> tuple[Organisation, Organisation]:
    made = make.organisation("Atelier des Élans"), make.organisation("Coopérative à 100 %")
    for one, year in zip(made, (2023, 2024), strict=True):
        YearFigures(organisation=one, year=year).save()
    return made


def years(one: Any) -> Reads:
    return {"years": one.years.order_by("year")}


def sites(name: str, one: Any) -> Reads:
    return {"sites": one.sites.filter(name=name).order_by("id")}


def test_a_text_written_for_one_row_serves_the_next(two: tuple[Organisation, Organisation]) -> None:
    write = Writer(years)
    found = [[one.year for one in read_of(sheet, "years", write)["years"]] for sheet in (*two, two[0])]
    assert (found, write.times) == ([[2023], [2024], [2023]], 1)


def test_an_answer_is_never_kept(two: tuple[Organisation, Organisation]) -> None:
    write = Writer(years)
    read_of(two[0], "years", write)
    YearFigures(organisation=two[0], year=2025).save()
    assert [one.year for one in read_of(two[0], "years", write)["years"]] == [2023, 2025]
    assert write.times == 1


def test_words_keep_their_percents_and_their_quotes(two: tuple[Organisation, Organisation]) -> None:
    Site(organisation=two[0], kind="site", name="L'entrée à 100 % \\ « nord »", period=DateRange(None, None)).save()
    for name in ("L'entrée à 100 % \\ « nord »", "à 100 %s", "%(id)s"):
        assert len(read_of(two[0], name, partial(sites, name))["sites"]) == (name[0] == "L")


def test_a_fact_has_its_own_text(two: tuple[Organisation, Organisation]) -> None:
    """What a page names as a fact may be looked at while writing; of two values there are two texts."""
    write = Writer(lambda one: {"years": one.years.filter(year=2023 if one.name.startswith("A") else 0).order_by("year")})
    assert [len(read_of(sheet, "named", write, "name")["years"]) for sheet in (*two, *two)] == [1, 0, 1, 0]
    assert write.times == 2


def test_what_is_not_a_fact_is_not_there_to_be_looked_at(two: tuple[Organisation, Organisation]) -> None:
    with pytest.raises(Organisation.DoesNotExist):
        read_of(two[0], "named", lambda one: {"years": one.years.filter(year=len(one.name)).order_by("year")})


@pytest.mark.parametrize("buried", [lambda one: {"organisation__in": [one.pk]}, lambda one: {"source": f"n° {one.pk}"}])
def test_a_key_that_would_not_be_filled_is_refused(two: tuple[Organisation, Organisation], buried: Callable[[Any], Any]) -> None:
    def write(one: Any) -> Reads:
        given = buried(one)
        if "organisation__in" in given:
            given = {"organisation__in": these(given["organisation__in"])}
        return {"years": YearFigures.objects.for_system("test").filter(**given).order_by("year")}

    with pytest.raises(ValueError, match="compared as it is"):
        read_of(two[0], "buried", write)


def test_a_text_follows_the_parameters_that_it_was_written_from(two: tuple[Organisation, Organisation]) -> None:
    write = Writer(lambda one: {"years": one.years.filter(year__gt=2000 + param(CONTACT_SOON)).order_by("year")})
    assert [len(read_of(two[1], "after", write)["years"]) for _ in range(2)] == [1, 1]
    set_param(CONTACT_SOON, 30, actor=Actor.system("test"), since=date(2020, 1, 1), reason="essai")
    assert [len(read_of(two[1], "after", write)["years"]) for _ in range(2)] == [0, 0]
    assert write.times == 2


def test_a_text_follows_what_was_asked_once_to_write_it(two: tuple[Organisation, Organisation]) -> None:
    chosen = [2024]

    def write(one: Any) -> Reads:
        return {"years": one.years.filter(year__in=once("chosen", lambda: list(chosen))).order_by("year")}

    writer, told = Writer(write), []
    for more in ([], [], [2025], []):
        chosen += more
        with asked_once():
            told.append(len(read_of(two[1], "chosen", writer)["years"]))
    assert (told, writer.times) == ([1, 1, 1, 1], 2)


def test_a_writing_that_asks_the_base_is_not_kept(two: tuple[Organisation, Organisation]) -> None:
    def write(one: Any) -> Reads:
        return {"years": one.years.filter(year=Organisation.objects.for_system("test").count()).order_by("year")}

    writer = Writer(write)
    for _ in range(2):
        read_of(two[0], "asks", writer)
    assert writer.times == 2


def test_a_writing_that_names_a_moment_is_not_kept(two: tuple[Organisation, Organisation]) -> None:
    writer = Writer(lambda one: {"years": one.years.filter(organisation__created_at__lt=timezone.now()).order_by("year")})
    for _ in range(2):
        assert len(read_of(two[0], "moment", writer)["years"]) == 1
    assert writer.times == 2


def test_only_so_many_texts_are_kept(two: tuple[Organisation, Organisation], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    writer = Writer(years)
    for key in ("a", "b", "a", "c", "a", "b"):
        read_of(two[0], key, writer)
    assert writer.times == 4  # « b » left when « c » came, « a » had been asked since


def test_an_access_that_ends_is_ended_in_a_text_that_was_kept(db: None) -> None:
    """The same reader, the same text: the rows of a thread where it no longer takes part are not answered."""
    director = make.director()
    other = make.organisation("Ressourcerie du Canal")
    part = make.takes_part(director.organisation, other.thread, "partner")
    actor = director.actor

    def write(one: Any) -> Reads:
        return {"seen": Organisation.objects.visible_to(actor).filter(pk=one.pk).order_by("id")}

    writer = Writer(write)
    assert len(read_of(other, ("seen", actor), writer)["seen"]) == 1
    type(part)._base_manager.filter(pk=part.pk).delete()
    assert read_of(other, ("seen", actor), writer)["seen"] == []
    assert writer.times == 1


# -- what the house writes ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("persona", [one.code for one in personas.PERSONAS])
def test_every_day_is_kept(story: None, db: None, persona: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that asks the base in its own way, or names a moment, would make « À faire » be written anew at each opening."""
    user = User.objects.filter(email=f"{persona}@cordee.example").first()
    actor = user and load_actor(user.pk)
    if actor is None:  # a persona whose room is still to come
        assert user is None
        return
    first = [(one.title, one.url) for one in todo.todos(actor)]
    monkeypatch.setattr(kept, "_watched", _refused)
    assert [(one.title, one.url) for one in todo.todos(actor)] == first


@pytest.mark.parametrize(
    "persona", ["charge-mission-nord", "responsable-dla", "structure-directrice", "reseau-coorace", "financeur-dreets", "avise"]
)
def test_every_page_of_a_dossier_or_a_sheet_is_kept(
    story: None, db: None, persona: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User.objects.get(email=f"{persona}@cordee.example")
    actor = load_actor(user.pk)
    assert actor is not None
    client.force_login(user)
    pages = [one.get_absolute_url() for model in (Case, Organisation) for one in model.objects.visible_to(actor).order_by("-pk")[:1]]
    assert pages
    for page in pages:
        assert client.get(page).status_code == 200
    monkeypatch.setattr(kept, "_watched", _refused)
    for page in pages:
        assert client.get(page).status_code == 200


def _refused(*_: Any) -> Any:
    raise AssertionError("written again")
