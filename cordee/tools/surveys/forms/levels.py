"""Levels, guard rails, least number of answers: of a draft, and of a dated rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cordee.core.ui.forms import CheckboxList, FrDecimalField, FrIntegerField
from cordee.tools.surveys.definition.schema import MARKED
from cordee.tools.surveys.editing.parts import Raw, items
from cordee.tools.surveys.forms.pieces import Group, PieceForm, plain_number, with_codes
from cordee.tools.surveys.forms.rows import LineForm


def share(value: Any) -> float | int:
    """A percentage as a share: 40 → 0.4."""
    return round(float(value or 0) / 100, 4)


def percent(value: float) -> float | int:
    hundredfold = round(value * 100, 2)
    return int(hundredfold) if hundredfold == int(hundredfold) else hundredfold


def is_marked(item: Mapping[str, Any]) -> bool:
    return item["kind"] == "three" or (item["kind"] in MARKED and any("mark" in one for one in item.get("options", ())))


class LevelLine(LineForm):
    label = forms.CharField(label="Niveau", max_length=80, required=False)
    least = FrDecimalField(label="À partir de (%)", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)
    meaning = forms.CharField(label="Ce que cela veut dire", max_length=300, required=False)


class GuardLine(LineForm):
    items = forms.MultipleChoiceField(label="Si une de ces questions", widget=CheckboxList, required=False)
    at_most = FrDecimalField(label="est notée au plus (%)", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)
    level = forms.ChoiceField(label="le niveau ne dépasse pas", required=False)
    says = forms.CharField(label="Phrase affichée", max_length=300, required=False)

    def __init__(self, *args: Any, questions: list[tuple[str, str]], levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["items"]
        chosen.choices = questions
        level: Any = self.fields["level"]
        level.choices = [("", "Choisissez…"), *levels]


class LevelsForm(PieceForm):
    numbers: ClassVar[Mapping[str, float | None]] = {"least_answers": 0}

    least_answers = FrIntegerField(
        label="Nombre de réponses notées en dessous duquel rien n'est conclu", min_value=0, max_value=500, required=False
    )

    def prepare(self) -> None:
        levels = [{**one, "least": percent(one.get("least", 0))} for one in self.piece.get("levels", ())]
        self.add_lines("levels", LevelLine, levels, least=3)
        guards = [{**one, "at_most": percent(one.get("at_most", 0))} for one in self.piece.get("guards", ())]
        named = [(one["code"], one.get("label") or one["code"]) for one in self.piece.get("levels", ())]
        marked = [(item["code"], item.get("label") or item["code"]) for item in items(self.definition) if is_marked(item)]
        self.add_lines("guards", GuardLine, guards, questions=marked, levels=named)

    def groups(self) -> list[Group]:
        guards = self.lines["guards"]
        told = "Un garde-fou retient le niveau quand une question clé est trop basse. Enregistrez d'abord les niveaux."
        return [
            Group("Les niveaux", lines=self.lines["levels"], note="Le premier part de 0 %.", adds="Ajouter un niveau"),
            Group("Les garde-fous", lines=guards, note=told, adds="Ajouter un garde-fou", folded=not guards.shown),
            Group("Le minimum pour conclure", self.bound("least_answers")),
        ]

    def written(self) -> Raw:
        levels = with_codes(self.values_of("levels"), "label", "niveau")
        made: Raw = {}
        if levels:
            made["levels"] = [self._level(one) for one in levels]
        if guards := self.values_of("guards"):
            made["guards"] = [
                {"items": one["items"], "at_most": share(one["at_most"]), "level": one["level"], "says": one["says"]} for one in guards
            ]
        least = plain_number(self.cleaned_data.get("least_answers"))
        return made | ({"least_answers": least} if least else {})

    @staticmethod
    def _level(line: Mapping[str, Any]) -> Raw:
        level = {"code": line["code"], "label": line["label"], "least": share(line["least"])}
        return level | ({"meaning": line["meaning"]} if line["meaning"] else {})
