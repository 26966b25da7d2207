"""What a person types to look for providers and to keep some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from cordee.actors.directory.lists import all_departments
from cordee.actors.directory.models import Theme
from cordee.actors.providers.models import Provider, Shortlist
from cordee.actors.providers.search.words import Words, options

NEW = ""


class NeedForm(forms.Form):
    """What is looked for. Everything may be left empty: whoever works in the department then answers."""

    says_optional = False
    competence = forms.ChoiceField(label="Compétence", required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    departement = forms.ChoiceField(label="Intervient dans", required=False)
    q = forms.CharField(label="Mots", required=False, max_length=200)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of("competence", [("", "Toutes"), *words.competence_options()])
        self.choices_of("theme", [("", "Tous"), *options(words.themes.values())])
        self.choices_of("departement", [("", "Le département de la structure"), *all_departments()])

    def choices_of(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def asked(self) -> dict[str, str]:
        """What holds; an address that was forged is read as if the field were empty."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "competence": given.get("competence", ""),
            "theme": given.get("theme", ""),
            "department": given.get("departement", ""),
            "text": " ".join(given.get("q", "").split()),
        }


class ShortlistForm(forms.Form):
    need = forms.CharField(
        label="Ce dont la structure a besoin",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une ou deux phrases : elles ouvriront la consultation.",
    )
    theme: Any = forms.ModelChoiceField(label="Thème", queryset=None, required=False, to_field_name="code", empty_label="Sans thème")
    shared = forms.BooleanField(
        label="La partager avec les collègues du territoire",
        required=False,
        help_text="Sinon vous seul·e la voyez. La structure et les prestataires ne la voient jamais.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        field.queryset = Theme.objects.for_system("nomenclatures are public within the house").order_by("position", "label")


class KeepForm(ShortlistForm):
    """Some providers, each with its reason, in a new shortlist or in one that is open."""

    shortlist = forms.ChoiceField(label="Dans quelle présélection", required=False)
    field_order = ("shortlist", "need", "theme", "shared")

    def __init__(self, *args: Any, providers: Sequence[Provider], shortlists: Sequence[Shortlist], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers, self.shortlists = providers, shortlists
        if shortlists:
            field: Any = self.fields["shortlist"]
            field.choices = [(NEW, "Une nouvelle présélection"), *((str(one.public_id), one.need[:80]) for one in shortlists)]
        else:
            del self.fields["shortlist"]
        for one in providers:
            label = f"Pourquoi {one}"
            self.fields[reason_name(one)] = forms.CharField(label=label, max_length=300, help_text="Ce qui le fait retenir, en une phrase.")

    def clean(self) -> dict[str, Any]:
        """What the shortlist says is asked only when it is a new one."""
        given = super().clean() or {}
        if self.chosen(given):
            self.errors.pop("need", None)
        return given

    def chosen(self, given: dict[str, Any]) -> Shortlist | None:
        return next((one for one in self.shortlists if str(one.public_id) == given.get("shortlist")), None)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("need", "theme", "shared")}

    def choices_made(self) -> list[tuple[Provider, str]]:
        return [(one, self.cleaned_data[reason_name(one)]) for one in self.providers]


def reason_name(provider: Provider) -> str:
    return f"raison_{provider.public_id.hex}"
