"""The life of a sheet in the register: spotted, verified, evaluated; then kept, modified, withdrawn as needs and missions teach."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.actors.providers import actions, policies, reactions
from cordee.actors.providers.completeness import missing
from cordee.actors.providers.models import Provider
from cordee.core.access import Refusal
from cordee.core.formats import joined
from cordee.core.lifecycle import Correct, Lifecycle, T, TransitionForm

LISTED = "complete | evaluated | kept | modified"
PARTIES = ["operator", "provider"]


class ReasonForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le prestataire le lira tel quel.",
        error_messages={"required": "Indiquez le motif : le prestataire saura pourquoi."},
    )


class EvaluationForm(TransitionForm):
    summary = forms.CharField(
        label="Ce que l'évaluation a montré",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le prestataire et les acteurs du dispositif le liront ; aucun autre prestataire.",
    )


def fit_to_be_listed(provider: Any, data: Any) -> Refusal | None:
    """A listed sheet says who, where, what and in which tax situation."""
    gaps = [item.said for item in missing(provider) if item.listed]
    if not gaps:
        return None
    return Refusal("incomplete", f"Il manque {joined(gaps)} : le prestataire ou vous-même pouvez compléter la fiche, puis la vérifier.")


PROVIDER = Lifecycle(
    "providers.provider",
    Provider,
    Provider.State,
    [
        T("spot", "→ spotted", "Repérer un prestataire", who=policies.may_spot, audience=PARTIES),
        T(
            "verify",
            "spotted → complete",
            "Vérifier et référencer",
            who=policies.may_verify,
            guards=[fit_to_be_listed],
            do=actions.note_verified,
            mails=[reactions.tell_verified],
            audience=PARTIES,
            done="C'est fait : la fiche est référencée, le prestataire en est prévenu.",
        ),
        T(
            "evaluate",
            f"{LISTED} → evaluated",
            "Noter l'évaluation d'une mission",
            who=policies.may_evolve,
            form=EvaluationForm,
            audience=PARTIES,
            dated="Mission évaluée le",
            done="C'est fait : l'évaluation est notée. Prochaine étape : maintenir, modifier ou retirer la fiche.",
        ),
        T(
            "keep",
            "complete | evaluated | modified → kept",
            "Maintenir au registre",
            who=policies.may_evolve,
            form=ReasonForm,
            audience=PARTIES,
            done="C'est fait : la fiche est maintenue au registre.",
        ),
        T(
            "modify",
            "complete | evaluated | kept → modified",
            "Noter une évolution",
            who=policies.may_evolve,
            form=ReasonForm,
            audience=PARTIES,
            mails=[reactions.tell_modified],
            done="C'est fait : l'évolution est notée, le prestataire en est prévenu. Prochaine étape : reprendre les rubriques concernées.",
        ),
        T(
            "withdraw",
            f"spotted | {LISTED} → withdrawn",
            "Retirer du registre",
            who=policies.may_withdraw,
            form=ReasonForm,
            audience=PARTIES,
            mails=[reactions.tell_withdrawn],
            correct=Correct(who=policies.may_withdraw),
            warning="La fiche ne sera plus proposée et ne se modifiera plus. Le prestataire recevra votre motif. Rien n'est effacé.",
            done="C'est fait : la fiche est retirée du registre, le prestataire reçoit votre motif.",
        ),
        T(
            "restore",
            "withdrawn → spotted",
            "Remettre au registre",
            who=policies.may_withdraw,
            form=ReasonForm,
            audience=PARTIES,
            mails=[reactions.tell_restored],
            done="C'est fait : la fiche revient au registre. Prochaine étape : la vérifier.",
        ),
    ],
)
