"""What shared diagnoses hang on the house."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.cases.policies import may_conduct
from cordee.accompaniment.diagnoses import committee, copied, documents, guards, owed, parameters, presentation, telling, todos
from cordee.accompaniment.diagnoses.actions.writing import EARLY
from cordee.accompaniment.diagnoses.models import Assent, Contribution, Diagnosis, Review, Version
from cordee.core import formats, merging, panels
from cordee.core.access import Actor
from cordee.core.settings.touches import touches

__all__ = ["committee", "copied", "guards", "owed", "telling", "todos"]

for document in documents.ALL:
    document.declare()


@touches(parameters.REVIEW_AFTER)
@touches(parameters.ACCOUNTS_BACK)
def years_touch(place: str | None, since: Any, value: str) -> str:
    kept = Diagnosis.objects.for_system("counted before a change of settings").count()
    said = formats.counted(kept, "diagnostic ouvert garde ses années", "diagnostics ouverts gardent leurs années")
    return f"{said} ; les suivants prendront ce réglage."


# -- on the page of a dossier ---------------------------------------------------------------------------------------------------
def diagnoses_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """With, of each, its last version and how many said yes to it."""
    last = Version.objects.for_system("of diagnoses already seen").filter(diagnosis=OuterRef("pk")).order_by("-number")
    said = Assent.objects.for_system("of versions already seen").filter(version__diagnosis=OuterRef("pk"), version__number=OuterRef("last"))
    rows = Diagnosis.objects.visible_to(actor).filter(case=case).select_related("organisation")
    counted = said.order_by().values("version").annotate(n=Count("pk")).values("n")
    return {
        "diagnoses": rows.annotate(last=Subquery(last.values("number")[:1])).annotate(said=Subquery(counted)).order_by("opened_on", "id"),
        "structures": Beneficiary.objects.for_system("structures of a dossier that the actor sees")
        .filter(case=case, state=Beneficiary.State.IN)
        .select_related("organisation")
        .order_by("since", "id"),
    }


def diagnoses_of(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    diagnoses, structures = rows["diagnoses"], rows["structures"]
    openable = can_open(case, diagnoses, structures) if not case.is_over and may_conduct(actor, case) is None else []
    if not diagnoses and not openable and case.state in EARLY:
        return None
    shown = []
    for one in diagnoses:
        needed = 2 if one.organisation_id else len(structures) + 1
        state, tone = presentation.state_of(case, one.last, one.said or 0, needed)
        title = one.organisation.name if one.organisation else "Diagnostic commun"
        why = f"Indicateurs N+2 : à partir du 01/01/{one.review_year + 1}" if case.state in presentation.AFTER else ""
        shown.append({"title": title, "url": one.get_absolute_url(), "state": state, "tone": tone, "why": why})
    return {"diagnoses": shown, "openable": openable, "over": case.is_over, "open_url": reverse("diagnoses:open", args=[case.public_id])}


def can_open(case: Case, diagnoses: list[Diagnosis], structures: list[Any]) -> list[tuple[str, str]]:
    """The label of the button, and the structure that it names (empty: common to all)."""
    if case.state in EARLY:
        return []
    there = {one.organisation_id for one in diagnoses}
    missing = [b.organisation for b in structures if b.organisation_id not in there]
    several = case.kind == Case.Kind.COLLECTIVE
    common = [("Ouvrir un diagnostic commun", "")] if several and None not in there else []
    label = "Ouvrir le diagnostic de {}" if several else "Ouvrir le diagnostic"
    return common + [(label.format(one.name), str(one.public_id)) for one in missing]


panels.declare(
    panels.Panel(
        "diagnoses.case", "cases.case", "Diagnostic partagé", "diagnoses/panel.html", diagnoses_of, diagnoses_read, order=52,
        audience=frozenset({"operator", "structure", "network", "partner"}),
    )
)  # fmt: skip

# -- what a merge does ------------------------------------------------------------------------------------------------------
OWN_THREAD = "Un diagnostic reste au fil de son dossier, qui n'est pas celui d'une organisation."
for model in (Diagnosis, Version, Contribution, Review):
    merging.stay(model, "thread", OWN_THREAD)
merging.move(Diagnosis, "organisation", "diagnostic partagé", "diagnostics partagés", same=("case",))
merging.move(Contribution, "organisation", "contribution à un diagnostic", "contributions à des diagnostics", same=("diagnosis", "kind"))
merging.move(Assent, "organisation", "validation d'un diagnostic", "validations de diagnostics", same=("version", "side"))
