"""Themes and competences: lists to start from, each theme with its source, kept in the settings like the others."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

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
    assert THEMES.uses()["STRAT"] == 4
    assert SECTORS.uses() == {"sport": 1}
    page = make.admin().client.get("/reglages/nomenclatures/competences/fusion/").content.decode()
    assert "Aucune fiche ne le porte" in page


def test_a_theme_that_a_competence_bears_is_not_deleted_and_a_label_is_once(db: None) -> None:
    with pytest.raises(ProtectedError):
        Theme.objects.get(code="COM").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Competence(code="x", label="FUSION et rapprochement de Structures").save()


def test_the_theme_of_a_competence_is_changed_on_its_page(db: None) -> None:
    denis = make.admin()
    address = "/reglages/nomenclatures/competences/animation-collective/"
    page = denis.client.get(address).content.decode()
    assert "Thème" in page
    assert "Partenariats, ancrage territorial" in page
    shown = {
        "acte": "modifier",
        "modifier-label": "Animation de démarches collectives",
        "modifier-seen": "Animation de démarches collectives",
    }
    shown |= {"modifier-after": actions.former_of(COMPETENCES, "animation-collective"), "modifier-reason": "Usage des DLA"}
    same = denis.client.post(address, shown | {"modifier-under": ""})
    assert same.status_code == 422
    assert "Rien n&#x27;a changé" in same.content.decode()
    assert denis.client.post(address, shown | {"modifier-under": "PART"}).status_code == 302
    moved = Competence.objects.get(code="animation-collective")
    assert moved.theme == Theme.objects.get(code="PART")
    assert "rangé autrement" in denis.client.get(address).content.decode()
    assert denis.client.post(address, shown | {"modifier-under": "INCONNU"}).status_code == 422
    assert denis.client.post(address, shown | {"modifier-under": ""}).status_code == 302
    moved.refresh_from_db()
    assert moved.theme is None


def test_a_new_competence_is_ranged_under_its_theme(db: None) -> None:
    denis = make.admin()
    body = {"ajouter-label": "Médiation", "ajouter-under": "RH", "ajouter-starts_on": timezone.localdate(), "ajouter-reason": "Demande"}
    assert denis.client.post("/reglages/nomenclatures/competences/", body).status_code == 302
    assert Competence.objects.get(label="Médiation").theme == Theme.objects.get(code="RH")
