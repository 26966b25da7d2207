"""The life of a step to come, and that of a piece asked for."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.accompaniment.followup import guards, letters, policies
from cordee.accompaniment.followup.models import Piece, Step
from cordee.core.clock import today
from cordee.core.lifecycle import Lifecycle, T, TransitionForm

LONG = forms.Textarea(attrs={"rows": 3})
BETWEEN = ["operator", "structure"]


class NamedForm(TransitionForm):
    """The event bears the name of the piece: its sentence is told without reading the piece."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"label": self.obj.label}


class LackForm(NamedForm):
    lacking = forms.CharField(
        label="Ce qui manque", max_length=500, widget=LONG, help_text="La structure le lira tel quel : « il manque la page 3 ».",
        error_messages={"required": "Dites ce qui manque : la structure le lira."},
    )  # fmt: skip


class WaiveForm(NamedForm):
    reason = forms.CharField(
        label="Pourquoi", max_length=500, widget=LONG, help_text="Par exemple : « pas de convention, la structure n'est pas une SIAE ».",
        error_messages={"required": "Dites en quelques mots pourquoi cette pièce est sans objet."},
    )  # fmt: skip


class DropForm(TransitionForm):
    reason = forms.CharField(
        label="Motif", max_length=500, widget=LONG, error_messages={"required": "Dites pourquoi cette étape n'aura pas lieu."}
    )


def receive(piece: Piece, *, actor: Any, label: str) -> None:
    piece.given_on, piece.lacking = today(), ""


def lack(piece: Piece, *, actor: Any, lacking: str, label: str) -> None:
    piece.lacking = lacking


def waive(piece: Piece, *, actor: Any, reason: str, label: str) -> None:
    piece.reason, piece.lacking = reason, ""


def ask_again(piece: Piece, *, actor: Any, label: str) -> None:
    piece.reason = ""


def drop(step: Step, *, actor: Any, reason: str) -> None:
    step.reason = reason


STEP = Lifecycle(
    "followup.step",
    Step,
    Step.State,
    [
        T("plan", "→ planned", "Prévoir l'étape", who=policies.may_plan, audience=["operator"]),
        T(
            "finish", "planned → done", "Dire que c'est fait", who=policies.may_finish, dated="Fait le", audience=["operator"],
            done="C'est fait : l'étape est notée comme faite.",
        ),
        T(
            "drop", "planned → dropped", "Abandonner l'étape", who=policies.may_drop, form=DropForm, do=drop, audience=["operator"],
            done="C'est fait : l'étape est abandonnée, son motif est gardé.",
        ),
    ],
    parent="case",
)  # fmt: skip

PIECE = Lifecycle(
    "followup.piece",
    Piece,
    Piece.State,
    [
        T("ask", "→ asked", "Demander la pièce", who=policies.may_open, audience=BETWEEN),
        T(
            "receive", "asked | to_complete | received → received", "Envoyer la pièce", who=policies.may_give, guards=[guards.has_papers],
            form=NamedForm, do=receive, audience=BETWEEN,
        ),
        T(
            "accept", "received → accepted", "Accepter la pièce", who=policies.may_judge, form=NamedForm, audience=BETWEEN,
            done="C'est fait : la pièce est acceptée.",
        ),
        T(
            "lack", "received → to_complete", "Dire ce qui manque", who=policies.may_judge, form=LackForm, do=lack, audience=BETWEEN,
            mails=[letters.to_complete], warning="La structure recevra un courriel : elle lira ce qui manque et pourra compléter.",
            done="C'est fait : la structure sait ce qui manque.",
        ),
        T(
            "waive", "asked | to_complete → waived", "Dire que la pièce est sans objet", who=policies.may_give, form=WaiveForm, do=waive,
            audience=BETWEEN, done="C'est fait : la pièce est notée sans objet.",
        ),
        T(
            "ask_again", "waived | accepted → asked", "Redemander la pièce", who=policies.may_judge, form=NamedForm, do=ask_again,
            audience=BETWEEN, done="C'est fait : la pièce est redemandée.",
        ),
    ],
    parent="case",
)  # fmt: skip
