"""What each act on a request asks: the same form on the screen and in the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.requests import queries
from cordee.accompaniment.requests.models import Party, Request
from cordee.actors.directory.models import Organisation
from cordee.actors.network.models import Entry
from cordee.actors.partners.forms import pick
from cordee.core.lifecycle import TransitionForm
from cordee.core.ui.forms import CheckboxGroup, RadioCards
from cordee.core.ui.picks import PickField

CREATE = "creer"
LONG = forms.Textarea(attrs={"rows": 4})


class ChosenField(forms.ChoiceField):
    """One row among those offered, or none: « create it », « open a new one »."""

    def __init__(self, *, rows: dict[str, Any], none: tuple[str, str], **kwargs: Any) -> None:
        self.rows = rows
        choices = [*((key, self.said(row)) for key, row in rows.items()), none]
        super().__init__(choices=choices, widget=RadioCards, **kwargs)

    @staticmethod
    def said(row: Any) -> str:
        if isinstance(row, Organisation):
            return f"{row.name}, {row.postcode} {row.city}".strip(", ")
        return f"{row.title} (dossier {row.number}, {row.get_state_display().lower()})"

    def clean(self, value: Any) -> Any:
        return self.rows.get(str(super().clean(value)))


def sheet_field(party: Party, rows: list[Organisation]) -> ChosenField:
    """Which sheet is this structure? Nothing is chosen beforehand where several could be the one."""
    offered = {str(sheet.public_id): sheet for sheet in rows}
    first = str(party.organisation.public_id) if party.organisation else None if rows else CREATE
    number = f", SIRET {party.siret}" if party.siret else ""
    return ChosenField(
        rows=offered,
        none=(CREATE, "Créer sa fiche"),
        label=f"Fiche de « {party.name} »{number}",
        initial=first,
        error_messages={"required": f"Choisissez la fiche de « {party.name} », ou créez-la."},
    )


class AcceptForm(TransitionForm):
    """Ties each structure to its sheet, then opens a dossier or joins one."""

    title = forms.CharField(
        label="Intitulé du dossier",
        max_length=200,
        help_text="En quelques mots : « Consolider l'atelier bois ».",
        error_messages={"required": "Donnez un intitulé au dossier."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        demand: Request = self.obj
        parties = queries.parties_of(demand)
        commune = next((party.commune for party in parties if party.commune), None)
        for rank, party in enumerate(parties):
            found = queries.sheets_for(party, party.commune or commune, self.actor) if self.actor else []
            self.fields[f"fiche_{rank}"] = sheet_field(party, found)
        if demand.origin == Case.Origin.RELAY:
            self.fields["relayed_from"] = PickField(
                label="En relais de",
                help_text=f"La demande dit : « {demand.origin_body} ». Les premières lettres de son nom.",
                error_messages={"required": "Indiquez le partenaire dont le DLA prend le relais."},
            )
            if self.actor:
                pick(self, "relayed_from", self.actor)
        cases = queries.open_cases(demand, self.actor) if self.actor else []
        if cases:
            rows = {str(case.public_id): case for case in cases}
            self.fields["dossier"] = ChosenField(
                rows=rows, none=("nouveau", "Ouvrir un nouveau dossier"), label="Dossier", initial="nouveau"
            )
        self.fields["title"].initial = demand.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sheets = [row for name, row in cleaned.items() if name.startswith("fiche_") and row]
        if len({sheet.pk for sheet in sheets}) < len(sheets):
            raise ValidationError("La même fiche est choisie deux fois : chaque structure a la sienne.")
        return cleaned


class AskForm(TransitionForm):
    question = forms.CharField(
        label="Ce qu'il faut préciser",
        max_length=2000,
        widget=LONG,
        help_text="Le demandeur lira votre phrase telle quelle, et y répondra sur sa page de suivi.",
        error_messages={"required": "Écrivez ce qu'il faut préciser : le demandeur lira votre phrase telle quelle."},
    )


class AnswerForm(TransitionForm):
    """The answer; and the motives, while the request has none."""

    answer = forms.CharField(
        label="Votre réponse",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Écrivez votre réponse en quelques mots."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.obj.motives.exists():
            self.fields["motives"] = MotivesField(label="Dans quelles structures vous reconnaissez-vous", required=False)


class MotivesField(forms.MultipleChoiceField):
    """Entries of the reference data in force today, by the key of their entry."""

    widget = CheckboxGroup

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._offered, **kwargs)

    @staticmethod
    def _offered() -> list[tuple[str, str]]:
        return [(str(edition.entry.public_id), edition.title) for edition in queries.offered_motives()]

    def clean(self, value: Any) -> list[Entry]:
        keys = super().clean(value)
        rows = Entry.objects.for_system("motives that were just offered").filter(public_id__in=keys)
        return list(rows.order_by("id"))


class SetAsideForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=LONG,
        help_text="Le demandeur le lira tel quel.",
        error_messages={"required": "Dites pourquoi la demande est écartée : la personne qui l'a déposée le lira."},
    )
    referred_to = forms.CharField(
        label="Organisme mieux placé",
        max_length=300,
        required=False,
        help_text="Son nom et comment le joindre, si un autre organisme peut aider.",
    )
