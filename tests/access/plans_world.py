"""A plan in preparation in a dossier of its own, and another dossier of the same structure that has none yet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cordee.accompaniment.plans import actions
from tests.accompaniment.cases import scene
from tests.accompaniment.plans import drawing
from tests.factories import SYSTEM

OF_PLAN = ("plan", "versions", "edit", "revise", "agree", "print", "action_add")
OF_ACTION = ("action", "action_edit", "fund", "prove")
OF_CASE = ("effort", "effect")


class Plans:
    def __init__(self, structure: Any) -> None:
        self.bare = scene.bring(scene.open_case(structure), "shared")
        self.case = scene.bring(scene.open_case(structure), "shared")
        self.plan = drawing.drawn(self.case)
        self.action = drawing.engineering(self.plan)
        self.funding = actions.fund(actor=SYSTEM, action=self.action, kind="fund", amount=Decimal(1000))

    def arguments(self) -> dict[str, dict[str, Any]]:
        plan, action, case = ({"public_id": one.public_id} for one in (self.plan, self.action, self.case))
        return {
            "plans:draw": {"public_id": self.bare.public_id},
            **{f"plans:{name}": plan for name in OF_PLAN},
            **{f"plans:{name}": action for name in OF_ACTION},
            **{f"plans:{name}": case for name in OF_CASE},
            "plans:unfund": action | {"funding_id": self.funding.public_id},
        }
