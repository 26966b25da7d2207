"""The screen of one year: every figure with last year's beside it, two splits that total 100 %, amounts as they are pasted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils import timezone

from cordee.actors.directory.models import Workshop, YearFigures
from cordee.actors.directory.workshops import Line, lines_of, share_refusal
from cordee.core import formats
from cordee.core.ui.forms import FrDecimalField, FrIntegerField

#: workshops offered at once, and at most
ROWS, MOST = 3, 12


def count(label: str) -> FrIntegerField:
    return FrIntegerField(label=label, required=False, min_value=0, max_value=2_000_000_000)


def part(label: str, split: str = "") -> FrDecimalField:
    field = FrDecimalField(label=label, required=False, max_digits=5, decimal_places=2, min_value=0, max_value=100)
    if split:
        field.widget.attrs["data-split"] = split
    return field


class YearForm(forms.ModelForm):
    """Figures of one year. The mix of resources totals 100 %, or is left empty; so do the shares of the workshops."""

    MIX: ClassVar = ("sales_share", "services_share", "grants_share")
    SECTIONS: ClassVar = [
        ("Année", ["year", "source"]),
        ("Emploi", ["permanent", "insertion", "fte", "hours_paid"]),
        ("Mise à disposition", ["made_available", "hours_individuals", "hours_companies", "hours_public", "department_share"]),
        ("Budget et ressources", ["budget", *MIX]),
    ]
    year = FrIntegerField(label="Année")
    permanent = count("Personnel permanent")
    insertion = count("Personnes en insertion")
    fte = FrDecimalField(label="Équivalents temps plein", required=False, max_digits=8, decimal_places=2, min_value=0)
    hours_paid = count("Heures salariées dans l'année")
    made_available = count("Demandeurs d'emploi mis à disposition")
    hours_individuals = count("Heures chez des particuliers")
    hours_companies = count("Heures en entreprise")
    hours_public = count("Heures en collectivité")
    department_share = part("Part des heures vendues dans le département (%)")
    budget = FrDecimalField(label="Budget de l'année (€)", required=False, max_digits=12, decimal_places=2, min_value=0)
    sales_share = part("Ventes (%)", "ressources")
    services_share = part("Accompagnement payé par l'État (%)", "ressources")
    grants_share = part("Autres subventions (%)", "ressources")

    class Meta:
        model = YearFigures
        exclude = ("organisation", "version")  # noqa: DJ006  (every figure is shown to whoever may edit them)

    class Media:
        js: ClassVar = [Script("directory/year.js", defer=True)]

    def __init__(self, *args: Any, previous: YearFigures | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if previous:
            self._guide(previous)
        if not self.instance.pk:
            self.initial["year"] = min(previous.year + 1, timezone.localdate().year) if previous else timezone.localdate().year - 1
        known = lines_of(self.instance) if self.instance.pk else []
        names = known or ([Line(line.name) for line in lines_of(previous)] if previous else [])
        self.rows = min(max(len(names) + 1, ROWS), MOST)
        self._add_workshops(names)

    def _guide(self, previous: YearFigures) -> None:
        """Last year's figure under each label: what a slip of a digit is seen against."""
        for name, field in self.fields.items():
            value = getattr(previous, name, None)
            if isinstance(value, int | Decimal) and name != "year":
                unit = formats.NBSP + "€" if name == "budget" else formats.NBSP + "%" if name.endswith("_share") else ""
                field.help_text = f"{previous.year} : {formats.number(value)}{unit}"

    def _add_workshops(self, known: Sequence[Line]) -> None:
        names = []
        for rank in range(1, self.rows + 1):
            line = known[rank - 1] if rank <= len(known) else Line("")
            row: dict[str, forms.Field] = {
                f"workshop_{rank}_name": forms.CharField(label=f"Atelier ou activité {rank}", required=False, max_length=80),
                f"workshop_{rank}_share": part("Part du chiffre d'affaires (%)", "ateliers"),
                f"workshop_{rank}_demand": forms.ChoiceField(
                    label="Demande", required=False, choices=[("", "Non renseigné"), *Workshop.Demand.choices]
                ),
            }
            for (name, field), value in zip(row.items(), (line.name, line.turnover_share, line.demand), strict=True):
                field.initial = value
                field.widget.attrs["data-row"] = str(rank)
                self.fields[name] = field
                names.append(name)
        self.sections = [*self.SECTIONS, ("Ateliers et activités", names)]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 1980 <= year <= timezone.localdate().year:
            raise ValidationError("Indiquez une année entre 1980 et cette année.", code="year")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mix = [cleaned.get(name) for name in self.MIX]
        given = [share for share in mix if share is not None]
        if given and (len(given) < len(mix) or sum(given) != 100) and not any(name in self.errors for name in self.MIX):
            total = formats.number(sum(given))
            if sum(given) == 100:
                empty = next(name for name in self.MIX if cleaned.get(name) is None)
                self.add_error(empty, "Les autres parts font déjà 100 % : écrivez 0 ici. Votre saisie est conservée.")
            else:
                self.add_error("grants_share", f"La répartition fait {total} %, elle doit faire 100 %. Votre saisie est conservée.")
        self._clean_workshops()
        return cleaned

    def _clean_workshops(self) -> None:
        for rank in range(1, self.rows + 1):
            typed = {key: self.cleaned_data.get(f"workshop_{rank}_{key}") for key in ("name", "share", "demand")}
            if not typed["name"] and (typed["share"] is not None or typed["demand"]):
                self.add_error(f"workshop_{rank}_name", "Donnez le nom de cet atelier, ou videz la ligne. Votre saisie est conservée.")
        refusal = None if any(name.startswith("workshop_") for name in self.errors) else share_refusal(self.workshops())
        if refusal:
            last = max(rank for rank in range(1, self.rows + 1) if self.cleaned_data.get(f"workshop_{rank}_name"))
            self.add_error(f"workshop_{last}_{'name' if refusal.code == 'twice' else 'share'}", refusal.sentence)

    def workshops(self) -> list[Line]:
        """The lines that bear a name; one whose name was emptied is gone."""
        c = self.cleaned_data
        rows = [(c.get(f"workshop_{n}_name"), c.get(f"workshop_{n}_share"), c.get(f"workshop_{n}_demand")) for n in range(1, self.rows + 1)]
        return [Line(" ".join(name.split()), share, demand or "") for name, share, demand in rows if name]

    def values(self) -> dict[str, Any]:
        """What the action takes, the year and the workshops apart."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "year" and not name.startswith("workshop_")}
