"""Themes and competences: lists to start from, each theme with its source, kept in the settings like the others."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cordee.actors.directory.models import Competence, Sector, Theme
from cordee.actors.directory.nomenclatures import COMPETENCES, SECTORS, THEMES
from cordee.core.nomenclatures import actions, vocabulary
from tests import factories as make

pytestmark = pytest.mark.covers("SYS-906")


def test_the_lists_to_start_from_say_where_each_theme_was_read(db: None) -> None:
    words = vocabulary()
    assert list(words.items["themes"])[:3] == ["STRAT", "ORGA", "FIN"]
    assert Theme.objects.filter(source="").count() == 0
    assert Competence.objects.get(code="marketing-digital").theme == Theme.objects.get(code="COM")


def test_a_theme_is_named_at_home_like_any_item(db: None) -> None:
    head = make.head(of=make.operator("59"))
    actions.name_at(nomenclature=THEMES, code="MUT", actor=head.actor, place="59", label="Rapprochements", reason="Usage local")
    words = vocabulary()
    assert words.label("themes", "MUT", "59") == "Rapprochements"
    assert words.label("themes", "MUT", "02") == "Fusion, mutualisation, regroupement"


def test_what_nothing_bears_counts_for_nothing_and_breaks_nothing(db: None) -> None:
    sheet = make.organisation()
    sheet.sectors.set(Sector.objects.filter(code="sport"))
    assert COMPETENCES.uses() == {}
    assert THEMES.uses()["STRAT"] == 2
    assert SECTORS.uses() == {"sport": 1}
    page = make.admin().client.get("/reglages/nomenclatures/competences/fusion/").content.decode()
    assert "Aucune fiche ne le porte" in page


def test_a_theme_that_a_competence_bears_is_not_deleted_and_a_label_is_once(db: None) -> None:
    with pytest.raises(ProtectedError):
        Theme.objects.get(code="COM").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Competence(code="x", label="FUSION et rapprochement de Structures").save()
