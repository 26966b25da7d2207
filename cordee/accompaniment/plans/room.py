"""What support plans hang on the house."""

from __future__ import annotations

from cordee.accompaniment.plans import committee, copied, lists, nomenclatures, owed, reactions, telling, todos
from cordee.accompaniment.plans.document import PLAN
from cordee.accompaniment.plans.models import Agreement, Effect, Effort, Funding, Plan, PlanAction, Version
from cordee.accompaniment.plans.panel import context, reads
from cordee.core import merging, panels
from cordee.core.shell import MenuEntry, menu

__all__ = ["committee", "copied", "lists", "nomenclatures", "owed", "reactions", "telling", "todos"]

PLAN.declare()
WORK, CONSULTS = "Mon travail", lists.CONSULTS
menu.add("missions", MenuEntry("missions", WORK, "Missions à consulter", "plans:missions", "clipboard-list", order=7, profiles=CONSULTS))
menu.add("effects", MenuEntry("effects", WORK, "Effets", "plans:effects", "sprout", order=8, profiles=CONSULTS))
panels.declare(panels.Panel("plans.plan", "cases.case", "Parcours d'accompagnement", "plans/panel_plan.html", context, reads, order=40))

# -- what a merge does --------------------------------------------------------------------------------------------------------
OWN_THREAD = "Un parcours suit le fil de son dossier : il n'est pas celui d'une organisation."
for model in (Plan, Version, PlanAction, Effort, Effect):
    merging.stay(model, "thread", OWN_THREAD)
merging.move(Agreement, "organisation", "validation d'un parcours", "validations de parcours", same=("plan_version", "side"))
merging.move(PlanAction, "partner", "action de parcours", "actions de parcours")
merging.move(Funding, "organisation", "financement d'une action", "financements d'actions", same=("action", "kind"))
merging.move(Effort, "organisation", "engagement en nature", "engagements en nature")
merging.move(Effect, "organisation", "effet d'un accompagnement", "effets d'accompagnements")
merging.move(Effect, "partner", "effet dont c'est le partenaire", "effets dont c'est le partenaire")
