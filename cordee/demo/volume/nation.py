"""The nation at a scale: its structures, its operators, its register of providers, twenty years of dossiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from cordee.accompaniment.cases.models import Case
from cordee.demo.volume.dossiers import Dossiers
from cordee.demo.volume.load import without_history
from cordee.demo.volume.operators import Staff
from cordee.demo.volume.sheaf import TABLES

STRUCTURES, PROVIDERS, DOSSIERS = 71_000, 20_000, 150_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. Operators and officers are those of the map, whatever the scale: no territory is left without a DLA."""

    structures: int
    providers: int
    dossiers: int

    @classmethod
    def of(cls, percent: float) -> Size:
        return cls(*(max(1, round(count * percent / 100)) for count in (STRUCTURES, PROVIDERS, DOSSIERS)))


def generate_dossiers(
    count: int, *, seed: int, today: date, departments: Sequence[str] | None = None, progress: Callable[[int], None] = lambda done: None
) -> int:
    """So many more dossiers of the invented structures that are there, in one transaction; territories without a DLA get one."""
    with transaction.atomic():
        staff = Staff(seed, departments)
        operators = staff.settle()
        with without_history(tracked()), own_numbers():
            dossiers = Dossiers(seed, today, operators)
            if not dossiers.structures:
                raise ValueError("Aucune structure inventée dans ces départements. Donnez aussi --structures.")
            rows = staff.rows + dossiers.write(count, progress)
    analyse()
    return rows


def tracked() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.db_table in TABLES]


class own_numbers:  # reads as a block
    """The load gives each dossier its rank and sets the counters at the end: the trigger that does it one by one sleeps meanwhile."""

    def __enter__(self) -> None:
        self.turn("DISABLE")

    def __exit__(self, failed: type[BaseException] | None, *rest: Any) -> None:
        if failed is None:  # else the transaction takes everything back, this too
            self.turn("ENABLE")

    def turn(self, word: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {Case._meta.db_table} {word} TRIGGER cases_case_number")


def analyse() -> None:
    """Fresh statistics, and the pending lists of full-text indexes emptied: the first reader does not pay for the load."""
    with connection.cursor() as cursor:
        for index in ("cases_case_search", "requests_request_search"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        words = "VACUUM ANALYZE" if not connection.in_atomic_block else "ANALYZE"
        cursor.execute(f"{words} {', '.join((*TABLES, 'cases_counter'))}")
