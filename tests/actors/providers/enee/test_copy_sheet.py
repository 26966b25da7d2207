"""The sheet copied into Enée by hand: who did it and when, what has changed since, and what a page left open says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from cordee.actors.directory.models import Competence
from cordee.actors.providers import actions
from cordee.actors.providers.enee import copies, mapping
from cordee.actors.providers.models import EneeCopy, Provider
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.journal import tell
from cordee.core.models import Event
from tests import factories as make
from tests.actors.accounts.people import text
from tests.factories import Someone

pytestmark = pytest.mark.django_db


def address(sheet: Provider) -> str:
    return reverse("providers:enee_copy", args=[sheet.public_id])


def page(who: Someone, sheet: Provider) -> str:
    return text(who.client.get(address(sheet)))


def token(who: Someone, sheet: Provider) -> str:
    found = re.search(r'name="vu" value="([^"]+)"', who.client.get(address(sheet)).content.decode())
    assert found
    return found[1]


def mark(who: Someone, sheet: Provider, seen: str = "") -> Any:
    return who.client.post(address(sheet), {"vu": seen or token(who, sheet)}, follow=True)


def write(sheet: Provider, **values: Any) -> None:
    fresh = Provider.objects.for_system("test").get(pk=sheet.pk)
    actions.edit_section(actor=make.SYSTEM, provider=fresh, section="presentation", values=values, version=fresh.version)


def marks() -> list[Event]:
    return list(Event.objects.for_system("test").filter(code=copies.COPIED).order_by("id"))


@pytest.mark.covers("EXT-902", "EXT-003")
def test_a_copied_sheet_says_who_and_when_then_what_has_changed() -> None:
    sheet, officer, colleague = make.full_sheet(), make.officer("59", name="Amarre"), make.regional()
    assert "pas encore été recopiée" in page(officer, sheet)
    assert "notée comme recopiée" in text(mark(officer, sheet))
    said = page(colleague, sheet)
    assert re.search(r"Recopiée le \d\d/\d\d/\d{4} à .*par .*Amarre", said)
    assert "Rien n'a changé depuis" in said
    write(sheet, known_for="Les tarifs des ateliers")
    said = page(colleague, sheet)
    assert "À recopier de nouveau" in said
    assert "1 champ a changé" in said
    changed = copies.SHEET.changes(copies.lines(colleague.actor, sheet), sheet_copy())
    assert [(change.line.code, change.before, change.line.text) for change in changed] == [("known_for", "", "Les tarifs des ateliers")]
    mark(colleague, sheet)
    assert "Rien n'a changé depuis" in page(officer, sheet)
    assert tell(marks()[0]).sentence == "Fiche recopiée dans Enée"
    assert len(marks()) == 2
    assert EneeCopy.objects.for_system("test").count() == 1


def sheet_copy() -> EneeCopy:
    found: EneeCopy = EneeCopy.objects.for_system("test").select_related("event").get()
    return found


@pytest.mark.covers("EXT-902")
def test_what_the_page_showed_is_what_was_copied() -> None:
    """The sheet changes between the reading and the gesture: Enée has the former words, and the page says so."""
    sheet, officer = make.full_sheet(), make.officer("59")
    write(sheet, known_for="Avant")
    seen = token(officer, sheet)
    write(sheet, known_for="Après")
    assert "1 champ a changé" in text(mark(officer, sheet, seen))
    assert sheet_copy().fields["known_for"][1] == "Avant"


@pytest.mark.covers("EXT-902")
def test_a_word_renamed_in_a_nomenclature_is_no_change() -> None:
    sheet, officer = make.full_sheet(), make.officer("59")
    mark(officer, sheet)
    word = Competence.objects.for_system("test").get(code="modele-economique")
    word.label = "Modèle d'affaires"
    word.save()
    assert "Modèle d'affaires" in {line.text for line in copies.lines(officer.actor, sheet)}
    assert "Rien n'a changé depuis" in page(officer, sheet)


@pytest.mark.covers("EXT-902")
def test_a_shorter_table_leaves_the_other_fields_as_last_copied() -> None:
    sheet, regional, officer = make.full_sheet(), make.regional(), make.officer("59")
    mark(regional, sheet)
    mapping.TABLES.keep(actor=officer.actor, columns=[["known_for", "Spécialité"]], version=0)
    write(sheet, known_for="Les tarifs", presentation="Deux consultants")
    mark(officer, sheet)
    assert "Rien n'a changé depuis" in page(officer, sheet)
    changed = copies.SHEET.changes(copies.lines(regional.actor, sheet), sheet_copy())
    assert [change.line.title for change in changed] == ["Présentation"]


@pytest.mark.covers("EXT-902")
def test_a_forged_page_or_the_page_of_another_sheet_marks_nothing() -> None:
    sheet, other, officer = make.full_sheet(), make.register(), make.officer("59")
    for seen in ("forgé", token(officer, other), token(officer, sheet)[:-2]):
        assert "n'a pas été reconnue" in text(mark(officer, sheet, seen))
    assert marks() == []


@pytest.mark.covers("EXT-902")
def test_a_double_click_is_told_once() -> None:
    sheet, officer = make.full_sheet(), make.officer("59")
    seen = token(officer, sheet)
    mark(officer, sheet, seen)
    mark(officer, sheet, seen)
    assert len(marks()) == 1


@pytest.mark.covers("EXT-902")
def test_whoever_does_not_keep_the_register_neither_marks_nor_reads_the_mark() -> None:
    sheet, network = make.full_sheet(), make.network()
    seen = token(make.officer("59"), sheet)
    mark(make.officer("59"), sheet)
    said = page(network, sheet)
    assert "Recopiée le" not in said
    assert "Noter la fiche" not in said
    for who in (network, make.provider(), make.director()):
        assert who.client.post(address(sheet), {"vu": seen}).status_code == 404
    for who in (network, make.person(make.operator("59"), "accountant")):
        with pytest.raises(Refused):
            copies.SHEET.mark(actor=who.actor, subject=sheet, seen={"name": [["Nom"], "Nom"]})
    assert len(marks()) == 1


@pytest.mark.covers("EXT-902")
def test_the_file_says_which_sheets_were_never_copied() -> None:
    sheet, other, officer = make.full_sheet(), make.register(), make.officer("59")
    mark(officer, sheet)
    here = officer.client.get(f"{reverse('providers:enee_file')}?a-recopier=oui").content.decode()
    assert other.name in here
    assert sheet.name not in here


@pytest.mark.covers("EXT-902")
def test_a_table_says_since_when_and_by_whom_and_is_not_dropped_over_a_colleague() -> None:
    one = make.officer("59", name="Amarre")
    two = make.officer(of=one.organisation)
    mapping.TABLES.keep(actor=one.actor, columns=[["name", "Nom"]], version=0)
    mapping.TABLES.keep(actor=one.actor, columns=[["name", "Intitulé"], ["city", "Ville"]], version=1)
    home, table = (text(two.client.get(reverse(name))) for name in ("providers:enee", "providers:enee_mapping"))
    assert re.search(r"En vigueur depuis le .*enregistrée par .*Amarre", home)
    assert table.index("Intitulé · Ville") < table.rindex("Nom")
    assert len(re.findall(r"À partir du", table)) == 2
    with pytest.raises(Stale):
        mapping.TABLES.drop(actor=two.actor, version=1)
    late = two.client.post(reverse("providers:enee_mapping"), {"acte": "commune", "version": "1"}, follow=True)
    assert "a modifié cette correspondance" in text(late)
    mapping.TABLES.drop(actor=two.actor, version=2)
    assert mapping.TABLES.own_table(one.actor) is None
