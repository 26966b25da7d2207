"""A version's actions as they were when it was validated, and what changes from one version to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cordee.accompaniment.plans import queries
from cordee.accompaniment.plans.models import Plan, PlanAction, Version
from cordee.core.formats import date_short, euros, period

#: what an action says in a version, by name
TOLD = (
    ("title", "Intitulé"), ("kind", "Type"), ("nature", "Nature"), ("issue", "Problématique"), ("owner", "Responsable"),
    ("partner", "Partenaire"), ("starts_on", "Début"), ("due_on", "Échéance"), ("cost", "Coût estimé"),
)  # fmt: skip
Shot = dict[str, str]


def shot_of(action: PlanAction) -> Shot:
    return {
        "key": str(action.public_id),
        "title": action.title,
        "kind": action.get_kind_display(),
        "nature": str(action.nature),
        "issue": action.issue,
        "owner": action.owner,
        "partner": action.partner.name if action.partner else "",
        "starts_on": date_short(action.starts_on),
        "due_on": date_short(action.due_on),
        "cost": euros(action.cost) if action.cost is not None else "",
    }


def snapshot(plan: Plan) -> list[Shot]:
    """What was given up is no longer in the plan."""
    return [shot_of(action) for action in queries.actions_of(plan).exclude(state=PlanAction.State.GIVEN_UP)]


def content_of(version: Version) -> list[Shot]:
    """As it was validated; as it stands for the one in preparation."""
    return snapshot(version.plan) if version.state == Version.State.DRAFT else version.content


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is, before, after."""

    what: str
    before: str
    after: str


def differences(before: Version, after: Version) -> list[Change]:
    """From one version to the next: words first, then actions withdrawn, added, changed."""
    changes = [Change(label, old, new) for label, old, new in _words(before, after) if old != new]
    former, now = ({shot["key"]: shot for shot in content_of(version)} for version in (before, after))
    changes += [Change(f"Action « {former[key]['title']} »", "dans le parcours", "retirée") for key in former if key not in now]
    changes += [Change(f"Action « {now[key]['title']} »", "absente", "ajoutée") for key in now if key not in former]
    for key in (key for key in now if key in former):
        changes += [
            Change(f"Action « {now[key]['title']} », {label.lower()}", former[key][name] or "–", now[key][name] or "–")
            for name, label in TOLD
            if former[key][name] != now[key][name]
        ]
    return changes


def _words(before: Version, after: Version) -> list[tuple[str, Any, Any]]:
    labels = (("Objectifs", "objectives"), ("Modalités de suivi", "follow_up"), ("Modalités d'actualisation", "updating"))
    times = ("Durée", period(before.starts_on, before.ends_on), period(after.starts_on, after.ends_on))
    return [times, *((label, getattr(before, name), getattr(after, name)) for label, name in labels)]
