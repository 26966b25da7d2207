"""The form of a place served: a commune of the State's list, or a canton or perimeter by its name."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cordee.actors.directory.children.forms import DatedForm
from cordee.actors.directory.models import Coverage
from cordee.actors.territory.forms import CommuneField
from cordee.actors.territory.models import Department


class CoverageForm(DatedForm):
    """A commune says its department by itself; a canton needs it said."""

    sections: ClassVar = [("Le territoire", ["kind", "commune", "name", "department"]), ("Depuis quand", ["period"])]

    commune = CommuneField(label="Commune", required=False, help_text="Pour une commune : son département suit.")
    name = forms.CharField(
        label="Nom du canton ou du périmètre",
        required=False,
        max_length=120,
        help_text="Tel que vos documents le nomment, sans « canton de ».",
    )
    department = forms.ModelChoiceField(
        label="Département",
        queryset=Department.objects.order_by("code"),
        required=False,
        empty_label="Choisissez…",
        help_text="Pour un canton ou un périmètre : il peut être hors de votre département.",
    )

    class Meta:
        model = Coverage
        fields = ("kind", "commune", "name", "department", "period")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, commune = cleaned.get("kind"), cleaned.get("commune")
        if kind == Coverage.Kind.COMMUNE:
            cleaned["name"] = ""
            if commune:
                cleaned["department"] = commune.department
            elif "commune" not in self.errors:
                self.add_error("commune", "Indiquez la commune : les premières lettres de son nom, ou son code postal.")
        elif kind:
            cleaned["commune"] = None
            for field, sentence in (("name", "Donnez le nom du canton ou du périmètre."), ("department", "Choisissez le département.")):
                if not cleaned.get(field):
                    self.add_error(field, sentence)
        return cleaned
