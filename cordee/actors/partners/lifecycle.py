"""The lives of a meeting and of a contribution."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.actors.partners import minutes, policies, queries, reactions
from cordee.actors.partners.actions import giving
from cordee.actors.partners.models import MEMBERS, Contribution, Meeting
from cordee.core import clock
from cordee.core.access import Refusal
from cordee.core.lifecycle import Correct, Lifecycle, T, TransitionForm


class CancelForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Les membres le liront tel quel.",
        error_messages={"required": "Indiquez pourquoi la réunion est annulée : les membres le liront."},
    )


class CloseForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Indiquez pourquoi cette contribution prend fin."},
    )


def ready_to_convene(meeting: Meeting, data: Any) -> Refusal | None:
    if meeting.starts_at <= clock.now():
        return Refusal("past", "La réunion est passée : notez plutôt qu'elle s'est tenue, ou changez sa date.")
    if not meeting.items.exists():
        return Refusal("agenda", "L'ordre du jour est vide : ajoutez un point avant de convoquer.")
    if not queries.seats(meeting.committee).exists():
        return Refusal("members", "Le comité n'a aucun membre en cours : ajoutez ses membres avant de convoquer.")
    return None


def has_begun(meeting: Meeting, data: Any) -> Refusal | None:
    if meeting.starts_at > clock.now():
        return Refusal("future", "La réunion n'a pas encore eu lieu : elle se note tenue à partir de son heure.")
    return None


def is_written(meeting: Meeting, data: Any) -> Refusal | None:
    if not meeting.minutes.strip():
        return Refusal("minutes", "Le compte rendu est vide : écrivez-le avant de le publier.")
    if not meeting.attendances.exists():
        return Refusal("attendance", "Les présences manquent : notez qui était là avant de publier le compte rendu.")
    return None


def convene(meeting: Meeting, *, actor: Any) -> None:
    meeting.convened_at = clock.now()
    minutes.produce_for(meeting, minutes.CONVOCATION, actor)


def publish(meeting: Meeting, *, actor: Any) -> None:
    meeting.published_at = clock.now()
    minutes.produce_for(meeting, minutes.MINUTES, actor)


def reopen(meeting: Meeting, **of: Any) -> None:
    meeting.published_at = None


def cancel(meeting: Meeting, *, actor: Any, reason: str) -> None:
    meeting.reason = reason


MEETING = Lifecycle(
    "partners.meeting",
    Meeting,
    Meeting.State,
    [
        T("plan", "→ planned", "Planifier une réunion", who=policies.may_animate, audience=MEMBERS),
        T(
            "convene",
            "planned → planned",
            "Envoyer la convocation",
            who=policies.may_move,
            guards=[ready_to_convene],
            do=convene,
            mails=[reactions.tell_convened],
            audience=MEMBERS,
            warning="Chaque membre reçoit un courriel avec la date, le lieu et un lien vers l'ordre du jour. La convocation est produite "
            "en "
            "Word et en PDF, pour ceux qui n'ont pas d'adresse.",
            done="C'est fait : la convocation est envoyée aux membres. Prochaine étape : leurs avis, puis la réunion.",
        ),
        T(
            "hold",
            "planned → held",
            "Noter que la réunion s'est tenue",
            who=policies.may_move,
            guards=[has_begun],
            audience=MEMBERS,
            correct=Correct(who=policies.may_move),
            done="C'est fait : la réunion est notée tenue. Prochaine étape : son compte rendu.",
        ),
        T(
            "publish",
            "held → reported",
            "Publier le compte rendu",
            who=policies.may_move,
            guards=[is_written],
            do=publish,
            mails=[reactions.tell_minutes],
            audience=MEMBERS,
            correct=Correct(who=policies.may_take_back_minutes, undo=reopen),
            warning="Tous les membres pourront le lire, et son texte ne pourra plus changer. Il est produit en Word et en PDF.",
            done="C'est fait : le compte rendu est publié, les membres en sont prévenus.",
        ),
        T(
            "cancel",
            "planned → cancelled",
            "Annuler la réunion",
            who=policies.may_move,
            form=CancelForm,
            do=cancel,
            mails=[reactions.tell_cancelled],
            audience=MEMBERS,
            done="C'est fait : la réunion est annulée, les membres convoqués en sont prévenus.",
        ),
    ],
)
CONTRIBUTION = Lifecycle(
    "partners.contribution",
    Contribution,
    Contribution.State,
    [
        T("propose", "→ proposed", "Proposer une contribution", who=policies.may_propose, audience=["operator"]),
        T(
            "agree",
            "proposed → active",
            "Noter l'accord",
            who=policies.may_keep,
            do=giving.agree,
            dated="Convenue le",
            audience=["operator"],
            done="C'est fait : la contribution est active.",
        ),
        T(
            "close",
            "proposed | active → closed",
            "Clore la contribution",
            who=policies.may_keep,
            form=CloseForm,
            do=giving.close,
            dated="Close le",
            audience=["operator"],
            done="C'est fait : la contribution est close.",
        ),
    ],
)
