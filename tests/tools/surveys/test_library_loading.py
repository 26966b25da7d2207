"""The grids of the files arrive in the base once, and again when their file changes; what people did with them stays."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from cordee.core.access import Actor
from cordee.tools.surveys import queries
from cordee.tools.surveys.actions.editing import publish, save_draft
from cordee.tools.surveys.library import Grid, grids, loading, ready
from cordee.tools.surveys.models import Questionnaire, Version
from tests import factories

NATIONAL = Actor.system("le niveau national")


def known(code: str) -> Questionnaire:
    found: Questionnaire = Questionnaire.objects.for_system("test").get(code=code)
    return found


def versions(code: str) -> list[tuple[int | None, str]]:
    rows = Version.objects.for_system("test").filter(questionnaire__code=code).order_by("pk")
    return list(rows.values_list("number", "state"))


def changed(grid: Grid, **words: Any) -> Grid:
    """The same file, with other words."""
    return replace(grid, data=json.loads(json.dumps({**grid.data, **words})))


@pytest.fixture
def one_changes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`one_changes("satisfaction", why="…")`: the file of this grid now says this."""

    def change(code: str, **words: Any) -> None:
        after = {**ready(), code: changed(ready()[code], **words)}
        monkeypatch.setattr(loading, "ready", lambda: after)

    return change


def test_every_grid_is_offered_to_everyone_and_ready_to_be_asked(db: None) -> None:
    assert loading.load() == list(ready())
    for code, grid in ready().items():
        questionnaire, version = known(code), queries.library(code)
        assert questionnaire.title == grid.title
        assert questionnaire.shared
        assert not questionnaire.fictitious
        assert questionnaire.organisation is None, "ours: it is not presented as somebody else's"
        assert version.number == 1
        assert queries.definition_of(version.pk) == grid.definition
    structure = factories.director().actor
    assert Questionnaire.objects.visible_to(structure).filter(code__in=list(ready())).count() == len(ready())


def test_loading_again_changes_nothing(db: None) -> None:
    loading.load()
    assert loading.load() == []
    assert versions("satisfaction") == [(1, "published")]


def test_a_grid_whose_file_changed_gets_a_version_and_answers_keep_theirs(db: None, one_changes: Any) -> None:
    loading.load()
    first = queries.library("satisfaction")
    one_changes("satisfaction", title="Votre satisfaction", why="Autre raison.")
    assert loading.load() == ["satisfaction"]
    assert versions("satisfaction") == [(1, "published"), (2, "published")]
    assert known("satisfaction").title == "Votre satisfaction"
    assert queries.definition_of(first.pk) == ready()["satisfaction"].definition
    assert queries.definition_of(queries.library("satisfaction").pk).why == "Autre raison."
    assert loading.load() == []


def test_what_the_national_level_published_stays_until_the_file_changes(db: None, one_changes: Any) -> None:
    loading.load()
    save_draft(actor=NATIONAL, questionnaire=known("satisfaction"), definition={**ready()["satisfaction"].data, "minutes": 12})
    publish(actor=NATIONAL, questionnaire=known("satisfaction"))
    assert loading.load() == []
    assert queries.definition_of(queries.library("satisfaction").pk).minutes == 12
    one_changes("satisfaction", minutes=14)
    assert loading.load() == ["satisfaction"]
    assert versions("satisfaction") == [(1, "published"), (2, "published"), (3, "published")]


def test_a_version_that_somebody_prepares_is_left_to_them(db: None, one_changes: Any) -> None:
    loading.load()
    draft = save_draft(actor=NATIONAL, questionnaire=known("satisfaction"), definition={"title": "En cours", "sections": []})
    one_changes("satisfaction", minutes=14)
    assert loading.load() == []
    draft.refresh_from_db()
    assert draft.definition["title"] == "En cours"
    assert versions("satisfaction") == [(1, "published"), (None, "draft")]


def test_two_machines_that_start_at_once_bring_each_grid_once(own_db: Any) -> None:
    found = own_db.together(loading.load, loading.load)
    assert sorted(found, key=len) == [[], list(ready())]
    assert [versions(code) for code in ready()] == [[(1, "published")]] * len(ready())


def test_the_command_says_how_many(db: None) -> None:
    out = StringIO()
    call_command("load_library", stdout=out)
    assert out.getvalue() == f"{len(ready())} grilles nouvelles ou modifiées\n"
    out = StringIO()
    call_command("load_library", stdout=out)
    assert out.getvalue() == "0 grille nouvelle ou modifiée\n"


def test_a_file_is_read_once_and_bears_its_own_code() -> None:
    assert grids.ready() is grids.ready()
