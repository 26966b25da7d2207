"""What people type to keep a nomenclature; and the field by which a sheet chooses in one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
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


class AddForm(ActForm):
    act = "ajouter"
    label = forms.CharField(label="Libellé", max_length=120)
    family = forms.ChoiceField(label="S'adresse")
    starts_on = forms.DateField(label="Proposé à partir du", help_text="Aujourd'hui ou plus tard.")
    reason = reason_field()

    def __init__(self, *args: Any, nomenclature: Nomenclature, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", timezone.localdate())
        if nomenclature.families:
            self.offer("family", nomenclature.families)
        else:
            del self.fields["family"]


class ChangeForm(ActForm):
    act = "modifier"
    FIRST: ClassVar = "^"  # no code is written so
    label = forms.CharField(label="Libellé national", max_length=120)
    after = forms.ChoiceField(label="Place dans la liste")
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field()

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
