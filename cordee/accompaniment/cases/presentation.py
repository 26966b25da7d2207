"""What the page of a dossier shows, and to whom. A party reads public names; accounts are read by the DLA and the structure alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases import policies, queries
from cordee.accompaniment.cases.models import Accounts, Case, Step
from cordee.accompaniment.cases.wording_of_states import PUBLIC
from cordee.core.access import Actor, capacities_in
from cordee.core.journal import fil
from cordee.core.lifecycle import offers
from cordee.core.models import Event
from cordee.core.panels import panels_of
from cordee.core.views.acts import offer_links

#: the states of the stage bar, in order
BAR = ("requested", "received", "diagnosing", "shared", "planned", "under_way", "follow_up", "closed")
BEFORE = {"reviewed": "follow_up", "reoriented": "received"}
TONES = {"requested": "warn", "closed": "ok", "reoriented": "plain", "abandoned": "plain"}


def is_inside(actor: Actor, case: Case) -> bool:
    """Does the actor read this dossier as the DLA? Every other reader meets public names only."""
    return actor.is_system or "operator" in capacities_in(actor, case.thread)


def state_said(case: Case, inside: bool) -> str:
    return str(case.get_state_display()) if inside else PUBLIC[case.state].name


def bar_of(case: Case, inside: bool) -> dict[str, Any]:
    """The stage bar. A dossier that stopped shows where it stood."""
    names = [(state, str(Case.State(state).label) if inside else PUBLIC[state].name) for state in BAR]
    stopped = case.state in (Case.State.ABANDONED, Case.State.REORIENTED)
    stood = left_from(case) if case.state == Case.State.ABANDONED else case.state
    now = BEFORE.get(stood, stood)
    return {"states": names, "now": now, "stopped": state_said(case, inside) if stopped else ""}


def left_from(case: Case) -> str:
    """The state in which a dossier was stopped."""
    events = Event.objects.for_system("of a dossier that the actor may see").filter(thread=case.thread, code="cases.case.abandon")
    last = events.order_by("-id").first()
    return last.from_state if last else Case.State.REQUESTED


def steps_of(case: Case, structures: list[Any]) -> list[SimpleNamespace]:
    """Each of the five steps: what each structure said there, and who took part."""
    words, present = queries.last_words(case), list(case.presences.select_related("organisation").order_by("on", "id"))
    return [
        SimpleNamespace(
            label=step.label,
            said=[(b.organisation.name, words[step, b.organisation_id]) for b in structures if (step, b.organisation_id) in words],
            present=[p for p in present if p.step == step],
        )
        for step in Step
    ]


def case_page(case: Case, actor: Actor, before: int | None = None) -> dict[str, Any]:
    inside, structures = is_inside(actor, case), list(queries.structures_of(case))
    lines, following = fil(case.thread, actor, before=before)
    handled, public = queries.handled_by(case), PUBLIC[case.state]
    offered = offers(case, actor)
    return {
        "case": case, "nav_current": "cases", "inside": inside, "state": state_said(case, inside), "tone": TONES.get(case.state, "warn"),
        "bar": bar_of(case, inside), "now": public.now, "delay": "" if inside else public.delay,
        "offers": offer_links(case, [o for o in offered if o.name != "abandon"]),
        "stop": offer_links(case, [o for o in offered if o.name == "abandon"]),
        "structures": structures, "motives": queries.motives_of(case), "steps": steps_of(case, structures),
        "accounts": list(Accounts.objects.visible_to(actor).filter(case=case).select_related("organisation").order_by("-year", "id")),
        "reads_accounts": inside or policies.is_accompanied(actor, case),
        "eligibility": queries.eligibility_of(case) if inside else None,
        "reorientation": getattr(case, "reorientation", None) if case.state == Case.State.REORIENTED else None,
        "handled": [(row, queries.colleague_name(row.membership)) for row in handled.values()],
        "validations": list(case.validations.select_related("organisation").order_by("on", "id")),
        "acts": acts_for(case, actor), "lines": lines, "following": following,
        "linked": queries.linked_to(case, actor),
        "panels": panels_of(case, actor, frozenset(capacities_in(actor, case.thread))),
    }  # fmt: skip


def acts_for(case: Case, actor: Actor) -> dict[str, str]:
    """Name of a form → its address, for those that this reader may fill in now."""
    if case.is_over:
        return {}
    conducts = policies.may_conduct(actor, case) is None
    engaged = ("adhesion", "validation", "accounts") if conducts or policies.is_accompanied(actor, case) else ()
    led = ("assign",) if conducts else ()
    received = ("judge", "decide") if conducts and case.state == Case.State.RECEIVED else ()
    return {name: reverse(f"cases:{name}", args=[case.public_id]) for name in (*engaged, *led, *received)}
