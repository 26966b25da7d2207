"""The commune field: with the suggestions, without them, and when what was typed does not suffice."""

from __future__ import annotations

import pytest
from django import forms

from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.models import Commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]


class Sheet(forms.Form):
    commune = CommuneField(label="Commune")


class Optional(forms.Form):
    commune = CommuneField(label="Commune", required=False)


def sheet(text: str, code: str = "", choice: str = "") -> Sheet:
    return Sheet({"commune": text, "commune_code": code, "commune_choix": choice})


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Lille (59000)", "59350", "59350"),  # a suggestion was taken
        ("Lille (59800)", "", "59350"),  # typed by hand, another of its postcodes
        ("lille 59000", "", "59350"),
        ("besancon", "", "25056"),
        ("St-Étienne (42000)", "", "42218"),
        ("Besançon", "59350", "25056"),  # typed over an earlier suggestion: the text wins
        ("Lille (59000)", "99999", "59350"),  # an unknown code is ignored
    ],
)
def test_found(text, code, expected):
    form = sheet(text, code)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"].code == expected


def test_the_code_alone_settles_namesakes():
    namesake = Commune.objects.get(code="31511")
    assert not sheet("Saint-Pierre").is_valid()
    form = sheet(namesake.label, namesake.code)
    assert form.is_valid()
    assert form.cleaned_data["commune"] == namesake


def test_unknown_explains_and_keeps_what_was_typed():
    form = sheet("Trifouillis <b>")
    assert not form.is_valid()
    (message,) = form.errors["commune"]
    assert message.startswith("Aucune commune ne répond à « Trifouillis <b> ».")
    assert "conservée" in message
    html = str(form["commune"])
    assert 'value="Trifouillis &lt;b&gt;"' in html
    assert "<select" not in html
    assert 'aria-invalid="true"' in html


def test_ambiguous_offers_a_list_that_settles_it():
    form = sheet("Saint-Pierre")
    assert not form.is_valid()
    assert form.errors.as_data()["commune"][0].code == "ambiguous"
    html = str(form["commune"])
    assert '<option value="97416">Saint-Pierre (97410), La Réunion</option>' in html
    assert 'value="Saint-Pierre"' in html
    again = sheet("Saint-Pierre", choice="97416")
    assert again.is_valid()
    assert again.cleaned_data["commune"].department.code == "974"


def test_a_beginning_is_not_guessed():
    form = sheet("besanc")
    assert not form.is_valid()
    assert form.errors.as_data()["commune"][0].code == "close"
    assert '<option value="25056">' in str(form["commune"])


def test_a_choice_that_does_not_answer_the_text_is_not_taken():
    assert not sheet("Saint-Pierre", choice="59350").is_valid()


def test_a_postcode_alone_is_a_beginning():
    form = sheet("59000")
    assert not form.is_valid()
    assert '<option value="59350">' in str(form["commune"])


def test_empty():
    form = sheet("")
    assert not form.is_valid()
    assert form.errors["commune"] == [CommuneField.default_error_messages["required"]]
    assert Optional({"commune": ""}).is_valid()
    assert Optional({"commune": ""}).fields["commune"].clean(None) is None


@pytest.mark.parametrize("given", ["commune", "id", "code"])
def test_what_is_known_is_shown(given):
    lille = Commune.objects.get(code="59350")
    initial = {"commune": {"commune": lille, "id": lille.pk, "code": "59350"}[given]}
    html = str(Sheet(initial=initial)["commune"])
    assert 'value="Lille (59000)"' in html
    assert 'name="commune_code" value="59350"' in html


@pytest.mark.parametrize(
    ("text", "code", "changed"), [("Lille (59000)", "59350", False), ("Lille (59000)", "", False), ("Roubaix", "", True), ("", "", True)]
)
def test_change_is_seen(text, code, changed):
    form = Sheet({"commune": text, "commune_code": code}, initial={"commune": "59350"})
    assert form.has_changed() is changed


def test_the_label_reaches_the_visible_box_and_nothing_is_inline():
    form = Sheet()
    html = str(form["commune"])
    assert form["commune"].id_for_label == "id_commune"
    assert 'id="id_commune"' in html
    assert " style=" not in html
    assert "<script" not in html
    assert "territory/commune.js" in str(form.media)
    assert "defer" in str(form.media)


def test_two_forms_do_not_share_their_lists():
    failed = sheet("Saint-Pierre")
    failed.is_valid()
    assert "<select" in str(failed["commune"])
    assert "<select" not in str(Sheet()["commune"])
