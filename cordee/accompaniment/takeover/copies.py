"""The sheet of a dossier to copy into Enée: the fields that rooms declare, in the order of the team's own table. Nothing is connected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cordee.accompaniment.cases import policies
from cordee.accompaniment.cases.copied import in_order as parts_in_order
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.takeover.models import CaseCopy, CaseMapping
from cordee.core.access import Actor, Refusal
from cordee.core.copying import Line, Sheet, Tables
from cordee.core.verbs import locked

COPIED, KEPT, DROPPED = "takeover.enee.copied", "takeover.enee.kept", "takeover.enee.dropped"
WHO = Refusal("profile", "La fiche d'un dossier est recopiée dans Enée par le DLA qui le conduit.")


@dataclass(frozen=True, slots=True)
class CaseField:
    code: str
    title: str


def worded() -> tuple[CaseField, ...]:
    """Every field, in the order of a sheet that nobody rearranged: « identity.siret »."""
    return tuple(CaseField(f"{part.code}.{code}", title) for part in parts_in_order() for code, title in part.fields)


def may_mark(actor: Actor) -> Refusal | None:
    return None if actor.profile in policies.CONDUCT and actor.capacity == "operator" else WHO


def may_keep(actor: Actor) -> Refusal | None:
    return None if may_mark(actor) is None or actor.profile in ("national", "admin") else WHO


SHEET = Sheet(COPIED, CaseCopy, "case", may_mark, locked)
TABLES = Tables(CaseMapping, KEPT, DROPPED, may_keep)


def in_order(actor: Actor) -> list[tuple[CaseField, str]]:
    """The fields that the actor's table keeps, each under its title."""
    known = {field.code: field for field in worded()}
    kept = TABLES.columns_for(actor)
    if kept is None:
        return [(field, field.title) for field in known.values()]
    return [(known[code], title) for code, title in kept if code in known]


def lines(actor: Actor, case: Case) -> list[Line]:
    """Only the parts that the table keeps are read."""
    fields = in_order(actor)
    asked = {field.code.partition(".")[0] for field, _ in fields}
    values: dict[str, tuple[list[Any], str]] = {}
    for part in parts_in_order():
        if part.code in asked:
            values |= {f"{part.code}.{code}": value for code, value in part.read(case).items()}
    return [Line(field.code, title, *values.get(field.code, ([], ""))) for field, title in fields]
