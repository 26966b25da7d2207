"""The life of a version of a plan, and that of each action."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from cordee.accompaniment.plans import guards, policies
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.accompaniment.plans.snapshots import snapshot
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.lifecycle import Lifecycle, T, TransitionForm, advance

PARTIES = ["operator", "structure", "network"]
DRAWERS = ["operator", "structure"]
LONG = forms.Textarea(attrs={"rows": 3})


class OfAction(TransitionForm):
    """The fil names the action without reading it again."""

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"title": self.obj.title}


class OfVersion(TransitionForm):
    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"number": self.obj.number}


class DoneForm(OfAction):
    outcome = forms.CharField(
        label="Ce qui a été fait",
        max_length=2000,
        widget=LONG,
        help_text="En quelques phrases. La preuve se joint à l'action, avant ou après.",
        error_messages={"required": "Dites en quelques mots ce qui a été fait."},
    )


class GiveUpForm(OfAction):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=LONG,
        error_messages={"required": "Indiquez pourquoi l'action n'aura pas lieu, ou s'arrête."},
    )


def settle(version: Version, *, actor: Actor, number: int) -> None:
    """What both sides said yes to is frozen with its actions; the former version gives way."""
    version.settled_on = today()
    version.content = snapshot(version.plan)
    former = version.plan.versions.filter(state=Version.State.SETTLED).first()
    if former:
        advance(former, "replace", actor=actor)
    new = version.plan.actions.filter(validated_in=None, state__in=PlanAction.OPEN)
    new.update(validated_in=number)
    if version.plan.shared_on is None:
        version.plan.shared_on = version.settled_on
        version.plan.save(update_fields=["shared_on"])


def finish(action: PlanAction, *, actor: Actor, outcome: str, title: str, fact_on: date | None = None) -> None:
    action.outcome, action.ended_on = outcome, fact_on or today()


def give_up(action: PlanAction, *, actor: Actor, reason: str, title: str, fact_on: date | None = None) -> None:
    action.outcome, action.ended_on = reason, fact_on or today()


VERSION = Lifecycle(
    "plans.version",
    Version,
    Version.State,
    [
        T("draw", "→ draft", "Élaborer le parcours", who=policies.may_open, audience=DRAWERS),
        T(
            "settle", "draft → settled", "Arrêter cette version", who=policies.by_the_house, guards=[guards.agreed_by_both],
            form=OfVersion, do=settle,
            audience=PARTIES, done="C'est fait : cette version est en vigueur.",
        ),
        T("replace", "draft | settled → replaced", "Remplacer cette version", who=policies.by_the_house, audience=DRAWERS),
    ],
    parent="plan",
)  # fmt: skip
ACTION = Lifecycle(
    "plans.action",
    PlanAction,
    PlanAction.State,
    [
        T("add", "→ planned", "Ajouter une action", who=policies.may_add, audience=DRAWERS),
        T(
            "start", "planned → under_way", "Commencer l'action", who=policies.may_move, guards=[guards.is_validated, guards.is_launched],
            form=OfAction, dated="Commencée le", audience=PARTIES, done="C'est fait : l'action est en cours.",
        ),
        T(
            "finish", "planned | under_way → done", "Noter l'action faite", who=policies.may_move,
            guards=[guards.is_validated, guards.is_launched], form=DoneForm, do=finish, dated="Finie le", audience=PARTIES,
            done="C'est fait : l'action est notée faite. Prochaine étape : y joindre ce qui le prouve.",
        ),
        T(
            "give_up", "planned | under_way → given_up", "Abandonner l'action", who=policies.may_move, form=GiveUpForm, do=give_up,
            dated="Abandonnée le", audience=PARTIES, warning="L'action reste lisible dans le parcours, avec son motif.",
            done="C'est fait : l'action est abandonnée.",
        ),
    ],
    parent="plan",
)  # fmt: skip
