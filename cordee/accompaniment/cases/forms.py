"""What people type of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Adhesion, Case, Criterion, Eligibility, Step
from cordee.accompaniment.cases.models.eligibility import Judgement
from cordee.accompaniment.cases.models.steps import Channel
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Organisation
from cordee.actors.network.models import Edition, Entry
from cordee.actors.network.queries.references import in_force, taggable
from cordee.actors.partners.forms import LONG, pick
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.lifecycle import not_to_come
from cordee.core.registry import Registry
from cordee.core.ui.forms import CheckboxGroup, FrDecimalField, FrIntegerField, RadioCards
from cordee.core.ui.picks import PickField

#: the two kinds of motives, as a person choosing reads them
SITUATIONS = "Dans quelles structures elle se reconnaît"
CIRCUMSTANCES = "Une réforme, une crise ou un appel qui explique la demande"


class ReferencesForm(forms.ModelForm):
    """Fields chosen among the reference data in force, each entry once."""

    def offer(self, name: str, *groups: tuple[str, Iterable[Edition]]) -> None:
        """Under its heading each, when there are several; an empty one has none."""
        told = {heading: {str(edition.entry.public_id): edition for edition in editions} for heading, editions in groups}
        kept = {key: edition.entry for editions in told.values() for key, edition in editions.items()}
        self.entries = getattr(self, "entries", {}) | {name: kept}
        drawn = [(heading, [(key, edition.title) for key, edition in editions.items()]) for heading, editions in told.items() if editions]
        self.fields[name].choices = drawn if len(drawn) > 1 else [choice for _, one in drawn for choice in one]  # type: ignore[attr-defined]

    def offer_motives(self, actor: Actor, kept: Iterable[str] = ()) -> None:
        """The DLA also ties the reforms and crises that moved a request; whoever asks is offered plain situations, and what is kept."""
        offered = list(taggable("motive"))
        situations = [edition for edition in offered if edition.entry.kind == "motive"]
        others = [edition for edition in offered if edition.entry.kind != "motive"]
        moved = [edition for edition in others if actor.capacity == "operator" or str(edition.entry.public_id) in kept]
        self.offer("motives", (SITUATIONS, situations), (CIRCUMSTANCES, moved))

    def chosen(self, name: str) -> list[Entry]:
        return [self.entries[name][key] for key in self.cleaned_data[name]]


def motives_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Motifs", required=False, widget=CheckboxGroup,
        help_text="Une demande n'a pas besoin d'un problème : une envie d'avancer suffit.",
    )  # fmt: skip


def objectives_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Objectifs servis", required=False, widget=CheckboxGroup, help_text="Ceux du dispositif que cet accompagnement sert."
    )


class OpenForm(ReferencesForm):
    """A request as the DLA writes it down, or as a structure or a network files it."""

    structure = PickField(
        label="Structure",
        help_text="Les premières lettres de son nom.",
        error_messages={"required": "Indiquez la structure à accompagner."},
    )
    motives = motives_field()
    objectives = objectives_field()
    origin = forms.ChoiceField(
        label="Origine", choices=Case.Origin.choices, widget=RadioCards, error_messages={"required": "Choisissez d'où vient la demande."}
    )
    relayed_from = PickField(label="En relais de", required=False, help_text="Seulement si un partenaire a commencé cet accompagnement.")
    sections: ClassVar = [
        ("La demande", ["structure", "title", "need", "motives", "objectives"]),
        ("D'où elle vient", ["origin", "relayed_from", "requested_on"]),
    ]

    class Meta:
        model = Case
        fields = ("title", "need", "origin", "requested_on")
        widgets = {"need": LONG}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "En quelques mots : « Consolider l'atelier bois »."
        self.fields["need"].help_text = "Avec les mots de la structure : sa situation, ce qu'elle attend."
        self.fields["need"].required = True
        self.fields["need"].error_messages["required"] = "Décrivez le besoin en quelques phrases."
        self.fields["requested_on"].initial = today
        self.fields["requested_on"].validators.append(not_to_come)
        self.offer_motives(actor)
        if actor.capacity == "operator":
            self.offer("objectives", ("", in_force("objective")))
        else:
            del self.fields["objectives"]
        pick(self, "relayed_from", actor)
        if actor.profile == "structure":
            del self.fields["structure"]
        else:
            pick(self, "structure", actor)

    def values(self) -> dict[str, Any]:
        named = ("title", "need", "origin", "requested_on", "relayed_from")
        chosen = {name: self.chosen(name) for name in self.entries}
        return {name: self.cleaned_data[name] for name in named} | chosen | {"kind": Case.Kind.INDIVIDUAL}


class RequestForm(ReferencesForm):
    """The request as it reads now. Whoever asked writes its own words; what the DLA qualifies is the DLA's."""

    OWN: ClassVar = ("title", "need", "motives")
    motives = motives_field()
    objectives = objectives_field()
    relayed_from = PickField(label="En relais de", required=False, help_text="Seulement si un partenaire a commencé cet accompagnement.")
    sections: ClassVar = [
        ("La demande", ["title", "need", "motives"]),
        ("Ce que le DLA en dit", ["objectives", "origin", "relayed_from", "own_number"]),
    ]

    class Meta:
        model = Case
        fields = ("title", "need", "origin", "relayed_from", "own_number")
        widgets = {"need": LONG}

    def __init__(self, data: Any = None, *, actor: Actor, instance: Case, **kwargs: Any) -> None:
        known = {name: [str(e.public_id) for e in getattr(instance, name).order_by("code")] for name in ("motives", "objectives")}
        super().__init__(data, instance=instance, initial=known, **kwargs)
        self.fields["need"].required = True
        self.fields["need"].error_messages["required"] = "Décrivez le besoin en quelques phrases."
        self.fields["own_number"].help_text = "Celui de vos propres classeurs, s'il y en a un."
        self.offer_motives(actor, known["motives"])
        if actor.capacity == "operator":
            self.offer("objectives", ("", in_force("objective")))
            pick(self, "relayed_from", actor, instance.relayed_from)
            return
        for name in [name for name in self.fields if name not in self.OWN]:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        columns = {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}
        return columns | {name: self.chosen(name) for name in self.entries}


class AgainForm(forms.ModelForm):
    """A new need, in the structure's words: the rest is known already."""

    class Meta:
        model = Case
        fields = ("title", "need")
        widgets = {"need": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].required = True
        self.fields["need"].help_text = "Ce qui a changé depuis, ce que vous attendez maintenant."
        self.fields["need"].error_messages["required"] = "Décrivez le besoin en quelques phrases."

    def values(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], "need": self.cleaned_data["need"]}


class StructureForm(forms.Form):
    structure = PickField(
        label="Structure", help_text="Les premières lettres de son nom.", error_messages={"required": "Indiquez la structure à ajouter."}
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick(self, "structure", actor)


class NetworkForm(forms.Form):
    """A network that contributes: it reads the dossier without its accounts."""

    network = forms.ModelChoiceField(
        label="Réseau", queryset=Organisation.objects.none(), empty_label="Choisissez…",
        error_messages={"required": "Choisissez le réseau qui contribue à ce dossier."},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = queries.networks_to_open(case)  # type: ignore[attr-defined]


class StructureChoice(forms.Form):
    """Which structure of the dossier this is about; not asked when there is one."""

    def __init__(self, *args: Any, case: Case, own: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structures = {
            str(b.organisation.public_id): b.organisation for b in queries.accompanied(case) if own in (None, b.organisation_id)
        }
        if len(self.structures) > 1:
            choices = [(key, o.name) for key, o in self.structures.items()]
            self.fields["structure"] = forms.ChoiceField(label="Structure", choices=choices)
            self.order_fields(["structure"])

    @property
    def organisation(self) -> Any:
        key = self.cleaned_data.get("structure") or next(iter(self.structures), "")
        return self.structures.get(key)


class EngagementForm(forms.Form):
    """Who engages, as what, when, and how the DLA was told."""

    who = forms.CharField(
        label="Qui s'engage", max_length=120, help_text="Une fonction, non un nom : direction, présidence.",
        error_messages={"required": "Indiquez la fonction de la personne qui s'engage."},
    )  # fmt: skip
    capacity = forms.CharField(label="À quel titre", max_length=120, required=False, help_text="Mandat du conseil, délégation…")
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])
    channel = forms.ChoiceField(label="Par quelle voie", choices=Adhesion._meta.get_field("channel").choices)  # type: ignore[arg-type]


class ReceivedForm(EngagementForm):
    """Adhesions that reached the DLA otherwise than here: told in a meeting, by telephone, by post."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.choices = [choice for choice in channel.choices if choice[0] != Channel.PLATFORM]


class AdhesionForm(EngagementForm, StructureChoice):
    step = forms.TypedChoiceField(label="Étape", choices=Step.choices, coerce=int)
    decision = forms.ChoiceField(label="Décision", choices=Adhesion.Decision.choices, widget=RadioCards, initial="yes")
    field_order = ("step", "decision")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("step", "decision", "who", "capacity", "on", "channel")}


class RemindForm(forms.Form):
    message = forms.CharField(
        label="Message", required=False, max_length=1000, widget=LONG,
        help_text="Quelques mots de vous, après la liste de ce qui est attendu.",
    )  # fmt: skip


class PresenceForm(StructureChoice):
    step = forms.TypedChoiceField(label="Étape", choices=Step.choices, coerce=int)
    who = forms.CharField(
        label="Qui a pris part", max_length=120, help_text="Des fonctions, non des noms : direction, deux encadrants, trois personnes "
        "en insertion.", error_messages={"required": "Indiquez qui a pris part, par sa fonction."},
    )  # fmt: skip
    on = forms.DateField(label="Le", initial=today, validators=[not_to_come])

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("step", "who", "on")}


#: what is known already when eligibility is first judged (what the request said): fields of the form
known_before: Registry[Callable[[Case], dict[str, Any]]] = Registry("réponse déjà connue de l'éligibilité")


class EligibilityForm(forms.ModelForm):
    """One line a criterion, then the proposal."""

    proposal = forms.ChoiceField(
        label="Proposition", choices=Judgement.choices, widget=RadioCards, error_messages={"required": "Choisissez la proposition."}
    )

    class Meta:
        model = Eligibility
        fields = ("proposal", "comment", "answered_elsewhere", "elsewhere")
        widgets = {"comment": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(queries.criteria_on(today()))
        before = {line.criterion_id: line for line in self.instance.lines.order_by("id")} if self.instance.pk else {}
        for criterion in self.criteria:
            line = before.get(criterion.pk)
            self.fields[f"jugement-{criterion.code}"] = forms.ChoiceField(
                label=criterion.label,
                choices=[("", "Choisissez…"), *Judgement.choices],
                initial=line.judgement if line else "",
            )
            self.fields[f"commentaire-{criterion.code}"] = forms.CharField(
                label="Commentaire", max_length=500, required=False, initial=line.comment if line else "",
                widget=forms.TextInput({"aria-label": f"Commentaire : {criterion.label}"}),
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name not in self.Meta.fields] + list(self.Meta.fields))
        asked: dict[str, list[str]] = {}
        for one in self.criteria:
            asked.setdefault(one.family_label, []).extend([f"jugement-{one.code}", f"commentaire-{one.code}"])
        self.sections = [*asked.items(), ("Ce que vous proposez", list(self.Meta.fields))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for criterion in self.criteria:
            judgement, comment = cleaned.get(f"jugement-{criterion.code}"), cleaned.get(f"commentaire-{criterion.code}")
            if judgement and judgement != Judgement.FAVOURABLE and not comment:
                self.add_error(f"commentaire-{criterion.code}", f"« {criterion.label} » n'est pas favorable : dites ici pourquoi.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def lines(self) -> dict[Criterion, tuple[str, str]]:
        c = self.cleaned_data
        return {one: (c[f"jugement-{one.code}"], c[f"commentaire-{one.code}"]) for one in self.criteria}


class DecisionForm(forms.Form):
    """Accepted or not. A decision that departs from the proposal says why, and is confirmed once its reason has been read again."""

    accepted = forms.TypedChoiceField(
        label="Décision", choices=[("oui", "Accompagnement accepté"), ("non", "Accompagnement non accepté")], widget=RadioCards,
        coerce=lambda value: value == "oui", error_messages={"required": "Choisissez la décision."},
    )  # fmt: skip
    override = forms.CharField(
        label="Motif de l'écart à la proposition", max_length=1000, required=False, widget=LONG,
        help_text="À remplir si la décision s'écarte de la proposition.",
    )  # fmt: skip
    confirmed = forms.BooleanField(label="Je confirme cette décision, qui s'écarte de la proposition.", required=False)

    def __init__(self, *args: Any, proposal: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        against = {Judgement.FAVOURABLE: "non", Judgement.UNFAVOURABLE: "oui"}.get(Judgement(proposal))
        self.said = str(Judgement(proposal).label).lower()
        if not self.is_bound or self.data.get("accepted") != against:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "confirmed" not in self.fields:
            return cleaned
        if not cleaned.get("override"):
            self.add_error("override", f"La proposition est « {self.said} » et la décision s'en écarte : expliquez pourquoi.")
        elif not cleaned.get("confirmed"):
            self.add_error("confirmed", f"La proposition est « {self.said} » : relisez le motif, puis cochez cette case pour décider.")
        return cleaned


class AccountsForm(StructureChoice):
    """The accounts of one year. A gap between the cash typed and the rest is said on the page, never refused."""

    AMOUNTS: ClassVar = ("net_result", "equity", "working_capital", "working_need", "cash")
    year = FrIntegerField(
        label="Exercice", min_value=1990, max_value=2100, help_text="L'année de clôture.",
        error_messages={"invalid": "Écrivez l'année en quatre chiffres, par exemple 2025."},
    )  # fmt: skip
    net_result = FrDecimalField(label="Résultat net (€)", required=False, max_digits=12, decimal_places=2)
    equity = FrDecimalField(label="Fonds propres (€)", required=False, max_digits=12, decimal_places=2)
    working_capital = FrDecimalField(label="Fonds de roulement (€)", required=False, max_digits=12, decimal_places=2)
    working_need = FrDecimalField(label="Besoin en fonds de roulement (€)", required=False, max_digits=12, decimal_places=2)
    cash = FrDecimalField(label="Trésorerie (€)", required=False, max_digits=12, decimal_places=2)

    def amounts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.AMOUNTS}


class AssignForm(forms.Form):
    """A colleague who handles the dossier, from a day on; a substitute has a last day."""

    who = forms.ModelChoiceField(label="Personne", queryset=Membership.objects.none(), empty_label="Choisissez…")
    since = forms.DateField(label="À partir du", initial=today)
    until = forms.DateField(
        label="Dernier jour",
        required=False,
        help_text="Pour un remplacement. Laissez vide pour confier le dossier : la structure en sera prévenue.",
    )
    note = forms.CharField(label="Note de passage", max_length=1000, required=False, widget=LONG, help_text="Pour cette personne seule.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = queries.colleagues(case)  # type: ignore[attr-defined]
        self.fields["who"].label_from_instance = queries.colleague_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin précède le début : vérifiez les deux dates. Votre saisie est conservée.")
        return cleaned
