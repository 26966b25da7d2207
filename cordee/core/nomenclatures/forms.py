"""What people type to keep a nomenclature; and the field by which a sheet chooses in one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from cordee.core.nomenclatures.declare import Nomenclature
from cordee.core.nomenclatures.reading import RETIRED, Vocabulary
from cordee.core.ui.forms import CheckboxList

NO_REASON = "Indiquez le motif : la décision, la demande, l'usage. Il reste dans l'historique."


def reason_field() -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label="Motif", max_length=500, widget=rows, error_messages={"required": NO_REASON})


class ActForm(forms.Form):
    """An act on a nomenclature; several stand on one page, each under its own prefix."""

    act: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": self.act})

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def label_length(nomenclature: Nomenclature) -> int:
    return int(nomenclature.model._meta.get_field("label").max_length or 0)


class AddForm(ActForm):
    act = "ajouter"
    code = forms.CharField(label="Code", max_length=30)
    label = forms.CharField(label="Libellé")
    family = forms.ChoiceField(label="S'adresse")
    under = forms.ChoiceField(label="Thème", required=False)
    starts_on = forms.DateField(label="Proposé à partir du", help_text="Aujourd'hui ou plus tard.")
    reason = reason_field()

    def __init__(self, *args: Any, nomenclature: Nomenclature, headings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ranged(self, nomenclature, headings)
        self.initial.setdefault("starts_on", timezone.localdate())
        bound(self, nomenclature)
        if nomenclature.coded:
            self.fields["code"].help_text = nomenclature.code_help
        else:
            del self.fields["code"]
        if nomenclature.families:
            self.offer("family", nomenclature.families)
        else:
            del self.fields["family"]


def bound(form: ActForm, nomenclature: Nomenclature) -> None:
    """A label is as long as its column allows."""
    field: Any = form.fields["label"]
    field.max_length = label_length(nomenclature)
    field.validators.append(MaxLengthValidator(field.max_length))
    field.widget.attrs["maxlength"] = field.max_length


def ranged(form: ActForm, nomenclature: Nomenclature, headings: list[tuple[str, str]]) -> None:
    """Under which item of another list this one is ranged, when its list is so ranged."""
    if nomenclature.under:
        heading: Any = nomenclature.model._meta.get_field(nomenclature.under)
        form.fields["under"].label = heading.verbose_name.capitalize()
        form.offer("under", [("", "Aucun"), *headings])
    else:
        del form.fields["under"]


class ChangeForm(ActForm):
    """`places`: the items after which this one may stand, unless its code orders it; `headings`: those it may be ranged under."""

    act = "modifier"
    FIRST: ClassVar = "^"  # no code is written so
    label = forms.CharField(label="Libellé national")
    under = forms.ChoiceField(label="Thème", required=False)
    after = forms.ChoiceField(label="Place dans la liste")
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field()

    def __init__(
        self, *args: Any, nomenclature: Nomenclature, places: list[tuple[str, str]], headings: list[tuple[str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        bound(self, nomenclature)
        ranged(self, nomenclature, headings)
        if nomenclature.coded:
            del self.fields["after"]
        else:
            self.offer("after", [(self.FIRST, "En premier"), *((code, f"Après « {label} »") for code, label in places)])

    def clean_after(self) -> str:
        after: str = self.cleaned_data["after"]
        return "" if after == self.FIRST else after


class NameForm(ActForm):
    act = "nommer"
    place = forms.ChoiceField(label="Où", help_text="Le lieu le plus proche l'emporte : territoire, puis région, puis France entière.")
    label = forms.CharField(
        label="Libellé local", max_length=120, required=False, help_text="Laissez vide pour revenir au libellé plus large."
    )
    reason = reason_field()

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("place", places)


class RetireForm(ActForm):
    act = "retirer"
    on = forms.DateField(label="Ne plus proposer à partir du", help_text="Aujourd'hui ou plus tard.")
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class BringBackForm(ActForm):
    act = "retablir"
    reason = reason_field()


class UniteForm(ActForm):
    """Confirmed under the preview: `seen` is what was read there."""

    act = "reunir"
    into = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field()


class MatchForm(ActForm):
    act = "correspondre"
    to = forms.CharField(label="Code", max_length=30)
    reason = reason_field()

    def __init__(self, *args: Any, after: Nomenclature, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].help_text = after.code_help

    def clean_to(self) -> str:
        return "".join(self.cleaned_data["to"].split()).upper()


class UnmatchForm(ActForm):
    act = "decorrespondre"
    to = forms.ChoiceField(label="Correspondance à retirer")
    reason = reason_field()

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", found)


class PartForm(ActForm):
    act = "separer"
    reason = reason_field()


class TermsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several items of a nomenclature, in the words of a zone. What is already held stays on offer, even retired: saving a sheet
    never drops it by itself."""

    def __init__(self, nomenclature: Nomenclature, label: str) -> None:
        self.nomenclature = nomenclature
        super().__init__(label=label, queryset=self.nomenclature.model.objects.none(), required=False, widget=CheckboxList)

    def offer(self, words: Vocabulary, zone: str = "", held: list[str] | None = None) -> None:
        items = words.items[self.nomenclature.code]
        codes = words.offered(self.nomenclature.code)
        codes = [code for code in items if code in codes or code in (held or [])]
        self.queryset = self.nomenclature.model.objects.for_system("offered to all").filter(code__in=codes)
        choices: Any = [(items[code].pk, self._said(words, code, zone)) for code in codes]
        self.choices = choices

    def _said(self, words: Vocabulary, code: str, zone: str) -> str:
        item = words.items[self.nomenclature.code][code]
        label = words.label(self.nomenclature.code, code, zone)
        whom = f" ({item.family_label.lower()})" if item.family else ""
        gone = f" {RETIRED}" if item.is_retired(timezone.localdate()) else ""
        return f"{label}{whom}{gone}"
