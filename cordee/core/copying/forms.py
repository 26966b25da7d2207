"""The table of correspondence as a form: one line a field, its rank in the file (blank = left out) and its title there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from cordee.core.copying.tables import Columns
from cordee.core.imports.cells import key_of, tidy

LONGEST = 80


class MappingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, fields: tuple[Any, ...], columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_sheet = fields
        ranks = {code: rank for rank, (code, _) in enumerate(columns, 1)}
        titles = {code: title for code, title in columns}
        for field in fields:
            self.fields[f"rang_{field.code}"] = forms.IntegerField(
                label=f"Rang de « {field.title} »", required=False, min_value=1, max_value=999, initial=ranks.get(field.code)
            )
            self.fields[f"titre_{field.code}"] = forms.CharField(
                label=f"Titre de « {field.title} » dans le fichier", required=False, max_length=LONGEST,
                initial=titles.get(field.code, field.title),
            )  # fmt: skip

    def lines(self) -> Iterator[dict[str, Any]]:
        """As the page draws them: those of the file first, in its order."""
        last = 1_000
        for field in sorted(self.of_sheet, key=lambda f: self.fields[f"rang_{f.code}"].initial or last):
            yield {"field": field, "rank": self[f"rang_{field.code}"], "title": self[f"titre_{field.code}"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for field in self.of_sheet:
            if not cleaned.get(f"rang_{field.code}"):
                continue
            title = tidy(cleaned.get(f"titre_{field.code}"))
            if not title and f"titre_{field.code}" not in self.errors:
                self.add_error(f"titre_{field.code}", "Cette colonne n'a pas de titre : donnez-lui celui du fichier.")
            elif key_of(title) in seen:
                self.add_error(f"titre_{field.code}", f"« {seen[key_of(title)]} » porte déjà ce titre : donnez-en un autre.")
            seen.setdefault(key_of(title), field.title)
        if not seen and not self.errors:
            raise forms.ValidationError("Donnez un rang à une colonne au moins : un fichier sans colonne ne dit rien.")
        return cleaned

    def columns(self) -> Columns:
        """In the order of the ranks; two equal ranks stay in the order of the sheet."""
        cleaned = self.cleaned_data
        kept = [field.code for field in self.of_sheet if cleaned[f"rang_{field.code}"]]
        return [[code, tidy(cleaned[f"titre_{code}"])] for code in sorted(kept, key=lambda code: cleaned[f"rang_{code}"])]
