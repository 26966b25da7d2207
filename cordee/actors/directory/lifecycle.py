"""The life of a proposed change: the structure proposes, the DLA accepts or says why not, both can step back."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.actors.directory import actions, policies, reactions
from cordee.actors.directory.children import proposals
from cordee.actors.directory.models import ChangeRequest
from cordee.core.access import Refusal
from cordee.core.lifecycle import Correct, Lifecycle, T, TransitionForm

STATES = ChangeRequest.State
PARTIES = ["operator", "structure"]


class RefuseForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La structure le lira tel quel. Dites ce qui manque ou ce qui contredit vos informations.",
        error_messages={"required": "Indiquez le motif : la structure saura ce qui manque."},
    )


def sheet_unchanged(change: Any, data: Any) -> Refusal | None:
    """Someone edited one of these fields since the proposal: accepting blindly would overwrite it."""
    return proposals.may_apply(change, change.organisation)


def not_joined(change: Any, data: Any) -> Refusal | None:
    return policies.refuse_joined(change.organisation)


CHANGE = Lifecycle(
    "directory.change_request",
    ChangeRequest,
    STATES,
    [
        T(
            "propose",
            "→ proposed",
            "Proposer une modification",
            who=policies.may_propose,
            guards=[not_joined],
            audience=PARTIES,
            mails=[reactions.tell_officers],
            done="C'est fait : votre DLA a reçu votre proposition. Prochaine étape : sa réponse.",
        ),
        T(
            "accept",
            "proposed → accepted",
            "Accepter la modification",
            who=policies.may_review,
            guards=[sheet_unchanged],
            do=actions.apply_change,
            mails=[reactions.tell_accepted],
            audience=PARTIES,
            correct=Correct(who=policies.may_review, undo=actions.undo_change),
            done="C'est fait : la fiche porte les nouvelles valeurs, la structure en est prévenue.",
        ),
        T(
            "refuse",
            "proposed → refused",
            "Refuser la modification",
            who=policies.may_review,
            form=RefuseForm,
            do=actions.note_refusal,
            audience=PARTIES,
            correct=Correct(who=policies.may_review),
            done="C'est fait : la structure reçoit votre motif et peut proposer de nouveau.",
        ),
        T(
            "withdraw",
            "proposed → withdrawn",
            "Retirer la proposition",
            who=policies.may_withdraw,
            audience=PARTIES,
            done="C'est fait : la proposition est retirée, la fiche ne change pas.",
        ),
    ],
    parent="organisation",
)
