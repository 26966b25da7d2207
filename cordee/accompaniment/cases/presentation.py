"""What the page of a dossier shows, and to whom. A party reads public names; accounts are read by the DLA and the structure alone."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases import policies, queries
from cordee.accompaniment.cases.models import Adhesion, Beneficiary, Case, Step
from cordee.accompaniment.cases.next_step import next_steps
from cordee.accompaniment.cases.reading import rows_of
from cordee.accompaniment.cases.validating import VALIDATES
from cordee.accompaniment.cases.wording_of_states import PUBLIC, delay_said, public_state_of
from cordee.core.access import Actor, capacities_in
from cordee.core.clock import today
from cordee.core.files.policies import may_join
from cordee.core.files.queries import files_of
from cordee.core.journal import fil
from cordee.core.lifecycle import offers
from cordee.core.models import Event
from cordee.core.panels import panels_of
from cordee.core.views.acts import act_url, offer_links

#: the states of the stage bar, in order
BAR = ("requested", "received", "diagnosing", "shared", "planned", "under_way", "follow_up", "closed")
BEFORE = {"reviewed": "follow_up", "reoriented": "received"}
#: the state of the bar from which a step is to be adhered to
REACHED = dict(zip(Step, ("received", "diagnosing", "shared", "under_way", "follow_up"), strict=True))
ASIDE = ("abandon",)  # offered apart, never filled
JOINERS = ("operator", "structure", "network")
TONES = {"requested": "warn", "closed": "ok", "reoriented": "plain", "abandoned": "plain"}


def is_inside(actor: Actor, case: Case) -> bool:
    """Does the actor read this dossier as the DLA? Every other reader meets public names only."""
    return actor.is_system or "operator" in capacities_in(actor, case.thread)


def state_said(case: Case, capacities: Collection[str]) -> str:
    """Where the dossier stands, to a reader who has these capacities in it."""
    return str(case.get_state_display()) if "operator" in capacities else public_state_of(case, own="structure" in capacities).name


def bar_of(case: Case, inside: bool, said: str) -> dict[str, Any]:
    """The stage bar. A dossier that stopped shows where it stood."""
    names = [(state, str(Case.State(state).label) if inside else PUBLIC[state].name) for state in BAR]
    stopped = case.state in (Case.State.ABANDONED, Case.State.REORIENTED)
    stood = left_from(case) if case.state == Case.State.ABANDONED else case.state
    now = BEFORE.get(stood, stood)
    return {"states": names, "now": now, "stopped": said if stopped else ""}


def left_from(case: Case) -> str:
    """The state in which a dossier was stopped."""
    events = Event.objects.for_system("of a dossier that the actor may see").filter(thread=case.thread, code="cases.case.abandon")
    last = events.order_by("-id").first()
    return last.from_state if last else Case.State.REQUESTED


def steps_of(case: Case, structures: list[Any], present: list[Any], now: str) -> list[SimpleNamespace]:
    """Each of the five steps: what each structure said there, who took part, and in one word where its adhesion stands. A step to come
    of which nothing was said is `ahead`."""
    words = queries.last_words(case)
    found = []
    for step in Step:
        said = [(b.organisation.name, words[step, b.organisation_id]) for b in structures if (step, b.organisation_id) in words]
        yes = sum(adhesion.decision == Adhesion.Decision.YES for _, adhesion in said)
        there = [p for p in present if p.step == step]
        told = "" if not said else "adhésion" if yes == len(structures) else f"adhésion de {yes} sur {len(structures)}"
        ahead = not (said or there) and BAR.index(now) < BAR.index(REACHED[step])
        found.append(SimpleNamespace(label=step.label, said=said, present=there, told=told, ahead=ahead))
    return found


def case_page(case: Case, actor: Actor, before: int | None = None) -> dict[str, Any]:
    capacities = frozenset(capacities_in(actor, case.thread))
    inside = actor.is_system or "operator" in capacities
    rows = rows_of(case, actor, inside=inside)
    structures = rows["structures"]
    lines, following = fil(case.thread, actor, before=before)
    said = str(case.get_state_display()) if inside else state_said(case, capacities)
    bar = bar_of(case, inside, said)
    public, offered, owed = PUBLIC[case.state], offers(case, actor), next_steps(case, actor, capacities)
    asked = {one.url for one in owed}  # said above with its reason: not offered twice
    first, steps = next(iter(owed), None), steps_of(case, structures, rows["presences"], bar["now"])
    return {
        "case": case, "nav_current": "cases", "inside": inside, "state": said, "tone": TONES.get(case.state, "warn"),
        "bar": bar, "now": public.now, "delay": "" if inside else delay_said(case.state, on=today(), zone=case.zone),
        "next": first, "owed": owed[1:], "reminds": any(one.of_structure for one in owed),
        "offers": [one for one in offer_links(case, [o for o in offered if o.name not in ASIDE]) if one.refusal or one.url not in asked],
        "stop": offer_links(case, [o for o in offered if o.name in ASIDE]),
        "structures": structures, "withdrawals": withdrawals(case, actor, structures, inside),
        **queries.titles_of(rows["aims"]),
        "steps": steps, "engaged": not case.is_over or any(step.said or step.present for step in steps),
        "asks": "structure" in capacities,
        "accounts": rows["accounts"], "reads_accounts": bool(capacities & queries.ACCOUNTS_FOR),
        "eligibility": next(iter(rows.get("eligibility", ())), None),
        "reorientation": getattr(case, "reorientation", None) if case.state == Case.State.REORIENTED else None,
        "handled": [(one, queries.colleague(one.organisation, one.first, one.last)) for one in rows["handled"]],
        "parts": rows["parts"], "validations": rows["validations"],
        "acts": acts_for(case, actor), "lines": lines, "following": following, "linked": [*rows["follows"], *rows["followed_by"]],
        "files": files_of(case.thread, actor, capacities), "panels": panels_of(case, actor, capacities),
    }  # fmt: skip


def withdrawals(case: Case, actor: Actor, structures: list[Any], inside: bool) -> dict[int, str]:
    """Structure in the dossier → the address where it is taken out, when others stay."""
    staying = [one for one in structures if one.state == Beneficiary.State.IN]
    if case.is_over or len(staying) < 2:
        return {}
    conducts = inside and policies.may_conduct(actor, case) is None
    return {one.pk: act_url(one, "withdraw") for one in staying if conducts or one.organisation_id == actor.organisation_id}


def acts_for(case: Case, actor: Actor) -> dict[str, str]:
    """Name of a form → its address, for those that this reader may fill in now."""
    conducts = policies.may_conduct(actor, case) is None
    accompanied = not conducts and policies.is_accompanied(actor, case)
    names: list[str] = []
    if policies.may_ask_again(actor, case) is None:
        names.append("again")
    if policies.may_read_accounts_log(actor, case) is None:
        names.append("accounts_log")
    if not case.is_over:
        names += ["adhesion", "presence", "accounts"] if conducts or accompanied else []
        names += ["validation"] if (conducts or accompanied) and case.state in VALIDATES else []
        names += ["edit"] if policies.may_edit(actor, case) is None else []
        names += ["file"] if may_join(actor, case.thread, capacities=JOINERS) is None else []
        names += ["assign", "open_to", "remind"] if conducts else []
        names += ["judge", "decide"] if conducts and case.state == Case.State.RECEIVED else []
        names += ["add_structure"] if conducts and case.kind == Case.Kind.COLLECTIVE else []
    return {name: reverse(f"cases:{name}", args=[case.public_id]) for name in names}
