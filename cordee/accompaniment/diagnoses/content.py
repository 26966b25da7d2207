"""What a diagnosis says, as one value: shown, frozen in a version, compared with another and written in Word from the same.

Each section names its readers. What is drawn from the accounts is read by the DLA and the structure alone: it is taken away here, before
any page or document is made, so that no template has to hide it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from cordee.accompaniment.cases.models import Accounts
from cordee.accompaniment.diagnoses import queries
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis, Finding
from cordee.accompaniment.diagnoses.policies import CLOSE, PARTIES
from cordee.actors.directory.models import YearFigures
from cordee.core import formats
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.reading.pages import axis_bars

Content: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`kind`: « text », « pairs » (label, value), « words » (a list), « findings », « notes »."""

    code: str
    title: str
    kind: str = "text"
    readers: frozenset[str] = PARTIES


SECTIONS = (
    Section("request", "La demande initiale"),
    Section("method", "Qui a pris part, et comment"),
    Section("synthesis", "Synthèse de la situation"),
    Section("figures", "Emploi et activité", "pairs"),
    Section("governance", "Gouvernance", "pairs"),
    Section("grid", "Grille remplie ensemble", "pairs", CLOSE),
    Section("accounts", "Comptes", "pairs", CLOSE),
    Section("accounts_analysis", "Lecture des comptes", readers=CLOSE),
    Section("findings", "Constats", "findings"),
    Section("stakes", "Enjeux"),
    Section("objectives", "Objectifs"),
    Section("themes", "Thèmes de l'accompagnement", "words"),
    Section("competences", "Compétences à mobiliser", "words"),
    Section("needs", "Compétences et appuis nécessaires"),
    Section("contributions", "Contributions des réseaux et des partenaires", "notes"),
)
TEXTS = ("request", "method", "synthesis", "accounts_analysis", "stakes", "objectives", "needs")
#: field, label, unit
AMOUNTS = (
    ("net_result", "Résultat net"),
    ("equity", "Fonds propres"),
    ("working_capital", "Fonds de roulement"),
    ("working_need", "Besoin en fonds de roulement"),
    ("cash", "Trésorerie"),
)
FIGURES = (
    ("fte", "Équivalents temps plein", "ETP"),
    ("permanent", "Personnel permanent", ""),
    ("insertion", "Personnes en insertion", ""),
    ("made_available", "Demandeurs d'emploi mis à disposition", ""),
    ("hours_paid", "Heures salariées", "h"),
    ("budget", "Budget", "€"),
)


def written(diagnosis: Diagnosis) -> Content:
    """What it says today, all sections: the text, and what the sheet, the accounts and the grid say beside it."""
    return {
        **own_words(diagnosis),
        "contributions": [_note(one) for one in queries.contributions_of(diagnosis) if one.state == Contribution.State.WRITTEN],
        **_read(diagnosis),
    }


def own_words(diagnosis: Diagnosis) -> Content:
    """What people wrote here, without what is read elsewhere."""
    return {
        **{name: getattr(diagnosis, name).strip() for name in TEXTS},
        "themes": [one.label for one in diagnosis.themes.order_by("position", "label")],
        "competences": [one.label for one in diagnosis.competences.order_by("position", "label")],
        "findings": [_finding(one) for one in queries.findings_of(diagnosis)],
    }


def rewritten(before: Content, diagnosis: Diagnosis) -> bool:
    """Was the text changed since? Figures of the sheet that move on their own do not count."""
    return any(before.get(name) != said for name, said in own_words(diagnosis).items())


def _read(diagnosis: Diagnosis) -> Content:
    """Read elsewhere, never typed again: of the year of the accounts. A common diagnosis leaves each structure's to its own."""
    year, organisation = diagnosis.accounts_year, diagnosis.organisation
    if organisation is None:
        return {"figures": [], "governance": [], "accounts": [], "grid": []}
    accounts = queries.accounts(diagnosis.case, organisation, year)
    return {
        "figures": _figures(queries.figures(organisation, year)),
        "governance": [[post.get_title_display(), post_said(post)] for post in queries.posts(organisation, year)],
        "accounts": _amounts(accounts) if accounts else [],
        "grid": _axes(diagnosis),
    }


def _finding(finding: Finding) -> Content:
    return {
        "kind": str(finding.get_kind_display()), "axis": str(finding.get_axis_display()), "title": finding.title,
        "comment": finding.comment, "confined": finding.confined,
    }  # fmt: skip


def _note(note: Contribution) -> Content:
    on = formats.date_short(note.written_on)
    return {"kind": str(note.get_kind_display()), "from": note.organisation.name, "author": note.author, "on": on, "text": note.text}


def post_said(post: Any) -> str:
    since = f", depuis le {formats.date_short(post.period.lower)}" if post.period.lower else ""
    return f"{'poste vacant' if post.person_id is None else 'poste pourvu'}{since}"


def _figures(year: YearFigures | None) -> list[list[str]]:
    if year is None:
        return []
    known = [[label, measured(getattr(year, name), unit)] for name, label, unit in FIGURES if getattr(year, name) is not None]
    return [["Année", str(year.year)], *known] if known else []


def measured(value: Any, unit: str) -> str:
    if unit == "€":
        return formats.euros(value, "")
    return formats.number(value) + (f"{formats.NBSP}{unit}" if unit and value is not None else "")


def _amounts(accounts: Accounts) -> list[list[str]]:
    known = [[label, formats.euros(getattr(accounts, name), "")] for name, label in AMOUNTS if getattr(accounts, name) is not None]
    lines = [["Exercice", str(accounts.year)], *known]
    return [*lines, ["À vérifier", gap_said(accounts)]] if accounts.cash_gap else lines


def gap_said(accounts: Accounts) -> str:
    """Said, never refused: a closing date or a short loan may explain it."""
    gap = formats.euros(abs(accounts.cash_gap or Decimal(0)), "", cents=bool((accounts.cash_gap or 0) % 1))
    return f"écart de {gap} avec FR − BFR (fonds de roulement moins besoin)"


def _axes(diagnosis: Diagnosis) -> list[list[str]]:
    answer = queries.answer_of(diagnosis)
    if answer is None:
        return []
    return [[bar.label, bar.value] for bar in axis_bars(definition_of(answer.asked_id), answer.result)]


# -- for whom -------------------------------------------------------------------------------------------------------------------
def readable(content: Content, *, close: bool) -> Content:
    """The same content without what this reader does not read."""
    if close:
        return content
    kept = {section.code: content.get(section.code) for section in SECTIONS if section.readers == PARTIES}
    kept["findings"] = [one for one in content.get("findings", ()) if not one["confined"]]
    return kept


def sections_of(content: Content) -> list[tuple[Section, Any]]:
    """Those that say something, in order."""
    return [(section, content[section.code]) for section in SECTIONS if content.get(section.code)]


def fingerprint(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# -- between two versions -------------------------------------------------------------------------------------------------------
def differences(before: Content, after: Content) -> list[tuple[str, list[str], list[str]]]:
    """Title of the section, what is no longer said, what is said now: line by line."""
    found = []
    for section in SECTIONS:
        old, new = list(lines(before.get(section.code))), list(lines(after.get(section.code)))
        gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
        if gone or come or old != new:
            found.append((section.title, gone or ([] if come else old), come or ([] if gone else new)))
    return found


def lines(value: Any) -> Iterable[str]:
    """Any section as lines of text."""
    if isinstance(value, str):
        yield from (line.strip() for line in value.splitlines() if line.strip())
        return
    for one in value or ():
        if isinstance(one, dict):
            yield " · ".join(str(part) for name, part in one.items() if part and name != "confined")
        elif isinstance(one, list):
            yield " : ".join(one)
        else:
            yield str(one)
