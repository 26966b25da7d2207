"""Dossiers before the support committee: which may be put on an agenda, what its members read of them, what its opinion is worth.

The committee gives an opinion, the DLA decides; where the territory says so, a plan waits for that opinion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from django.db.models import Q

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.cases.wording_of_states import public_state_of
from cordee.actors.network.queries.references import in_force
from cordee.actors.partners.actions import ask_no_more
from cordee.actors.partners.minutes import outcome_label, quorum_reached
from cordee.actors.partners.models import AgendaItem, Committee, Meeting
from cordee.actors.partners.parameters import BLOCKING
from cordee.actors.partners.policies import LIVE
from cordee.actors.partners.queries import last_heard, latest_opinions
from cordee.actors.partners.subjects import Candidate, Subject, Summary, subjects
from cordee.core import panels
from cordee.core.access import Actor, Refusal
from cordee.core.formats import counted, date_short
from cordee.core.lifecycle import consequence_on, guard_on
from cordee.core.models.journal import Event
from cordee.core.parameters import param
from cordee.core.registry import Registry

KIND = "case"
OFFERED = (
    Case.State.RECEIVED, Case.State.DIAGNOSING, Case.State.SHARED, Case.State.PLANNED, Case.State.UNDER_WAY, Case.State.FOLLOW_UP,
)  # fmt: skip
MOST = 200
Facts = dict[int, list[tuple[str, str]]]
UNASKED = "Ce dossier est fini : aucun avis n'est plus attendu."
#: the same, in a word, to the DLA
ENDED: dict[str, str] = {
    Case.State.ABANDONED: "dossier arrêté",
    Case.State.CLOSED: "dossier clos",
    Case.State.REORIENTED: "structure orientée ailleurs",
}

#: what higher rooms add to the summary (the shared diagnosis, the plan): dossiers → {dossier: [(label, text)]}. Never accounts.
summary_parts: Registry[Callable[[Sequence[Case]], Facts]] = Registry("partie du résumé d'un dossier")


# -- on an agenda ---------------------------------------------------------------------------------------------------------------
def territory_of(committee: Committee) -> Q:
    """The dossiers on which it gives its opinion: its zone with its basins, or the departments of its region."""
    if committee.region is None:
        return Q(zone=committee.zone) | Q(zone__startswith=f"{committee.zone}-")
    where = Q(pk__in=[])
    for code in committee.region.departments.order_by("code").values_list("code", flat=True):
        where |= Q(zone=code) | Q(zone__startswith=f"{code}-")
    return where


def candidates(actor: Actor, meeting: Meeting) -> list[Candidate]:
    """In the order of their request; those already on this agenda are not proposed again."""
    known = AgendaItem.objects.visible_to(actor).filter(meeting=meeting).exclude(dossier=None).order_by().values("dossier")
    rows = Case.objects.visible_to(actor).filter(territory_of(meeting.committee), state__in=OFFERED).exclude(thread__in=known)
    found = list(rows.order_by("requested_on", "id")[:MOST])
    structures = structures_by_case(found)
    return [
        Candidate(
            case.thread_id, case.title, f"{', '.join(name for _, name in structures[case.pk])}, {case.get_state_display().lower()}",
            structures[case.pk][0][0] if len(structures[case.pk]) == 1 else None,
        )
        for case in found
    ]  # fmt: skip


def structures_by_case(cases: Sequence[Case]) -> dict[int, list[tuple[int, str]]]:
    rows = Beneficiary.objects.for_system("of dossiers that the reader may see, or hears of at a committee").filter(
        Q(state=Beneficiary.State.IN) | Q(case__state__in=Case.OVER), case__in=cases
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    named = rows.order_by("case_id", "organisation__sort_key", "id").values_list("case_id", "organisation_id", "organisation__name")
    for case_id, organisation_id, name in named:
        found[case_id].append((organisation_id, name))
    return found


def summaries(threads: Sequence[int], actor: Actor | None) -> dict[int, Summary]:
    """What a member reads: neither notes, nor accounts, nor who handles it. The page is named to those who may open it."""
    rows = Case.objects.for_system("on the agenda of a committee that the reader sits in or animates").filter(thread__in=threads)
    cases = list(rows.prefetch_related("motives").order_by("id"))
    structures, motives = structures_by_case(cases), _motives(cases)
    opened = (
        set(Case.objects.visible_to(actor).filter(pk__in=[c.pk for c in cases]).order_by().values_list("pk", flat=True)) if actor else set()
    )
    parts = [part(cases) for part in summary_parts]
    found = {}
    for case in cases:
        own = [
            ("Structure" if len(structures[case.pk]) < 2 else "Structures", ", ".join(name for _, name in structures[case.pk])),
            ("Étape", public_state_of(case, own=False).name),
            ("Demandé le", date_short(case.requested_on)),
            ("Besoin", case.need),
            ("Motifs", ", ".join(motives[case.pk])),
            *(line for part in parts for line in part.get(case.pk, ())),
            ("Avis", UNASKED if case.is_over else ""),
        ]
        address = case.get_absolute_url() if case.pk in opened else ""
        found[case.thread_id] = Summary(tuple((label, text) for label, text in own if text), address)
    return found


def _motives(cases: Sequence[Case]) -> dict[int, list[str]]:
    wanted = {entry.pk for case in cases for entry in case.motives.all()}
    titles = {edition.entry_id: edition.title for edition in in_force().filter(entry__in=wanted)} if wanted else {}
    return {case.pk: [titles[entry.pk] for entry in case.motives.all() if entry.pk in titles] for case in cases}


subjects.add(KIND, Subject(KIND, candidates, summaries))


# -- what an opinion is worth ---------------------------------------------------------------------------------------------------
@guard_on("cases.case", "plan")
def was_heard(case: Case, data: Any = None) -> Refusal | None:
    """Only where the territory decided that the opinion is needed; a dossier taken over was heard elsewhere."""
    if case.taken_over or not param(BLOCKING, zone=case.zone):
        return None
    item = last_heard(case.thread_id)
    given = [opinion.value for opinion in latest_opinions([item])] if item else []
    if item is None or not {*given} - {"abstains"}:
        return Refusal(
            "committee",
            "Sur ce territoire, un parcours attend l'avis du comité d'appui : mettez ce dossier à l'ordre du jour d'une réunion.",
        )
    day = date_short(item.meeting.starts_at)
    if not quorum_reached(item.meeting):
        return Refusal(
            "quorum", f"Le comité du {day} n'avait pas son quorum, ou ses présences ne sont pas notées : son avis ne compte pas."
        )
    if outcome_label(given) == "Avis défavorable":
        return Refusal("against", f"Le comité du {day} a donné un avis défavorable : reprenez le parcours, puis présentez-le de nouveau.")
    return None


# -- on the page of the dossier -------------------------------------------------------------------------------------------------
def heard_read(case: Case, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    items = AgendaItem.objects.visible_to(actor).open_to(actor).filter(dossier=case.thread_id).exclude(meeting__state="cancelled")
    ids = items.order_by().values("pk")
    meetings = Meeting.objects.visible_to(actor).filter(items__in=ids).select_related("committee")
    opinions = latest_opinions(ids).select_related(None).order_by("id")
    return {"items": items.order_by("-id"), "meetings": meetings.order_by("-starts_at", "-id"), "opinions": opinions}


def heard(case: Case, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    meetings = {meeting.pk: meeting for meeting in rows["meetings"]}
    told = []
    for item in sorted(rows["items"], key=lambda one: meetings[one.meeting_id].starts_at, reverse=True):
        given = [opinion.value for opinion in rows["opinions"] if opinion.item_id == item.pk]
        meeting = meetings[item.meeting_id]
        told.append(SimpleNamespace(item=item, meeting=meeting, said=said_of(case, item, meeting, given)))
    return {"heard": told} if told else None


def said_of(case: Case, item: AgendaItem, meeting: Meeting, given: list[str]) -> str:
    """What became of a point, in a word: its opinion, or whether one is still awaited."""
    if given:
        return f"{outcome_label(given)}, {counted(len(given), 'avis donné', 'avis donnés')}"
    if meeting.state not in LIVE:
        return "aucun avis donné" if item.asks_opinion else "pour information"
    if case.is_over:
        return f"{ENDED[case.state]}, aucun avis n'est plus attendu"
    return "avis demandé" if item.asks_opinion else "pour information"


# -- at its end -----------------------------------------------------------------------------------------------------------------
@consequence_on("cases.case", "abandon")
@consequence_on("cases.case", "close")
@consequence_on("cases.case", "reorient")
def ask_the_committee_no_more(case: Case, event: Event, actor: Actor) -> None:
    ask_no_more(actor=Actor.system("Fin du dossier"), dossier=case.thread_id)


panels.declare(
    panels.Panel(
        "cases.committee", "cases.case", "Comité d'appui", "cases/panel_committee.html", heard, heard_read, order=70,
        audience=frozenset({"operator"}),
    )
)  # fmt: skip
