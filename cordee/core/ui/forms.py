"""How a form looks and speaks, once: label above, help, what to do when an answer does not fit, and the ARIA links.

`Renderer` is Django's FORM_RENDERER: every form of the house, and those of the libraries, come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget

from cordee.core.formats import unbroken

CONTROL = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
SPACES = str.maketrans("", "", " \t\u00a0\u202f\u2009")

# What to do, for each code that Django's fields and validators raise. « {label} » is the label of the field.
SENTENCES = {
    "required": "Indiquez « {label} ».",
    "invalid_choice": "« {label} » : ce choix n'est pas dans la liste. Choisissez-en un autre.",
    "invalid_list": "« {label} » : choisissez dans la liste.",
    "max_length": "« {label} » : %(limit_value)d caractères au plus, il y en a %(show_value)d.",
    "min_length": "« {label} » : %(limit_value)d caractères au moins, il y en a %(show_value)d.",
    "max_value": "« {label} » : au plus %(limit_value)s.",
    "min_value": "« {label} » : au moins %(limit_value)s.",
    "max_digits": "« {label} » : %(max)s chiffres au plus.",
    "max_decimal_places": "« {label} » : %(max)s décimales au plus.",
    "max_whole_digits": "« {label} » : %(max)s chiffres au plus avant la virgule.",
    "missing": "« {label} » : choisissez un fichier.",
    "empty": "« {label} » : ce fichier est vide. Choisissez-en un autre.",
    "invalid_image": "« {label} » : ce fichier n'est pas une image lisible. Choisissez-en un autre.",
}
REQUIRED: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.FileField, "Joignez « {label} »."),
    (forms.BooleanField, "Cochez « {label} » pour continuer."),
    (forms.ChoiceField, "Choisissez une réponse pour « {label} »."),
)
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "Écrivez le jour et l'heure ainsi : 12/04/2027 18:00."),
    (forms.DateField, "Écrivez la date ainsi : 12/04/2027."),
    (forms.TimeField, "Écrivez l'heure ainsi : 18:00."),
    (forms.EmailField, "Écrivez l'adresse électronique en entier, par exemple prenom@structure.example."),
    (forms.URLField, "Écrivez l'adresse du site en entier, par exemple https://structure.example."),
    (forms.DecimalField, "Écrivez un nombre, par exemple 9500,50."),
    (forms.IntegerField, "Écrivez un nombre entier, par exemple 12."),
    (forms.FileField, "« {label} » : ce fichier n'a pas pu être lu. Choisissez-le à nouveau."),
)


def say_what_to_do(field: forms.Field, label: str) -> None:
    """Replace Django's own sentences by ours; a sentence written by the room is left as it is."""
    defaults: dict[str, Any] = {}
    for klass in reversed(type(field).__mro__):
        if klass.__module__.startswith("django."):
            defaults.update(getattr(klass, "default_error_messages", {}))
    ours = dict(SENTENCES)
    for code, table in (("required", REQUIRED), ("invalid", INVALID)):
        ours |= {code: next((text for kind, text in table if isinstance(field, kind)), ours.get(code, ""))}
    for code, sentence in ours.items():
        if sentence and field.error_messages.get(code) is defaults.get(code):
            field.error_messages[code] = unbroken(sentence.replace("{label}", label.replace("%", "%%")))


def use_native_input(widget: forms.Widget) -> None:
    """The browser's own calendar: typed by keyboard, read aloud, at home on a phone."""
    if type(widget) is forms.DateInput:
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif type(widget) is forms.DateTimeInput:
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif type(widget) is forms.TimeInput:
        widget.input_type, widget.format = "time", "%H:%M"


def name_the_blank(field: forms.Field) -> None:
    """Django's row of dashes says nothing to an ear."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        options = list(cast(Iterable[Any], field.choices))
        if options and options[0] == BLANK_CHOICE_DASH[0]:
            field.choices = [("", "Non renseigné" if not field.required else "Choisissez…"), *options[1:]]


class BoundField(forms.BoundField):
    """A field with its classes, its words and its links to help and error."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        use_native_input(field.widget)
        say_what_to_do(field, str(self.label))
        name_the_blank(field)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if isinstance(shown, forms.Textarea):
            built.setdefault("data-autosize", True)
        if not (isinstance(shown, ChoiceWidget) and self.use_fieldset):
            kind = "select" if isinstance(shown, forms.Select) else str(getattr(shown, "input_type", ""))
            own = built.get("class", shown.attrs.get("class", ""))
            bad = "is-invalid" if self.form.is_bound and self.errors else ""
            built["class"] = " ".join(word for word in (own, CONTROL.get(kind, "form-control"), bad) if word)
        # Our own sentences say more than the browser's bubbles, and keep what was typed.
        built.pop("required", None)
        if self.field.required and not self.use_fieldset:
            built["aria-required"] = "true"
        return built

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Written in full beside the label, except for a box to tick, which is optional by nature, and where the form says once
        that nothing is required (`says_optional = False`), or that one field among several is (`one_of`)."""
        said = getattr(self.form, "says_optional", True) and self.name not in getattr(self.form, "one_of", ())
        return said and not self.field.required and not self.is_checkbox and not self.field.disabled

    @property
    def anchor(self) -> str:
        """Where the summary of errors leads: the first thing to reach by keyboard."""
        return f"{self.auto_id}_0" if isinstance(self.field.widget, ChoiceWidget) and self.use_fieldset else str(self.auto_id)


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = BoundField


# -- fields -----------------------------------------------------------------------------------------------------------


class FrDecimalInput(forms.TextInput):
    """Typed as it is said: « 9 500,50 »."""

    def format_value(self, value: Any) -> str | None:
        return None if value in (None, "") else str(value).replace(".", ",")


THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
#: what one pastes after a figure, longest first
UNITS = ("heures", "euros", "EUR", "ETP", "€", "%", "h")


def without_unit(text: str) -> str:
    bare = text.translate(SPACES)
    return next((bare.removesuffix(unit) for unit in UNITS if bare.endswith(unit)), bare)


def bare_number(text: str) -> str:
    """« 1 234 567,89 € », « 1.234.567,89 », « 90 % »: the figure alone, with a decimal point."""
    bare = without_unit(text)
    if "," in bare and "." in bare:  # the last of the two marks the decimals, the other the thousands
        bare = bare.replace("." if bare.rindex(",") > bare.rindex(".") else ",", "")
    elif bare.count(".") > 1:
        bare = bare.replace(".", "")
    return bare.replace(",", ".")


class FrDecimalField(forms.DecimalField):
    """An amount or a number of days; comma or point, spaces between thousands, « € » or « % » accepted."""

    widget = FrDecimalInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(bare_number(value) if isinstance(value, str) else value)


class FrIntegerInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return None if value in (None, "") else str(value)


class FrIntegerField(forms.IntegerField):
    """People, hours: « 59 000 h » and « 59.000 » are 59000; « 59,5 » is refused rather than cut."""

    widget = FrIntegerInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = without_unit(value)
            if THOUSANDS.fullmatch(value):
                value = value.replace(".", "")
            elif value and not value.removeprefix("-").isdecimal():
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class SiretField(forms.CharField):
    """Fourteen digits, spaces accepted. The key is checked by the room that knows organisations (`validators`)."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").translate(SPACES)
        if text and not text.isdecimal():
            raise ValidationError("Le SIRET ne comporte que des chiffres. Votre saisie est conservée.", code="invalid")
        if text and len(text) != 14:
            raise ValidationError(f"Le SIRET compte {len(text)} chiffres, il en faut 14. Votre saisie est conservée.", code="length")
        return text


# -- widgets ----------------------------------------------------------------------------------------------------------


class RadioCards(forms.RadioSelect):
    """One choice among a few, large enough for a thumb, each with its sentence: `RadioCards(hints={"post": "Reçu par courrier"})`."""

    template_name = "ui/widgets/cards.html"

    def __init__(self, *args: Any, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class CheckboxGroup(forms.CheckboxSelectMultiple):
    """Several choices among a few."""

    template_name = "ui/widgets/checks.html"


class CheckboxList(forms.CheckboxSelectMultiple):
    """Several choices among many: a scrolling list with a box that narrows it as one types."""

    template_name = "ui/widgets/check_list.html"


# -- sections ---------------------------------------------------------------------------------------------------------

Section = tuple[str, list[forms.BoundField]]


def sections(form: forms.BaseForm) -> list[Section]:
    """The visible fields under the titles of `form.sections`, then those that no section names. A field that two sections name stands
    in the first: drawn twice, the blank one would be sent after what was typed."""
    declared: list[tuple[str, list[str]]] = getattr(form, "sections", [])
    left = {name: form[name] for name in form.fields if not form[name].is_hidden}
    groups = [(title, [left.pop(name) for name in names if name in left]) for title, names in declared]
    rest = list(left.values())
    return [(title, fields) for title, fields in [*groups, ("", rest)] if fields]


def mistakes(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(anchor, sentence) of each answer to take up again, in the order of the page; no anchor for the form as a whole."""
    whole = [("", str(sentence)) for sentence in form.non_field_errors()]
    return whole + [
        (str(getattr(form[name], "anchor", "")), named(str(form[name].label), str(sentence)))
        for name in form.fields
        for sentence in form.errors.get(name, [])
    ]


def named(label: str, sentence: str) -> str:
    """Away from its field, a sentence that fits several says of which it speaks."""
    anonymous = sentence in (unbroken(text) for _, text in INVALID)
    return unbroken(f"{label} : {sentence[:1].lower()}{sentence[1:]}" if anonymous else sentence)
