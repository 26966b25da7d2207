"""The diagnoses of the crowd: text, findings, accounts, versions with the yes of both sides, the reading two years later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cordee.accompaniment.diagnoses.content import fingerprint
from cordee.accompaniment.diagnoses.models import Finding
from cordee.demo.volume import telling
from cordee.demo.volume.answers import Tools, fill
from cordee.demo.volume.dossier import CLOSE, PARTIES, Dossier, at
from cordee.demo.volume.sheaf import said

GRID, REVISED = 0.25, 0.15
KINDS, AXES = dict(Finding.Kind.choices), dict(Finding.Axis.choices)


def diagnose(one: Dossier, opened: date, tools: Tools) -> None:
    """Of the structure, or common to those of a collective dossier."""
    sheaf, draw, words = one.sheaf, one.draw, one.subject
    pk, organisation = sheaf.id("diagnoses_diagnosis"), one.first.id if one.kind == "individual" else None
    year, grid = opened.year - 1, None
    if organisation and draw.random() < GRID and (asked := tools.grids.get("shared-diagnosis")):
        grid = fill(sheaf, asked, place=(one.thread, one.zone), structure=organisation, sent=at(one.between(opened, one.today)))
    text = (words.need, words.synthesis, words.objectives, words.stakes, telling.METHOD, telling.SUPPORT)
    analysis = "Une trésorerie de deux mois, à surveiller." if organisation else ""
    sheaf.add("diagnoses_diagnosis", pk, *one.threaded(), 1, one.id, organisation, opened, year, year + 2, *text, analysis, grid)
    named = {"organisation": one.first.name if organisation else ""}
    one.tell(opened, "diagnoses.diagnosis.opened", named, subject="diagnoses.diagnosis", pk=pk)
    found = draw.sample(telling.FINDINGS, 3)
    for rank, (kind, axis, title) in enumerate(found, 1):
        sheaf.add("diagnoses_finding", sheaf.key(), 1, pk, rank, kind, axis, title, "", False)
    if organisation:
        accounts(one, year, opened)
    if validated := one.life.reached("shared"):
        versions(one, pk, validated, content(text, analysis, found))
        if taken := one.life.reached("reviewed"):
            review(one, pk, taken, tools)


def accounts(one: Dossier, year: int, on: date) -> None:
    budget = one.draw.randint(60, 900) * 1_000
    share = one.draw.uniform(-0.06, 0.08)
    capital, need = budget // 6, budget // 9
    values = (round(budget * share), budget // 4, capital, need, capital - need + one.draw.choice((0, 0, 2_000, -3_000)))
    one.sheaf.add("cases_accounts", *one.threaded(), 1, one.id, one.first.id, year, *values)
    one.tell(on, "cases.accounts.kept", {"year": year, "organisation": one.first.name}, to=CLOSE)


def content(text: tuple[str, ...], analysis: str, found: list[tuple[str, str, str]]) -> dict[str, Any]:
    """As `diagnoses.content.written` freezes it, without what the sheet and the accounts would say beside it."""
    request, synthesis, objectives, stakes, method, needs = text
    return {
        "request": request, "synthesis": synthesis, "objectives": objectives, "stakes": stakes, "method": method, "needs": needs,
        "accounts_analysis": analysis, "themes": [], "competences": [], "contributions": [], "figures": [], "governance": [],
        "accounts": [], "grid": [],
        "findings": [
            {"kind": str(KINDS[kind]), "axis": str(AXES[axis]), "title": title, "comment": "", "confined": False}
            for kind, axis, title in found
        ],
    }  # fmt: skip


def versions(one: Dossier, diagnosis: int, validated: date, told: dict[str, Any]) -> None:
    """One, or two when the first was taken up again before the yes; the dossier keeps its own line of each side's yes."""
    sheaf, last = one.sheaf, 2 if one.draw.random() < REVISED else 1
    for number in range(1, last + 1):
        proposed = validated - timedelta(days=10 * (last - number) + 3)
        frozen = told if number == last else {**told, "needs": ""}
        pk = sheaf.id("diagnoses_version")
        sheaf.add("diagnoses_version", pk, *one.threaded(), diagnosis, number, said(frozen), fingerprint(frozen), at(proposed))
        named = {"number": number, "organisation": one.first.name}
        one.tell(proposed, "diagnoses.version.proposed", named, subject="diagnoses.version", pk=pk)
    body = one.draw.choice(telling.BODIES)
    for side, organisation, by in [*(("structure", s.id, body) for s in one.structures), ("operator", one.operator.id, "")]:
        sheaf.add("diagnoses_assent", sheaf.key(), pk, side, organisation, bool(by), by, validated)
    validate(one, "diagnosis", validated, body)


def validate(one: Dossier, what: str, on: date, body: str) -> None:
    sides = [*(("structure", s.id, s.name, body) for s in one.structures), ("operator", one.operator.id, one.operator.name, "")]
    for side, organisation, name, by in sides:
        one.sheaf.add("cases_validation", one.sheaf.key(), one.id, what, side, organisation, by, on)
        if organisation in (one.first.id, one.operator.id):
            one.tell(on, "cases.validation.noted", {"what": what, "organisation": name, "body": by}, to=PARTIES)


def review(one: Dossier, diagnosis: int, taken: date, tools: Tools) -> None:
    text = (one.subject.results, telling.INDUCED, "", "", "Les emplois sont maintenus.", "")
    one.sheaf.add("diagnoses_review", *one.threaded(), 1, diagnosis, taken, *text)
    if grid := tools.grids.get("follow-up"):
        fill(one.sheaf, grid, place=(one.thread, one.zone), structure=one.first.id, sent=at(taken))
