"""What each line is: a dossier that enters, one that goes on, the same, or a line to mend. A dossier enters whole, or waits whole."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover.imports import stages, structures
from cordee.accompaniment.takeover.models import Entry
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.imports.cells import tidy
from cordee.core.imports.staging import Stage

TEXTS = ("title", "need", "results")
FIXED = ("kind", "origin", "officer", "reason", "body", "contact")
SHARED = (*TEXTS, *FIXED, "state", *stages.DATES)
OPENED_HERE = "Ce numéro est celui d'un dossier ouvert ici : un fichier ne le change pas."
LIVES_HERE = "Ce dossier vit ici depuis sa reprise : modifiez-le sur sa page."
PAST_CHANGED = "Une étape déjà reprise garde sa date, et la nature, l'origine et la fin d'un dossier repris ne changent pas par fichier."
HANDED = "Un dossier repris change de mains sur sa page : la structure en est prévenue."
OTHERS = "Les structures d'un dossier repris changent sur sa page."


@dataclass
class Dossier:
    """The lines that share a number, read together."""

    number: str
    lines: list[int]
    values: dict[str, Any]
    organisations: list[int]
    membership: Membership | None = None
    case: Case | None = None
    entry: Entry | None = None
    changed: list[str] = field(default_factory=list)
    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)  # line → (column, sentence)

    def refuse(self, column: str, sentence: str, line: int | None = None) -> None:
        self.wrong.setdefault(line or self.lines[0], (column, sentence))

    @property
    def told(self) -> dict[str, Any]:
        """What the file says, as JSON; a blank cell says nothing."""
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.values.items() if value is not None}
        return (self.entry.told if self.entry else {}) | said


def judge(stage: Stage) -> None:
    stage.sql("UPDATE import_lines SET organisation = NULL, said = NULL")
    structures.find(stage)
    dossiers = _dossiers(stage)
    _know(stage.actor, dossiers)
    zones = _zones({pk for one in dossiers for pk in one.organisations})
    day = today()
    for dossier in dossiers:
        _judged(stage.actor, dossier, zones, day)
    _whole(stage, dossiers)
    stage.kept["dossiers"] = [one for one in dossiers if not one.wrong]
    _note(stage, dossiers)


def _dossiers(stage: Stage) -> list[Dossier]:
    """Lines already refused are not in it: `_whole` says so to those of the same number."""
    names = ", ".join(SHARED)
    found: dict[str, Dossier] = {}
    for line, number, organisation, *given in stage.rows(
        f"SELECT line, number, organisation, {names} FROM import_lines WHERE problem IS NULL ORDER BY line"
    ):
        values = dict(zip(SHARED, given, strict=True))
        dossier = found.setdefault(number, Dossier(number, [], values, []))
        if organisation in dossier.organisations:
            dossier.refuse("name", f"Cette structure est déjà à la ligne {dossier.lines[0]} pour ce dossier.", line)
        elif values != dossier.values:
            other = next(name for name in SHARED if values[name] != dossier.values[name])
            dossier.refuse(other, f"La ligne {dossier.lines[0]} dit autre chose pour le même dossier : accordez les deux.", line)
        dossier.lines.append(line)
        dossier.organisations.append(organisation)
    return list(found.values())


def _know(actor: Actor, dossiers: list[Dossier]) -> None:
    """The dossiers that bear these numbers already, and the colleagues named."""
    numbers = [one.number for one in dossiers]
    rows = Case.objects.for_system("numbers of one's own DLA").filter(opened_by=actor.organisation_id, own_number__in=numbers)
    cases = {case.own_number: case for case in rows.prefetch_related("beneficiaries").order_by("id")}
    entries = {entry.case_id: entry for entry in Entry.objects.for_system("of these dossiers").filter(case__in=list(cases.values()))}
    team = Membership.objects.for_system("one's own team").filter(organisation=actor.organisation_id, profile__in=policies.CONDUCT)
    mails: dict[str, list[Membership]] = defaultdict(list)
    for membership in team.select_related("user").order_by("id"):
        mails[membership.user.email.lower()].append(membership)
    for one in dossiers:
        one.case = cases.get(one.number)
        one.entry = entries.get(one.case.pk) if one.case else None
        one.membership = next(iter(reversed(mails.get(one.values["officer"] or "", []))), None)


def _zones(ids: set[int]) -> dict[int, tuple[str, str]]:
    rows = Organisation.objects.for_system("found by their number or their name").filter(pk__in=ids).order_by("pk")
    return {pk: (zone, name) for pk, zone, name in rows.values_list("pk", "zone", "name")}


def _judged(actor: Actor, dossier: Dossier, zones: dict[int, tuple[str, str]], day: date) -> None:
    values = dossier.values
    _complete(dossier)
    for line, pk in zip(dossier.lines, dossier.organisations, strict=True):
        zone, name = zones[pk]
        if not actor.covers(zone):
            dossier.refuse("name", f"{name} n'est pas de votre territoire : son DLA reprend ses dossiers.", line)
    if trouble := stages.trouble_of(values, day):
        dossier.refuse(*trouble)
    if values["kind"] == Case.Kind.INDIVIDUAL and len(dossier.lines) > 1:
        dossier.refuse(
            "kind", "Un dossier individuel a une seule structure : écrivez « collectif », ou changez de numéro.", dossier.lines[1]
        )
    _officer(dossier, day)
    if dossier.case:
        _compare(dossier)


def _complete(dossier: Dossier) -> None:
    """What the file leaves unsaid and a dossier needs."""
    values, known = dossier.values, dossier.entry.told if dossier.entry else {}
    alone = len(dossier.lines) == 1
    values["kind"] = values["kind"] or known.get("kind") or (Case.Kind.INDIVIDUAL if alone else Case.Kind.COLLECTIVE)
    usual = Case.Origin.COLLECTIVE if values["kind"] == Case.Kind.COLLECTIVE else Case.Origin.ALONE
    values["origin"] = values["origin"] or known.get("origin") or usual
    for name in stages.DATES:
        if values[name] is None and name in known:
            values[name] = date.fromisoformat(known[name])


def _officer(dossier: Dossier, day: date) -> None:
    """A colleague who has left keeps what is over; what is in progress needs someone who is there."""
    mail, member = dossier.values["officer"], dossier.membership
    if not mail or dossier.case:
        return
    if member is None:
        dossier.refuse(
            "officer", f"Personne de votre équipe qui suit des dossiers n'a l'adresse {mail} : corrigez-la, ou ouvrez son accès."
        )
    elif day not in member.period and dossier.values["state"] not in Case.OVER:
        dossier.refuse("officer", f"{mail} n'est plus de votre équipe : ce dossier est en cours, nommez qui le suit.")


def _compare(dossier: Dossier) -> None:
    case, entry = dossier.case, dossier.entry
    if case is None or entry is None:
        dossier.refuse("number", OPENED_HERE)
        return
    told = dossier.told
    dossier.changed = sorted(name for name in told if told[name] != entry.told.get(name))
    inside = {row.organisation_id for row in case.beneficiaries.all()}
    if not set(dossier.organisations) <= inside:
        dossier.refuse("name", OTHERS)
    elif "officer" in dossier.changed:
        dossier.refuse("officer", HANDED)
    elif dossier.changed and case.version != entry.version:
        dossier.refuse("number", LIVES_HERE)
    elif dossier.changed and not _goes_on(dossier, entry.told):
        dossier.refuse("state", PAST_CHANGED)


def _goes_on(dossier: Dossier, before: dict[str, Any]) -> bool:
    """The steps already told stay as they were; new ones may follow."""
    former = stages.steps_to(_dated(before))
    told = dossier.told
    if stages.steps_to(dossier.values)[: len(former)] != former or any(told.get(f) != before.get(f) for _, f in former):
        return False
    over = before["state"] in Case.OVER
    return not {"kind", "origin", *(("reason", "body", "contact") if over else ())} & set(dossier.changed)


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told.get(name) for name in SHARED}


def _whole(stage: Stage, dossiers: list[Dossier]) -> None:
    """A line to mend keeps back the others of its number."""
    at = stage.rank_of("number")
    waiting: dict[str, int] = {}
    for line, number in stage.rows("SELECT line, number FROM import_lines WHERE problem IS NOT NULL ORDER BY line"):
        waiting.setdefault(number, line)
    if stage.unread and at is not None:
        waiting |= {tidy(cells[at]): line for line, cells in stage.refused_lines() if line in stage.unread}
    for dossier in dossiers:
        first = next(iter(dossier.wrong), None) or waiting.get(dossier.number)
        if first is None:
            continue
        for line in dossier.lines:
            if line != first:
                dossier.refuse("number", f"Le dossier entre entier : la ligne {first}, du même numéro, est à reprendre.", line)


def _note(stage: Stage, dossiers: list[Dossier]) -> None:
    rows = []
    for one in dossiers:
        for line in one.lines:
            column, sentence = one.wrong.get(line, ("", None))
            said = f"{one.number} · {Case.State(one.values['state']).label}"
            target = one.case.pk if one.case else None
            rows.append({"line": line, "target": target, "changed": one.changed, "said": said, "problem": sentence, "field": column})
    stage.sql(
        "UPDATE import_lines l SET target = f.target, changed = f.changed, said = f.said, problem = f.problem, problem_field = f.field "
        "FROM jsonb_to_recordset(%s::jsonb) AS f (line integer, target bigint, changed text[], said text, problem text, field text) "
        "WHERE f.line = l.line",
        [json.dumps(rows)],
    )
