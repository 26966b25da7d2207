"""« Quand poser cette question »: a condition chosen from lists, shared by the forms of sections and of questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from cordee.tools.surveys.editing import conditions
from cordee.tools.surveys.editing.conditions import BY_CHOICE, BY_VALUE, HOWS, MODES, Row
from cordee.tools.surveys.editing.parts import Raw, sections
from cordee.tools.surveys.forms.pieces import Group, PieceForm
from cordee.tools.surveys.forms.rows import LineForm

Choices = list[tuple[str, Any]]


def items_to_look_at(data: Mapping[str, Any], *, but: str = "", inside: str = "") -> list[Raw]:
    """Those that a condition may name: not itself, nor what a repeated section asks, save from inside it."""
    found = []
    for section in sections(data):
        if not section.get("repeat") or section["code"] == inside:
            found += [item for item in section.get("items", ()) if item["code"] != but and item["kind"] != "file"]
    return found


class ConditionLine(LineForm):
    """« La question … est … » : the answers offered are those of the question chosen, or of all, under their names."""

    item = forms.ChoiceField(label="Si la question", required=False)
    how = forms.ChoiceField(label="Comparaison", choices=list(HOWS.items()), required=False)
    choice = forms.ChoiceField(label="Réponse", required=False)
    value = forms.CharField(label="ou valeur", max_length=40, required=False)

    def __init__(self, *args: Any, items: list[Raw], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {item["code"]: item for item in items}
        field: Any = self.fields["item"]
        field.choices = [("", "Choisissez…"), *((code, item.get("label") or code) for code, item in self._items.items())]
        answers: Any = self.fields["choice"]
        answers.choices = [("", "Choisissez…"), *self._answers()]
        answers.widget.attrs["data-answers"] = ""

    def _answers(self) -> Choices:
        """« question:answer », under the name of each question."""
        offered = [(item, conditions.choices_of(item)) for item in self._items.values()]
        return [
            (item.get("label") or item["code"], [(f"{item['code']}:{code}", label) for code, label in answers])
            for item, answers in offered
            if answers
        ]

    @property
    def is_blank(self) -> bool:
        return not any(self.data.get(self.add_prefix(name)) for name in ("item", "choice"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        item = str(said.get("choice") or "").partition(":")[0]
        said["item"] = said.get("item") or item
        how = said.get("how") or "is"
        if how in BY_CHOICE and said["item"] and item != said["item"]:
            self.add_error("choice", "Choisissez une réponse de cette question.")
        if how in BY_VALUE and not said.get("value"):
            self.add_error("value", "Indiquez la valeur à comparer, par exemple 3.")
        return said


def row_of(said: Mapping[str, Any]) -> Row:
    value = str(said.get("value") or "").replace(",", ".").strip()
    return Row(said["item"], said.get("how") or "is", str(said.get("choice") or "").partition(":")[2], value)


def line_of(row: Row) -> dict[str, str]:
    """A row as the form shows it."""
    return {
        "item": row.item, "how": row.how, "choice": f"{row.item}:{row.choice}" if row.choice else "", "value": row.value.replace(".", ","),
    }  # fmt: skip


class AskedForm(PieceForm):
    """A piece that may be asked under a condition."""

    condition_mode = forms.ChoiceField(label="Il faut que", choices=list(MODES.items()), required=False)
    condition_drop = forms.BooleanField(label="Retirer cette condition, pour en choisir une autre", required=False)

    def prepare_condition(self, *, but: str = "", inside: str = "") -> None:
        condition = self.piece.get("condition")
        rows = conditions.rows_of(condition)
        self.kept_condition = condition if rows is None else None
        mode, known = rows or ("all", [])
        self.initial["condition_mode"] = mode
        if self.kept_condition is None:
            del self.fields["condition_drop"]
        else:
            del self.fields["condition_mode"]
        looked_at = items_to_look_at(self.definition, but=but, inside=inside)
        self.add_lines("conditions", ConditionLine, [line_of(row) for row in known], items=looked_at)
        if not looked_at or self.kept_condition is not None:
            self.fields.pop("condition_mode", None)

    def condition_group(self, title: str) -> Group:
        if self.kept_condition is not None:
            told = conditions.sentence(self.kept_condition, self.definition)
            return Group(title, self.bound("condition_drop"), note=f"Seulement si : {told}.")
        lines = self.lines["conditions"]
        several = len(lines.forms) > 1 or lines.room > 1
        note = "Toujours, tant qu'aucune ligne n'est remplie."
        return Group(
            title, self.bound("condition_mode") if several else (), lines, note, adds="Ajouter une condition", folded=not lines.shown
        )

    def written_condition(self) -> Raw:
        if self.kept_condition is not None and not self.cleaned_data.get("condition_drop"):
            return {"condition": dict(self.kept_condition)}
        rows = [row_of(said) for said in self.values_of("conditions")]
        condition = conditions.condition_of(self.cleaned_data.get("condition_mode") or "all", rows, self.definition)
        return {"condition": condition} if condition else {}
