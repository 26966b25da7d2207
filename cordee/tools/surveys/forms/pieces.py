"""The form of one piece of a draft. It reads the JSON of the piece and writes it back, without what is at its default.

Nothing is required here but what a figure needs to be a figure: a draft may be unfinished, and `checks.problems` says beside each
field what is still to be written before it can be published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from cordee.core.ui.forms import FrDecimalField, FrIntegerField, RadioCards
from cordee.tools.surveys.editing.parts import Raw, code_for
from cordee.tools.surveys.forms.rows import LineForm, Lines, moved


def plain_number(value: Decimal | int | None) -> int | float | None:
    """As JSON writes it: 40, not 40.0."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together on the page: fields, or lines; folded when nothing in it was decided yet."""

    title: str
    fields: Sequence[forms.BoundField] = ()
    lines: Lines | None = None
    note: str = ""
    adds: str = ""  # the label of the button that adds a line
    folded: bool = False


class PieceForm(forms.Form):
    """`piece` is what is stored, `data` the whole definition; `posted` what was sent, `gesture` the button that was pressed."""

    says_optional = False
    texts: ClassVar[tuple[str, ...]] = ()  # written when not empty
    flags: ClassVar[tuple[str, ...]] = ()  # written when true
    numbers: ClassVar[Mapping[str, float | None]] = {}  # written when not at this default

    def __init__(self, piece: Raw, data: Raw, posted: Any = None, gesture: str = "") -> None:
        self.piece, self.definition, self.gesture = piece, data, gesture
        super().__init__(posted, initial=self.start(piece))
        self.lines: dict[str, Lines] = {}
        self.prepare()

    def start(self, piece: Raw) -> Raw:
        return piece

    def prepare(self) -> None:
        """Fields that depend on the piece, and its lines."""

    def add_lines(self, name: str, form: type[LineForm], initial: Sequence[Mapping[str, Any]], least: int = 0, **given: Any) -> None:
        posted = self.data if self.is_bound else None
        lines = Lines(form, name, posted=posted, initial=initial, **given)
        lines.room = max(least, len(lines.forms) + 1 if self.gesture == f"ajouter:{name}" else 0)
        self.lines[name] = lines

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(lines.is_valid() for lines in self.lines.values())])

    def values_of(self, name: str) -> list[dict[str, Any]]:
        """The lines as sent, after the button that moves or takes away one of them."""
        lines = self.lines[name]
        act, _, rest = self.gesture.partition(":")
        wanted, _, number = rest.partition(":")
        if wanted != name or act not in ("monter", "descendre", "retirer") or not number.isdecimal():
            return lines.values()
        return moved(lines.values(), act, lines.place_of(int(number)))

    def written(self) -> Raw:
        """The piece as JSON."""
        said = self.cleaned_data
        made = {name: said[name] for name in self.texts if said.get(name)}
        made |= {name: True for name in self.flags if said.get(name)}
        for name, default in self.numbers.items():
            value = plain_number(said.get(name))
            if name in said and value is not None and value != default:
                made[name] = value
        return made

    def groups(self) -> list[Group]:
        return [Group("", [self[name] for name in self.fields if not self[name].is_hidden])]

    def bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


def with_codes(values: Sequence[Mapping[str, Any]], text: str, otherwise: str) -> list[dict[str, Any]]:
    """Lines keep the code that they came with; a new one is given one from its text."""
    taken = {one["code"] for one in values if one["code"]}
    made = []
    for one in values:
        code = one["code"] or code_for(one[text], taken, otherwise)
        taken.add(code)
        made.append({**one, "code": code})
    return made


# -- presentation ---------------------------------------------------------------------------------------------------------------
SCALES = [(100, "100"), (20, "20"), (10, "10"), (5, "5"), (4, "4")]


class PresentationForm(PieceForm):
    texts = ("title", "why", "readers", "kept")
    numbers: ClassVar[Mapping[str, float | None]] = {"minutes": 5, "out_of": 100}

    title = forms.CharField(label="Titre que lira la personne qui répond", max_length=160, required=False)
    why = forms.CharField(
        label="Pourquoi ces questions", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La première page le dit en une ou deux phrases, à la personne qui va répondre.",
    )  # fmt: skip
    minutes = FrIntegerField(label="Durée, en minutes", min_value=1, max_value=240, required=False)
    readers = forms.CharField(
        label="Qui lira les réponses", max_length=300, required=False, help_text="Par exemple : « votre chargé·e de mission et vous »."
    )
    kept = forms.CharField(
        label="Ce qui est gardé, et jusqu'à quand", max_length=300, required=False,
        help_text="Par exemple : « vos réponses, trois ans ; puis des totaux sans nom ».",
    )  # fmt: skip
    out_of = forms.TypedChoiceField(label="Les notes se lisent sur", choices=SCALES, coerce=int, required=False)

    def start(self, piece: Raw) -> Raw:
        return {"minutes": 5, "out_of": 100} | piece

    def written(self) -> Raw:
        self.cleaned_data["out_of"] = self.cleaned_data["out_of"] or None
        return {"title": ""} | super().written()


# -- axes ------------------------------------------------------------------------------------------------------------------------
class AxisLine(LineForm):
    label = forms.CharField(label="Axe", max_length=120, required=False)
    weight = FrDecimalField(label="Poids", required=False, min_value=0, max_value=1000, max_digits=7, decimal_places=2)


class AxesForm(PieceForm):
    weighting = forms.ChoiceField(
        label="Le total est la moyenne",
        choices=[("axes", "des axes, selon leurs poids"), ("items", "de toutes les questions, selon leurs poids")],
        widget=RadioCards,
        required=False,
    )

    def start(self, piece: Raw) -> Raw:
        return {"weighting": "axes"} | piece

    def prepare(self) -> None:
        self.add_lines("axes", AxisLine, [{"weight": 1, **one} for one in self.piece.get("axes", ())], least=3)

    def groups(self) -> list[Group]:
        note = "Laissez vide s'il n'y a pas de notes par thème. En pourcentages, les poids font 100 ensemble."
        return [Group("Les axes", lines=self.lines["axes"], note=note, adds="Ajouter un axe"), Group("Le total", self.bound("weighting"))]

    def written(self) -> Raw:
        lines = with_codes(self.values_of("axes"), "label", "axe")
        axes = [self._axis(one) for one in lines]
        made: Raw = {"axes": axes} if axes else {}
        return made | ({"weighting": "items"} if self.cleaned_data.get("weighting") == "items" else {})

    @staticmethod
    def _axis(line: Mapping[str, Any]) -> Raw:
        weight = plain_number(line["weight"])
        return {"code": line["code"], "label": line["label"]} | ({} if weight in (None, 1) else {"weight": weight})
