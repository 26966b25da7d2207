"""What the support committee reads of a diagnosis once it is shared: what its last version says to whoever contributes, never accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cordee.accompaniment.cases.committee import Facts, summary_parts
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import content
from cordee.accompaniment.diagnoses.models import Version

TOLD = (("synthesis", "Diagnostic"), ("stakes", "Enjeux"), ("objectives", "Objectifs"))
#: until both sides have said yes to it, a diagnosis stays between those who write it
UNSHARED = (Case.State.REQUESTED, Case.State.RECEIVED, Case.State.DIAGNOSING)


def facts(cases: Sequence[Case]) -> Facts:
    rows = Version.objects.for_system("of dossiers on the agenda of a committee").filter(
        diagnosis__case__in=[case.pk for case in cases if case.state not in UNSHARED]
    )
    last = rows.order_by("diagnosis_id", "-number").distinct("diagnosis_id").select_related("diagnosis__organisation")
    of_case: dict[int, list[Version]] = defaultdict(list)
    for version in last:
        of_case[version.diagnosis.case_id].append(version)
    return {case_id: _told(versions) for case_id, versions in of_case.items()}


def _told(versions: list[Version]) -> list[tuple[str, str]]:
    """Under the name of each structure when there are several."""
    found = []
    for version in versions:
        said, whose = content.readable(version.content, close=False), version.diagnosis.organisation
        named = f" ({whose.name})" if whose and len(versions) > 1 else ""
        found += [(f"{label}{named}", said[name]) for name, label in TOLD if said.get(name)]
    return found


summary_parts.add("diagnosis", facts)
