"""The life of a contribution."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.accompaniment.diagnoses import policies
from cordee.accompaniment.diagnoses.models import Contribution
from cordee.core.clock import today
from cordee.core.lifecycle import Lifecycle, T, TransitionForm

PARTIES = ["operator", "structure", "network", "partner"]


class WriteForm(TransitionForm):
    text = forms.CharField(
        label="Votre note",
        max_length=12000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Lue par le DLA, la structure, et les réseaux et partenaires de ce dossier.",
        error_messages={"required": "Écrivez la note avant de l'envoyer."},
    )
    author = forms.CharField(
        label="Votre fonction",
        max_length=120,
        help_text="La note est gardée sous cette fonction, non sous votre nom : délégation régionale, chargé·e de développement…",
        error_messages={"required": "Indiquez la fonction au titre de laquelle vous écrivez."},
    )


def write(contribution: Contribution, *, actor: Any, text: str, author: str) -> None:
    contribution.text, contribution.author, contribution.written_on = text.strip(), author.strip(), today()


CONTRIBUTION = Lifecycle(
    "diagnoses.contribution",
    Contribution,
    Contribution.State,
    [
        T("ask", "→ asked", "Demander une contribution", who=policies.may_ask, audience=PARTIES),
        T(
            "write", "asked → written", "Écrire la note", who=policies.may_write, form=WriteForm, do=write, audience=PARTIES,
            done="C'est fait : la note est jointe au diagnostic. Le DLA et la structure la lisent.",
        ),
        T(
            "withdraw", "asked → withdrawn", "Retirer la demande", who=policies.may_ask, audience=PARTIES,
            warning="La note n'est plus attendue. Elle reste possible si vous la demandez de nouveau.",
            done="C'est fait : la note n'est plus attendue.",
        ),
    ],
    parent="diagnosis",
)  # fmt: skip
