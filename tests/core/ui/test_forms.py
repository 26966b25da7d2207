"""Forms: what they accept, what they say, and what they link for those who do not see them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms

from cordee.core.ui.forms import FrDecimalField, SiretField, mistakes, sections
from cordee.core.ui.samples import SampleForm


class Many(forms.Form):
    name = forms.CharField(label="Nom", max_length=5)
    mail = forms.EmailField(label="Adresse")
    day = forms.DateField(label="Jour")
    count = forms.IntegerField(label="Nombre", max_value=3)
    agreed = forms.BooleanField(label="Je confirme")
    own = forms.CharField(label="À part", error_messages={"required": "Dites-le."})
    paper = forms.FileField(label="Rapport")


def said(form: forms.Form) -> list[str]:
    """As they are read: their spaces that never break are spaces."""
    return [sentence.replace("\u00a0", " ") for _, sentence in mistakes(form)]


def test_a_line_never_begins_with_a_quotation_mark() -> None:
    assert "Indiquez «\u00a0Nom\u00a0»." in [sentence for _, sentence in mistakes(Many({}))]


def test_empty_answers_say_what_to_do() -> None:
    assert said(Many({})) == [
        "Indiquez « Nom ».",
        "Indiquez « Adresse ».",
        "Indiquez « Jour ».",
        "Indiquez « Nombre ».",
        "Cochez « Je confirme » pour continuer.",
        "Dites-le.",
        "Joignez « Rapport ».",
    ]


def test_unreadable_answers_say_what_to_do() -> None:
    form = Many({"name": "beaucoup", "mail": "moi", "day": "demain", "count": "9", "agreed": "on", "own": "x"})
    assert said(form)[:4] == [
        "« Nom » : 5 caractères au plus, il y en a 8.",
        "Adresse : écrivez l'adresse électronique en entier, par exemple prenom@structure.example.",
        "Jour : écrivez la date ainsi : 12/04/2027.",
        "« Nombre » : au plus 3.",
    ]


def test_no_sentence_blames() -> None:
    text = " ".join(said(Many({})) + said(Many({"name": "beaucoup", "mail": "m", "day": "d", "count": "x"}))).lower()
    assert not [word for word in ("invalide", "erreur", "veuillez", "obligatoire", "!") if word in text]


@pytest.mark.parametrize("typed", ["9 500,50", "9\u202f500,50\u00a0€", "9500.5", "9500,50"])
def test_amount_is_read_as_it_is_said(typed: str) -> None:
    assert FrDecimalField().clean(typed) == Decimal("9500.50")


def test_amount_is_shown_again_with_a_comma() -> None:
    class Money(forms.Form):
        amount = FrDecimalField(initial=Decimal("9500.50"))

    assert 'value="9500,50"' in str(Money()["amount"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("123 456 789 0001", "Le SIRET compte 13 chiffres, il en faut 14. Votre saisie est conservée."),
        ("12345678900O12", "Le SIRET ne comporte que des chiffres. Votre saisie est conservée."),
    ],
)
def test_siret_says_what_is_missing(typed: str, sentence: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        SiretField().clean(typed)
    assert refused.value.messages == [sentence]


def test_siret_accepts_spaces_and_keeps_optional_empty() -> None:
    assert SiretField().clean(" 123 456\u00a0789 00012 ") == "12345678900012"
    assert SiretField(required=False).clean("") == ""


def test_label_help_and_mistake_are_linked() -> None:
    html = str(SampleForm({"siret": "1"}))
    assert 'aria-describedby="id_siret_helptext id_siret_error"' in html
    assert 'id="id_siret_error"' in html
    assert '<a href="#id_siret">' in html
    assert '<a href="#id_channel_0">' in html
    assert 'id="id_channel_0"' in html
    assert "4 réponses" in html.replace("\u00a0", " ")


def test_optional_is_written_and_no_asterisk_stands_alone() -> None:
    html = str(SampleForm())
    assert html.count("facultatif") == sum(not f.required for f in SampleForm.base_fields.values()) - 1  # a box to tick needs no word
    assert "*" not in html


def test_typed_text_comes_back_as_it_was() -> None:
    assert 'value="123 456 789 0001"' in str(SampleForm({"siret": "123 456 789 0001"}))


def test_days_use_the_browser_calendar() -> None:
    html = str(SampleForm({"wanted": "2027-04-12"})["wanted"])
    assert 'type="date"' in html
    assert 'value="2027-04-12"' in html


def test_sections_keep_what_no_section_names() -> None:
    class Rest(SampleForm):
        sections = [("La structure", ["name"])]

    titles = {title: [field.name for field in fields] for title, fields in sections(Rest())}
    assert titles["La structure"] == ["name"]
    assert titles[""] == [name for name in SampleForm.base_fields if name != "name"]


def test_a_label_with_a_percent_sign_is_said_whole() -> None:
    class Rate(forms.Form):
        rate = forms.CharField(label="Taux (en %)", max_length=2)

    data: dict[str, Any] = {"rate": "123"}
    assert said(Rate(data)) == ["« Taux (en %) » : 2 caractères au plus, il y en a 3."]
