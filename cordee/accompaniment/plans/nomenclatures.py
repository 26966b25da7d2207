"""The natures of the actions of a plan."""

from __future__ import annotations

from cordee.accompaniment.plans.models import Nature
from cordee.core.nomenclatures import Nomenclature, declare

NATURES = declare(
    Nomenclature(
        code="natures-action",
        title="Natures d'action",
        model=Nature,
        one="nature",
        help="De quelle nature est une action d'un parcours : un parcours en combine plusieurs, pour plusieurs problématiques.",
        user=("action de parcours", "actions de parcours"),
    )
)
