"""What of a diagnosis is copied by hand into the tools of others: its words, and its indicators two years apart."""

from __future__ import annotations

from typing import Any

from cordee.accompaniment.cases.copied import PARTED, CopiedPart, Values, declare
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import queries
from cordee.accompaniment.diagnoses.content import FIGURES
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.core import formats

TEXTS = (("synthesis", "Synthèse du diagnostic"), ("objectives", "Objectifs du diagnostic"))


def diagnosis(case: Case) -> Values:
    known = list(queries.of_case(case))
    found = {name: _parted([(_whose(one), getattr(one, name).strip()) for one in known]) for name, _ in TEXTS}
    for suffix, year in (("n", "accounts_year"), ("n2", "review_year")):
        read = [(one, queries.figures(one.organisation, getattr(one, year))) for one in known if one.organisation]
        for name, _, _ in FIGURES:
            found[f"{name}_{suffix}"] = _parted([(_whose(one), _plain(getattr(row, name, None))) for one, row in read])
    return found


def _whose(diagnosis: Diagnosis) -> str:
    return diagnosis.organisation.name if diagnosis.organisation else "Diagnostic commun"


def _plain(value: Any) -> str:
    """As it is typed elsewhere: neither unit nor spaces."""
    return "" if value is None else formats.number(value).replace(formats.THIN, "").replace(formats.MINUS, "-")


def _parted(told: list[tuple[str, str]]) -> tuple[list[Any], str]:
    """Under the name of each structure when there are several."""
    said = [(name, text) for name, text in told if text]
    return [text for _, text in said], said[0][1] if len(said) == 1 else PARTED.join(f"{name} : {text}" for name, text in said)


def _titles() -> list[tuple[str, str]]:
    figures = [
        (f"{name}_{suffix}", f"{label} {said}{' (€)' if unit == '€' else ''}")
        for suffix, said in (("n", "N"), ("n2", "N+2"))
        for name, label, unit in FIGURES
    ]
    return [*TEXTS, *figures]


DIAGNOSIS = declare(CopiedPart("diagnosis", "Diagnostic", tuple(_titles()), diagnosis, order=60))
