"""What someone fills to import: the file, then what each column means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cordee.core.files.kinds import megabytes
from cordee.core.imports.declare import Import
from cordee.core.imports.mapping import split, year_in
from cordee.core.imports.sources import ACCEPTED, ENCODINGS, SEPARATORS, Way


class SendForm(forms.Form):
    upload = forms.FileField(
        label="Fichier à importer",
        help_text=f"{ACCEPTED}, {megabytes(settings.IMPORTS_MAX_BYTES)} au plus. La première ligne nomme les colonnes.",
        error_messages={"required": "Choisissez le fichier à importer."},
    )


class WayForm(forms.Form):
    """How to read the file again, when what was found is not right."""

    header = forms.IntegerField(label="Ligne des titres", min_value=1, max_value=30)
    sheet = forms.ChoiceField(label="Feuille", required=False)
    encoding = forms.ChoiceField(label="Écriture des accents", required=False, choices=list(ENCODINGS.items()))
    separator = forms.ChoiceField(label="Séparateur", required=False, choices=[(s, n.capitalize()) for s, n in SEPARATORS.items()])

    def __init__(self, *args: Any, reading: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": reading["way"], **kwargs})
        fields: Any = self.fields
        if reading["sheets"]:
            fields["sheet"].choices = [(name, name) for name in reading["sheets"]]
            del fields["encoding"], fields["separator"]
        else:
            del fields["sheet"]
            known = reading["way"]["encoding"]
            if known not in ENCODINGS:
                fields["encoding"].choices = [(known, "Trouvée par Cordée"), *ENCODINGS.items()]

    def way(self) -> Way:
        said = self.cleaned_data
        return Way(said.get("encoding") or "", said.get("separator") or "", said.get("sheet") or "", said["header"])


class MapForm(forms.Form):
    """One choice a column; the year of the figures that bear none; how a line finds its sheet."""

    def __init__(self, *args: Any, run: Any, declaration: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.declaration = run, declaration
        self.choices = _choices(declaration)
        for rank, title in enumerate(run.reading["titles"]):
            self.fields[f"c{rank}"] = forms.ChoiceField(
                label=f"Colonne « {title} »", required=False, choices=self.choices, initial=split(run.mapping.get(str(rank), ""))[0]
            )
        if any(field.by_year for field in declaration.fields().values()):
            self.fields["year"] = forms.IntegerField(
                label="Année des chiffres",
                min_value=1980,
                max_value=timezone.localdate().year,
                initial=run.options.get("year"),
                help_text="Pour les colonnes de chiffres dont le titre ne donne pas l'année.",
            )
        if declaration.by_name:
            self.fields["by_name"] = forms.BooleanField(label=declaration.by_name, required=False, initial=run.options.get("by_name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for rank, title in enumerate(self.run.reading["titles"]):
            target = self._target(rank, cleaned)
            if target and target in seen:
                self.add_error(
                    f"c{rank}", f"« {seen[target]} » remplit déjà ce champ : choisissez-en un autre, ou laissez l'une des deux de côté."
                )
            elif target:
                seen[target] = title
        return cleaned

    def _target(self, rank: int, cleaned: dict[str, Any]) -> str:
        name = cleaned.get(f"c{rank}") or ""
        field = self.declaration.fields().get(name)
        year = year_in(self.run.reading["titles"][rank]) if field and field.by_year else None
        return f"{name}@{year}" if year else name

    def mapping(self) -> dict[str, str]:
        found = {str(rank): self._target(rank, self.cleaned_data) for rank in range(len(self.run.reading["titles"]))}
        return {rank: target for rank, target in found.items() if target}

    def options(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("year", "by_name") if name in self.cleaned_data}


def _choices(declaration: Import) -> list[Any]:
    grouped = [(title, [(field.name, field.label) for field in fields]) for title, fields in declaration.sections()]
    return [("", "Laisser de côté"), *grouped]
