"""The forms of a section and of a question. A question shows only what its kind can use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cordee.core.access import CAPACITIES
from cordee.core.ui.forms import CheckboxGroup, FrDecimalField, FrIntegerField
from cordee.tools.surveys.definition.rules import BAD_CODE, CODE
from cordee.tools.surveys.definition.schema import KINDS, MARKED, WITH_OPTIONS
from cordee.tools.surveys.editing.parts import Raw, codes
from cordee.tools.surveys.editing.pictograms import PICTOGRAMS
from cordee.tools.surveys.forms.asking import AskedForm
from cordee.tools.surveys.forms.pieces import Group, PieceForm, plain_number, with_codes
from cordee.tools.surveys.forms.rows import LineForm

NO_PICTOGRAM = [("", "Aucun"), *PICTOGRAMS.items()]
CODE_HELP = "L'avant et l'après d'une question se comparent par ce repère : ne le changez plus une fois des réponses reçues."


class CodedForm(AskedForm):
    """What bears a code: refused when another piece bears it, for answers are kept under it."""

    code = forms.CharField(label="Repère dans les exports", max_length=60, required=False, help_text=CODE_HELP)
    pictogram = forms.ChoiceField(label="Pictogramme", choices=NO_PICTOGRAM, required=False)

    def prepare(self) -> None:
        kept = self.piece.get("pictogram")
        field: Any = self.fields["pictogram"]
        if kept and kept not in PICTOGRAMS:  # of an imported questionnaire
            field.choices = [*NO_PICTOGRAM, (kept, kept)]

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"] or self.piece["code"]
        if not CODE.fullmatch(typed):
            raise forms.ValidationError(BAD_CODE)
        if typed != self.piece["code"] and typed in codes(self.definition):
            raise forms.ValidationError(f"Le repère « {typed} » sert déjà à une autre question ou section : choisissez-en un autre.")
        return typed


class SectionForm(CodedForm):
    texts = ("title", "intro", "pictogram")

    title = forms.CharField(label="Titre de la section", max_length=160, required=False)
    intro = forms.CharField(label="Introduction", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    repeated = forms.BooleanField(label="Se remplit plusieurs fois (une fois par structure, par site, par véhicule)", required=False)
    repeat_label = forms.CharField(label="Ce que décrit chaque bloc", max_length=80, required=False, help_text="Par exemple « Structure ».")
    repeat_most = FrIntegerField(label="Blocs au plus", min_value=1, max_value=200, required=False)
    readers = forms.MultipleChoiceField(
        label="Seuls lisent ses réponses", choices=list(CAPACITIES.items()), widget=CheckboxGroup, required=False,
        help_text="Personne de coché : tous ceux à qui la réponse est ouverte. Qui a répondu lit toujours les siennes.",
    )  # fmt: skip

    def start(self, piece: Raw) -> Raw:
        repeat = piece.get("repeat") or {}
        return {**piece, "repeated": bool(repeat), "repeat_label": repeat.get("label", ""), "repeat_most": repeat.get("most", 20)}

    def prepare(self) -> None:
        super().prepare()
        self.prepare_condition(inside="")

    def groups(self) -> list[Group]:
        repeat = self.bound("repeated", "repeat_label", "repeat_most")
        return [
            Group("", self.bound("title", "intro")),
            self.condition_group("Quand montrer cette section"),
            Group("Plusieurs fois", repeat, folded=not self["repeated"].value()),
            Group("Qui lit ses réponses", self.bound("readers"), folded=not self["readers"].value()),
            Group("Pour les exports et l'affichage", self.bound("pictogram", "code"), folded=True),
        ]

    def written(self) -> Raw:
        said = self.cleaned_data
        made = {"code": said["code"], "title": said["title"]} | super().written() | self.written_condition()
        if said["repeated"]:
            repeat = {"label": said["repeat_label"] or "Bloc"}
            most = said["repeat_most"]
            made["repeat"] = repeat if most in (None, 20) else {**repeat, "most": most}
        if said["readers"]:
            made["readers"] = said["readers"]
        return made


# -- questions -----------------------------------------------------------------------------------------------------------------
class ChoiceLine(LineForm):
    label = forms.CharField(label="Choix", max_length=300, required=False)


class MarkedLine(ChoiceLine):
    mark = FrDecimalField(label="Points", required=False, max_digits=7, decimal_places=2)


class MatrixLine(LineForm):
    label = forms.CharField(label="Ligne", max_length=300, required=False)


#: what each kind can use, beside what all have
OWN: dict[str, tuple[str, ...]] = {
    "single": ("target", "feasibility", "observable"),
    "multiple": ("most_choices",),
    "level": ("target", "feasibility", "observable"),
    "three": ("target", "feasibility", "observable"),
    "number": ("unit", "least", "most", "decimals"),
    "money": ("least", "most"),
    "short": ("longest",),
    "long": ("longest",),
}
PARTICULAR = ("unit", "least", "most", "decimals", "longest", "most_choices", "target", "feasibility", "observable")
CHOICES_TITLE = {
    "level": "Les niveaux, décrits",
    "matrix": "Les colonnes",
    "ranking": "Ce qu'il faut classer",
    "shares": "Ce qui se partage",
}
POINTS = "Les points, facultatifs, font la note : le plus haut vaut 100 %. Sans points, la réponse ne compte pas."
FLAGS = ("required", "na", "unknown", "declined", "comment", "proof", "target", "feasibility", "observable", "personal")


class ItemForm(CodedForm):
    texts = ("help", "pictogram", "unit")
    flags = FLAGS
    numbers: ClassVar[Mapping[str, float | None]] = {
        "weight": 1, "least": None, "most": None, "decimals": 0, "longest": 0, "most_choices": 0,
    }  # fmt: skip

    label = forms.CharField(label="La question", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Forme de la réponse", choices=list(KINDS.items()), widget=forms.Select(attrs={"data-reshapes": ""}))
    help = forms.CharField(label="Explication sous la question", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    required = forms.BooleanField(label="Une réponse est demandée pour envoyer le questionnaire", required=False)
    unit = forms.CharField(label="Unité", max_length=30, required=False, help_text="« ETP », « heures », « km ».")
    least = FrDecimalField(label="Au moins", required=False, max_digits=15, decimal_places=4)
    most = FrDecimalField(label="Au plus", required=False, max_digits=15, decimal_places=4)
    decimals = FrIntegerField(label="Chiffres après la virgule", required=False, min_value=0, max_value=4)
    longest = FrIntegerField(label="Nombre de caractères au plus", required=False, min_value=0, max_value=20000)
    most_choices = FrIntegerField(label="Nombre de choix au plus", required=False, min_value=0, max_value=100)
    axis = forms.ChoiceField(label="Axe", required=False)
    weight = FrDecimalField(label="Poids dans l'axe", required=False, min_value=0, max_value=1000, max_digits=7, decimal_places=2)
    na = forms.BooleanField(label="« Sans objet » est proposé : la question ne compte alors plus dans la note", required=False)
    unknown = forms.BooleanField(label="« Je ne sais pas » est proposé", required=False)
    declined = forms.BooleanField(label="« Je préfère ne pas répondre » est proposé", required=False)
    comment = forms.BooleanField(label="Un commentaire peut être ajouté", required=False)
    proof = forms.BooleanField(label="Une preuve peut être jointe (fichier ou adresse)", required=False)
    target = forms.BooleanField(label="Le niveau visé est demandé", required=False)
    feasibility = forms.BooleanField(label="La faisabilité est demandée, de 1 à 3", required=False)
    observable = forms.BooleanField(label="Le niveau observé peut être noté, et compte à la place du niveau déclaré", required=False)
    personal = forms.BooleanField(label="La réponse est une donnée personnelle", required=False)

    def start(self, piece: Raw) -> Raw:
        return {"weight": 1, **piece}

    def prepare(self) -> None:
        super().prepare()
        kind = self.data.get("kind") if self.is_bound else self.piece.get("kind")
        self.shape = str(kind) if kind in KINDS else "short"
        for name in PARTICULAR:
            if name not in OWN.get(self.shape, ()):
                del self.fields[name]
        self._prepare_axis()
        if self.shape == "matrix":
            self.add_lines("rows", MatrixLine, self.piece.get("rows", ()), least=2)
        if self.shape in WITH_OPTIONS:
            line = MarkedLine if self.shape in MARKED else ChoiceLine
            self.add_lines("options", line, self.piece.get("options", ()), least=2)
        inside = next((s["code"] for s in self.definition.get("sections", ()) if self._is_in(s)), "")
        self.prepare_condition(but=self.piece["code"], inside=inside)

    def _is_in(self, section: Raw) -> bool:
        return any(item["code"] == self.piece["code"] for item in section.get("items", ()))

    def _prepare_axis(self) -> None:
        axes: list[tuple[str, str]] = [(axis["code"], axis.get("label") or axis["code"]) for axis in self.definition.get("axes", ())]
        known: Any = self.fields["axis"]
        gone = self.piece.get("axis")
        lost = [(gone, "Un axe retiré depuis")] if gone and gone not in dict(axes) else []
        known.choices = [("", "Aucun : cette question ne compte que dans le total"), *axes, *lost]
        if self.shape not in MARKED or not (axes or lost):
            del self.fields["axis"]
        if self.shape not in MARKED:
            del self.fields["weight"]

    def groups(self) -> list[Group]:
        shape = self.bound("unit", "least", "most", "decimals", "longest", "most_choices")
        offered = self.bound("na", "unknown", "declined", "comment", "proof", "target", "feasibility", "observable", "personal")
        groups = [Group("", [*self.bound("label", "kind", "help", "required"), *shape])]
        if "rows" in self.lines:
            groups.append(Group("Les lignes", lines=self.lines["rows"], adds="Ajouter une ligne"))
        if "options" in self.lines:
            note = POINTS if self.shape in MARKED else ""
            title, adds = CHOICES_TITLE.get(self.shape, "Les choix"), "Ajouter un niveau" if self.shape == "level" else "Ajouter un choix"
            groups.append(Group(title, lines=self.lines["options"], note=note, adds=adds))
        if weighed := self.bound("axis", "weight"):
            groups.append(Group("Ce qu'elle compte", weighed))
        return [
            *groups,
            self.condition_group("Quand poser cette question"),
            Group("Ce qui peut encore être répondu", offered, folded=not any(field.value() for field in offered)),
            Group("Pour les exports et l'affichage", self.bound("pictogram", "code"), folded=True),
        ]

    def written(self) -> Raw:
        said = self.cleaned_data
        made = {"code": said["code"], "kind": said["kind"], "label": said["label"]} | super().written() | self.written_condition()
        if said.get("axis"):
            made["axis"] = said["axis"]
        if "rows" in self.lines:
            made["rows"] = [{"code": one["code"], "label": one["label"]} for one in with_codes(self.values_of("rows"), "label", "ligne")]
        if "options" in self.lines:
            known = {one["code"]: one for one in self.piece.get("options", ())}
            lines = with_codes(self.values_of("options"), "label", "choix")
            made["options"] = [self._option(one, known.get(one["code"], {})) for one in lines]
        return made

    @staticmethod
    def _option(line: Mapping[str, Any], known: Mapping[str, Any]) -> Raw:
        """What the line says, and the pictogram that the option had."""
        mark = plain_number(line.get("mark"))
        option = {"code": line["code"], "label": line["label"]}
        option |= {"mark": mark} if mark is not None else {}
        return option | ({"pictogram": known["pictogram"]} if known.get("pictogram") else {})


__all__ = ["ItemForm", "PieceForm", "SectionForm"]
