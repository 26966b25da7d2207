"""The life of a territory's objectives: written, published once the actors were consulted, replaced by the next version."""

from __future__ import annotations

from typing import Any

from cordee.actors.network import policies
from cordee.actors.network.actions import declinations as actions
from cordee.actors.network.models import Declination
from cordee.core.access import Refusal
from cordee.core.lifecycle import Lifecycle, T


def actors_consulted(declination: Any, data: Any) -> Refusal | None:
    """Asked under the lock: whoever would take the last consultation off waits."""
    if declination.consulted.exists():
        return None
    return Refusal(
        "consulted",
        "La concertation avec les acteurs du territoire est indispensable : notez au moins un acteur consulté, "
        "avec la date et la forme, puis publiez. Le DLA du territoire peut le faire.",
    )


def something_said(declination: Any, data: Any) -> Refusal | None:
    if declination.texts:
        return None
    return Refusal("empty", "Aucun objectif n'est encore décliné : écrivez au moins le texte d'un objectif, puis publiez.")


DECLINATION = Lifecycle(
    "network.declination",
    Declination,
    Declination.State,
    [
        T(
            "start",
            "→ draft",
            "Préparer une déclinaison locale",
            who=policies.may_start,
            audience=("operator",),
        ),
        T(
            "publish",
            "draft → published",
            "Publier cette déclinaison",
            who=policies.may_publish,
            guards=[something_said, actors_consulted],
            do=actions.publish,
            warning="Le texte et la liste des acteurs consultés seront lus par toutes les personnes qui ont un accès, et ne "
            "changeront plus. La version publiée jusqu'ici reste lisible, marquée « Remplacée ».",
            done="C'est fait : la déclinaison est publiée. Prochaine étape : la faire connaître aux acteurs consultés.",
        ),
        T("replace", "published → replaced", "Remplacer par la version suivante", who=policies.by_the_house, do=actions.replace_version),
    ],
)
