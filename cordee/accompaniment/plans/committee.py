"""What the support committee reads of a plan: where it goes, what will be done, what that costs. Nothing of the structure's accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cordee.accompaniment.cases.committee import Facts, summary_parts
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.plans.models import PlanAction, Version
from cordee.core.formats import date_short, euros


def facts(cases: Sequence[Case]) -> Facts:
    rows = Version.objects.for_system("of dossiers on the agenda of a committee").filter(plan__case__in=cases)
    found: Facts = defaultdict(list)
    for version in rows.order_by("plan_id", "-number").distinct("plan_id").select_related("plan"):
        span = f"du {date_short(version.starts_on)} au {date_short(version.ends_on)}"
        found[version.plan.case_id] += [("Parcours", f"Version {version.number}, {span}"), ("Objectifs du parcours", version.objectives)]
    titles: dict[int, list[str]] = defaultdict(list)
    actions = PlanAction.objects.for_system("of dossiers on the agenda of a committee").filter(plan__case__in=cases)
    for action in actions.exclude(state=PlanAction.State.GIVEN_UP).select_related("plan").order_by("starts_on", "id"):
        titles[action.plan.case_id].append(f"{action.title} ({euros(action.cost, '')})" if action.cost else action.title)
    for case_id, told in titles.items():
        found[case_id].append(("Actions", " ; ".join(told)))
    return found


summary_parts.add("plan", facts)
