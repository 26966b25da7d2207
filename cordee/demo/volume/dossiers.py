"""The dossiers of the nation: each with its structures, its stages, who follows it, what was said, and its fil."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from cordee.demo.volume import telling
from cordee.demo.volume.answers import Tools
from cordee.demo.volume.diagnoses import diagnose
from cordee.demo.volume.dossier import CLOSE, DLA, Dossier, Structure, at
from cordee.demo.volume.life import ACTS, live, requests
from cordee.demo.volume.operators import FIRST, LAST, Operator
from cordee.demo.volume.plans import plan
from cordee.demo.volume.sheaf import Sheaf

BATCH = 1_000
STRUCTURES = """
SELECT o.id, o.thread_id, o.zone, o.name, o.legal_form FROM directory_organisation o
WHERE o.fictitious AND o.merged_into_id IS NULL AND o.zone = ANY (%s)
  AND EXISTS (SELECT FROM directory_role r WHERE r.organisation_id = o.id AND r.kind = 'beneficiary') ORDER BY o.id
"""
COUNTERS = """
INSERT INTO cases_counter (operator_id, year, last) SELECT opened_by_id, year, max(rank) FROM cases_case GROUP BY opened_by_id, year
ON CONFLICT (operator_id, year) DO UPDATE SET last = greatest(cases_counter.last, excluded.last)
"""
COLLECTIVE, FILED = 0.12, 0.3


class Dossiers:
    """Draws dossier after dossier; the same seed, on the same structures, draws the same."""

    def __init__(self, seed: int, today: date, operators: dict[str, Operator]) -> None:
        self.today, self.operators = today, operators
        with connection.cursor() as cursor:
            cursor.execute(STRUCTURES, [list(operators)])
            self.structures = [Structure(*row) for row in cursor.fetchall()]
            cursor.execute("SELECT operator_id, year, last FROM cases_counter")
            self.last = defaultdict[tuple[int, int], int](int, {(operator, year): last for operator, year, last in cursor.fetchall()})
            cursor.execute("SELECT kind, array_agg(id ORDER BY id) FROM network_entry GROUP BY kind")
            self.entries: dict[str, list[int]] = dict(cursor.fetchall())
            cursor.execute("SELECT count(*) FROM cases_case")
            (there,) = cursor.fetchone()
        self.draw = random.Random(f"dossiers:{seed}:{there}")  # noqa: S311  invention, not a secret
        self.sheaf = Sheaf(self.draw)
        self.tools = Tools.read(seed)
        self.neighbours: dict[str, list[Structure]] = defaultdict(list)
        for structure in self.structures:
            self.neighbours[structure.zone].append(structure)

    def write(self, count: int, progress: Callable[[int], None]) -> int:
        rows = 0
        for done, requested in enumerate(requests(self.draw, count, self.today), 1):
            self.dossier(requested)
            if done % BATCH == 0 or done == count:
                rows += self.sheaf.write()
                progress(done)
        with connection.cursor() as cursor:
            cursor.execute(COUNTERS)
        return rows

    def dossier(self, requested: date) -> None:
        draw, sheaf = self.draw, self.sheaf
        first = draw.choice(self.structures)
        structures, kind = [first], "individual"
        if draw.random() < COLLECTIVE and len(around := self.neighbours[first.zone]) > 8:
            others = [one for one in draw.sample(around, draw.randint(2, 7)) if one.id != first.id]
            structures, kind = [first, *others], "collective"
        operator = self.operators[first.zone]
        thread, pk = sheaf.id("core_thread"), sheaf.id("cases_case")
        sheaf.add("core_thread", thread, "case", first.zone, first.thread if kind == "individual" else None)
        dossier = Dossier(
            pk, thread, first.zone, operator, draw.choice(operator.officers), structures, kind, draw.choice(telling.SUBJECTS),
            live(draw, requested, self.today), sheaf, draw, self.today,
        )  # fmt: skip
        self.case(dossier)
        accompanied(dossier)
        received(dossier)
        if opened := dossier.life.reached("diagnosing"):
            diagnose(dossier, opened, self.tools)
        plan(dossier, self.tools)
        stages(dossier)
        followed(dossier)
        dossier.settle()

    def case(self, one: Dossier) -> None:
        draw, sheaf, life = self.draw, self.sheaf, one.life
        requested = life.days["requested"]
        self.last[one.operator.id, requested.year] += 1
        origin = "collective" if one.kind == "collective" else draw.choices(("alone", "network", "dla", "injunction"), (70, 14, 12, 4))[0]
        results = one.subject.results if life.state == "closed" else ""
        names = " ".join(structure.name for structure in one.structures)  # what a trigger would write: it finds it written
        sheaf.add(
            "cases_case", one.id, *one.threaded(), 1, one.operator.id, requested.year, self.last[one.operator.id, requested.year], "",
            one.kind, one.subject.title, life.state, origin, one.first.id, one.subject.need, False, requested, life.since, results,
            life.state == "abandoned", True, names,
        )  # fmt: skip
        for table, kind, most in (("cases_case_motives", "motive", 2), ("cases_case_objectives", "objective", 3)):
            known = self.entries.get(kind, [])
            for entry in draw.sample(known, min(len(known), draw.randint(1, most))):
                sheaf.add(table, one.id, entry)
        one.tell(requested, "cases.case.request", {"origin": origin}, states=("", "requested"))
        if draw.random() < FILED:
            request(one, origin)


def request(one: Dossier, origin: str) -> None:
    """As it was filed on line, some days before the dossier."""
    draw, sheaf = one.draw, one.sheaf
    contact, pk = sheaf.id("directory_person"), sheaf.id("requests_request")
    on = one.life.days["requested"]
    filed = at(on) - timedelta(days=draw.randint(0, 6))
    body = "Un service de l'État (fictif)" if origin == "injunction" else ""
    mail = f"direction-{contact}@structure.example"
    thread, key = sheaf.id("core_thread"), sheaf.key()
    sheaf.add("core_thread", thread, "request", one.zone, None)
    sheaf.add("directory_person", contact, sheaf.key(), draw.choice(FIRST), draw.choice(LAST), mail, "", "email", True, 1)
    sheaf.add(
        "requests_request", pk, key, thread, one.zone, 1, "electronic", filed.date(), "", "", "accepted",
        "collective" if one.kind == "collective" else "structure", f"{one.subject.title} : {one.first.name}"[:240], contact, "direction",
        origin, body, one.subject.need, False, "", draw.choice(("", "probably", "together")), filed, at(on), one.id, "", "",
        hashlib.sha256(key.encode()).hexdigest(), True,
    )  # fmt: skip
    for rank, structure in enumerate(one.structures, 1):
        sheaf.add("requests_party", pk, "structure", rank, structure.name[:200], "", structure.id)


def accompanied(one: Dossier) -> None:
    since = one.life.days["requested"]
    for rank, structure in enumerate(one.structures):
        leaves = rank and one.draw.random() < 0.12
        state, until, reason = ("withdrawn", one.between(since, one.today), "Manque de temps de l'équipe.") if leaves else ("in", None, "")
        one.sheaf.add("cases_beneficiary", *one.threaded(), 1, one.id, structure.id, state, since, until, reason)
        one.sheaf.add("accounts_participation", one.sheaf.key(), one.thread, structure.id, "structure", f"[{since},)")
        one.tell(since, "cases.case.opened" if rank else "cases.assignment.assigned", {"other": structure.name} if rank else {
            "operator": one.operator.name, "role": "holder", "until": ""}, to=CLOSE)  # fmt: skip
    changes = one.draw.random() < 0.2 and len(one.operator.officers) > 1 and (one.today - since).days > 200
    turn = one.between(since + timedelta(days=90), one.today) if changes else None
    former = one.draw.choice([m for m in one.operator.officers if m != one.officer]) if turn else 0
    holders = [(former, f"[{since},{turn})"), (one.officer, f"[{turn},)")] if turn else [(one.officer, f"[{since},)")]
    for membership, period in holders:
        one.sheaf.add("cases_assignment", one.sheaf.key(), one.id, one.operator.id, membership, "holder", period, "")


def received(one: Dossier) -> None:
    """Eligibility is judged once the structure is received."""
    on = one.life.reached("received")
    if on is None:
        return
    elsewhere, accepted = one.life.reached("reoriented"), one.life.reached("diagnosing")
    decided = elsewhere or accepted
    proposal = "unfavourable" if elsewhere else one.draw.choice(("favourable", "favourable", "favourable", "reserved"))
    answer = None if decided is None else accepted is not None
    one.sheaf.add("cases_eligibility", one.sheaf.key(), 1, one.id, proposal, telling.JUDGED[proposal], False, "", answer, decided, "")
    one.tell(on, "cases.eligibility.judged", {"proposal": proposal}, to=DLA)
    if decided:
        one.tell(decided, "cases.eligibility.decided", {"accepted": answer, "override": ""}, to=DLA)
    if elsewhere:
        body, contact, reason = telling.ELSEWHERE
        one.sheaf.add("cases_reorientation", one.sheaf.key(), one.id, body, contact, elsewhere, reason)


#: the step that a stage leaves, and with it the adhesion that is asked for
LEAVES = {"diagnosing": 1, "shared": 2, "under_way": 3, "follow_up": 4, "closed": 5}


def stages(one: Dossier) -> None:
    former = "requested"
    for stage, on in list(one.life.days.items())[1:]:
        if step := LEAVES.get(stage):
            for structure in one.structures:
                who = one.draw.choice(telling.WHO)
                values = (
                    one.sheaf.key(),
                    one.id,
                    step,
                    structure.id,
                    who,
                    "",
                    on,
                    one.draw.choice(("platform", "meeting", "phone")),
                    "yes",
                )
                one.sheaf.add("cases_adhesion", *values)
            one.sheaf.add("cases_presence", one.sheaf.key(), one.id, step, one.first.id, "présidence", on)
            one.tell(on, "cases.adhesion.noted", {"organisation": one.first.name, "step": step, "decision": "yes", "who": who})
        ends: dict[str, dict[str, Any]] = {
            "abandoned": {"reason": telling.STOPPED, "on_request": True},
            "closed": {"results": one.subject.results},
        }
        data = ends.get(stage, {})
        if stage == "reoriented":
            data = {"body": telling.ELSEWHERE[0], "reason": telling.ELSEWHERE[2]}
        one.tell(on, f"cases.case.{ACTS[stage]}", data, states=(former, stage))
        former = stage


def followed(one: Dossier) -> None:
    """Notes, and the next contact of those that are in follow-up."""
    first = one.life.reached("received")
    if first is None:
        return
    last = one.life.since if one.life.over else one.today
    for _ in range(one.draw.randint(0, 5)):
        on, kind = one.between(first, last), one.draw.choice(("visit", "meeting", "call", "call"))
        internal = one.draw.random() < 0.4
        body = one.draw.choice(telling.NOTES)
        one.sheaf.add("followup_note", *one.threaded(), one.id, kind, on, "direction et DLA", body, internal, one.officer, at(on))
    if one.life.state == "follow_up":
        due = one.today + timedelta(days=one.draw.randint(-20, 90))
        one.sheaf.add("followup_step", *one.threaded(), 1, one.id, True, "Prochain contact", due, False, "planned", "")
