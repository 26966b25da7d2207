"""What a dossier waits for until its plan is validated, then whenever an update of it is."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from cordee.accompaniment.cases import next_step
from cordee.accompaniment.cases.models import Beneficiary, Case, Validation
from cordee.accompaniment.cases.next_step import NextStep
from cordee.accompaniment.cases.queries import structures_of, validations_of
from cordee.accompaniment.cases.validating import Validated, declare, still_owed
from cordee.accompaniment.plans import policies, queries
from cordee.accompaniment.plans.models import Agreement, Plan, Version
from cordee.core.access import Actor
from cordee.core.panels import Reads, Rows

DRAW = "Élaborer le parcours"


def page(case: Case, actor: Actor) -> str:
    """The plan; to whoever conducts the dossier, its drawing while there is none."""
    if plan := queries.plan_of(case):
        return plan.get_absolute_url()
    return "" if policies.may_draw(actor, case) else _drawing(case)


def _drawing(case: Case) -> str:
    return reverse("plans:draw", args=[case.public_id])


def reads(case: Case, actor: Actor) -> Reads:
    return {
        "plans": Plan.objects.for_system("of a dossier that the actor may see").filter(case=case).order_by("id"),
        "validations": validations_of(case, Validation.What.PLAN),
    }


def steps(case: Case, actor: Actor, rows: Rows, due: date | None) -> list[NextStep]:
    if not rows["plans"]:
        return [NextStep(DRAW, "operator", due, url=_drawing(case), button=DRAW)]
    done = {(one.side, one.organisation_id) for one in rows["validations"]}
    return still_owed("Valider le parcours d'accompagnement", rows["structures"], done, rows["plans"][0].get_absolute_url(), due)


def update_reads(case: Case, actor: Actor, capacities: frozenset[str]) -> Reads:
    system = "of a dossier that the actor may see"
    drafts = Version.objects.for_system(system).filter(plan__case=case, state=Version.State.DRAFT, number__gt=1)
    said = Agreement.objects.for_system(system).filter(plan_version__in=drafts.order_by().values("pk"))
    return {
        "drafts": drafts.select_related("plan").order_by("id"),
        "said": said.order_by("id"),
        "structures": structures_of(case).filter(state=Beneficiary.State.IN),
    }


def update_steps(case: Case, actor: Actor, capacities: frozenset[str], rows: Rows) -> list[NextStep]:
    """The DLA writes an update first; it is awaited of the others once a side has said yes to it."""
    if not rows["drafts"] or case.state not in queries.RUNNING:
        return []
    version, done = rows["drafts"][0], {(one.side, one.organisation_id) for one in rows["said"]}
    address = version.plan.get_absolute_url()
    if not done:
        label = f"Reprendre la version {version.number} du parcours"
        return [NextStep(f"{label}, puis la valider des deux côtés", "operator", url=address, button=label)]
    return still_owed("Valider l'actualisation du parcours", rows["structures"], done, address)


next_step.declare(next_step.Source("plans.update", update_steps, update_reads, order=46))
declare(Validated(Validation.What.PLAN.value, page, reads, steps))
