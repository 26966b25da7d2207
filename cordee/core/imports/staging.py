"""The table of lines: what was read goes, checked column by column, into a temporary table on which the room judges and writes.

Two tables live as long as the transaction: `import_lines`, one row a line, and `import_years`, one row a line and year.
A NULL is a blank cell: it changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cordee.core.access import Actor
from cordee.core.imports.cells import Cell, Hint, Phone, Postcode, Reader, Unreadable, written
from cordee.core.imports.declare import Field, Import, Progress, of_run
from cordee.core.imports.figures import Share
from cordee.core.imports.mapping import ORIGIN, REASON, score, split
from cordee.core.imports.sources import Table, Way, open_table
from cordee.core.lists.export import harmless
from cordee.core.models import ImportRun

BLOCK = 5_000
OUTCOMES = ("create", "change", "same", "refused")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is refused: the column that says it (rank, or None), and the sentence."""

    column: int | None
    sentence: str


@dataclass
class Block:
    """Some thousands of lines, by column: `values["name"]` has as many values as there are lines."""

    numbers: list[int]
    values: dict[str, list[Any]]
    years: dict[tuple[str, int], list[Any]]
    options: dict[str, Any]
    mapped: frozenset[str]
    kept: dict[str, Any]  # what the room loads once an import
    wrong: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # rank of the line → (field, sentence)

    def shared(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    def refuse(self, rank: int, name: str, sentence: str) -> None:
        self.wrong.setdefault(rank, []).append((name, sentence))

    def column(self, name: str) -> list[Any]:
        return self.values.get(name) or [None] * len(self.numbers)


class Stage:
    """An import at work: reads the file into the temporary tables, lets the room judge, tells what came out."""

    def __init__(self, run: ImportRun, actor: Actor) -> None:
        self.run, self.actor = run, actor
        self.declaration: Import = of_run(run)
        self.fields: dict[str, Field] = self.declaration.fields()
        self.table: Table = open_table(run.file.sha256, run.file.kind, Way(**run.reading["way"]), score(self.declaration))
        self.columns = {int(rank): split(target) for rank, target in run.mapping.items() if target}
        self.mapped = frozenset(name for name, _ in self.columns.values())
        self.plain = [name for name, f in self.fields.items() if not f.by_year]
        self.figures = [name for name, f in self.fields.items() if f.by_year]
        self.problems: dict[int, list[Problem]] = {}
        self.kept: dict[str, Any] = {}
        self.unread: frozenset[int] = frozenset()  # lines refused before they were judged

    # -- SQL --------------------------------------------------------------------------------------------------------------
    def sql(self, statement: str, params: Sequence[Any] | dict[str, Any] | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return int(cursor.rowcount)

    def rows(self, statement: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return list(cursor.fetchall())

    def refuse(self, where: str, sentence: str, name: str = "", params: Sequence[Any] = (), says: str | None = None) -> int:
        """Refuses the lines still good that answer to `where` (on `l`). `sentence` is an SQL expression, `%s` standing for `says`."""
        given = [] if says is None else [says]
        return self.sql(
            f"UPDATE import_lines l SET problem = {sentence}, problem_field = %s WHERE problem IS NULL AND ({where})",
            [*given, name, *params],
        )

    # -- reading ------------------------------------------------------------------------------------------------------------
    def fill(self, progress: Progress) -> None:
        self._create()
        readers = {rank: Reader(self.fields[name].kind, self._hint(rank)) for rank, (name, _) in self.columns.items()}
        done = 0
        for numbers, lines in self.table.blocks(BLOCK):
            self._write(self._checked(numbers, lines, readers))
            done += len(numbers)
            progress(done)
        self.sql("CREATE INDEX ON import_lines (line); CREATE INDEX ON import_years (line); ANALYZE import_lines; ANALYZE import_years")

    def _hint(self, rank: int) -> Hint:
        known = self.run.reading["columns"]
        return Hint(**known[rank]["hint"]) if rank < len(known) else Hint()

    def _create(self) -> None:
        own = [f"{name} {self.fields[name].kind.sql}" for name in self.plain]
        own += [f"{name} {type_}" for name, type_ in self.declaration.computed.items()]
        figures = [f"{name} {self.fields[name].kind.sql}" for name in self.figures]
        ours = "line integer, target bigint, changed text[] DEFAULT '{}', outcome text, problem text, problem_field text DEFAULT ''"
        self.sql("DROP TABLE IF EXISTS pg_temp.import_lines, pg_temp.import_years")  # of an import of the same transaction
        self.sql(f"CREATE TEMP TABLE import_lines ({', '.join([ours, *own])}) ON COMMIT DROP")
        self.sql(f"CREATE TEMP TABLE import_years ({', '.join(['line integer', 'year integer', *figures])}) ON COMMIT DROP")

    def _checked(self, numbers: list[int], lines: list[list[Cell | None]], readers: dict[int, Reader]) -> Block:
        cells = list(zip(*lines, strict=True))
        block = Block(numbers, {}, {}, self.run.options, self.mapped, self.kept)
        for rank, (name, year) in self.columns.items():
            values, wrong = readers[rank].column(cells[rank])
            if self.fields[name].by_year:
                block.years[name, year or int(self.run.options["year"])] = values
            else:
                block.values[name] = values
            for line, sentence in wrong:
                self.problems.setdefault(numbers[line], []).append(Problem(rank, sentence))
        for name in self.declaration.required:
            for line, value in enumerate(block.column(name)):
                if value in (None, "") and numbers[line] not in self.problems:
                    block.refuse(line, name, f"« {self.fields[name].label} » est vide : cette colonne est nécessaire.")
        self.declaration.complete(block)
        for line, reasons in block.wrong.items():
            self.problems.setdefault(numbers[line], []).extend(Problem(self.rank_of(name), sentence) for name, sentence in reasons)
        return block

    def rank_of(self, name: str) -> int | None:
        return next((rank for rank, (field_, _) in self.columns.items() if field_ == name), None)

    def _write(self, block: Block) -> None:
        names = list(block.values)  # what no column fills stays NULL
        columns = list(block.values.values())
        bad = self.problems
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY import_lines (line, {', '.join(names)}) FROM STDIN") as stream:
                for row in zip(block.numbers, *columns, strict=True):
                    if row[0] not in bad:
                        stream.write_row(row)
            for year in sorted({year for _, year in block.years}):
                figures = [block.years.get((name, year)) or [None] * len(block.numbers) for name in self.figures]
                with cursor.copy(f"COPY import_years (line, year, {', '.join(self.figures)}) FROM STDIN") as stream:
                    for number, *given in zip(block.numbers, *figures, strict=True):
                        if number not in bad and any(value is not None for value in given):
                            stream.write_row((number, year, *given))

    # -- telling --------------------------------------------------------------------------------------------------------------
    def judge(self) -> None:
        """The room's judgement, then one outcome a line."""
        self.unread = self.unread or frozenset(self.problems)
        self.declaration.judge(self)
        self.sql(
            "UPDATE import_lines SET outcome = CASE WHEN problem IS NOT NULL THEN 'refused' WHEN target IS NULL THEN 'create' "
            "WHEN changed <> '{}' THEN 'change' ELSE 'same' END"
        )
        for line, sentence, name in self.rows("SELECT line, problem, problem_field FROM import_lines WHERE problem IS NOT NULL"):
            self.problems.setdefault(line, []).append(Problem(self.rank_of(name) if name else None, sentence))

    def judge_again(self) -> None:
        self.sql("UPDATE import_lines SET target = NULL, changed = '{}', outcome = NULL, problem = NULL, problem_field = ''")
        self.problems = {line: reasons for line, reasons in self.problems.items() if line in self.unread}
        self.judge()

    def counts(self) -> dict[str, int]:
        found = dict(self.rows("SELECT outcome, count(*) FROM import_lines WHERE outcome <> 'refused' GROUP BY outcome"))
        return {name: found.get(name, 0) for name in OUTCOMES} | {"refused": len(self.problems)}

    def refused_lines(self) -> list[tuple[int, list[Cell | None]]]:
        """The refused lines as the file holds them: read again, for they are few."""
        return [(number, cells) for number, cells in self.table.lines() if number in self.problems] if self.problems else []

    def to_mend(self, lines: list[tuple[int, list[Cell | None]]]) -> bytes:
        """The refused lines as a file of the same columns, with their reason: mended, it is sent again alone."""
        kept = [rank for rank, title in enumerate(self.table.titles) if title not in (ORIGIN, REASON)]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow([*(harmless(self.table.titles[rank]) for rank in kept), ORIGIN, REASON])
        for number, cells in lines:
            reasons = " ".join(self.said(problem) for problem in self.problems[number])
            writer.writerow([*(harmless(self.as_typed(rank, cells[rank])) for rank in kept), number, harmless(reasons)])
        return ("\ufeff" + text.getvalue()).encode()

    def as_typed(self, rank: int, cell: Cell | None) -> str:
        """The cell as a text that reads the same: what a spreadsheet kept as a number (a postcode, 86,7 %) is written out."""
        name = self.columns.get(rank, ("", None))[0]
        kind = self.fields[name].kind if name else None
        if isinstance(cell, str) or cell is None or not isinstance(kind, Postcode | Phone | Share):
            return written(cell)
        try:
            value = kind.read(cell, self._hint(rank))
        except Unreadable:
            return written(cell)
        return value if isinstance(value, str) else f"{written(float(value))} %"

    def said(self, problem: Problem) -> str:
        return problem.sentence if problem.column is None else f"{self.table.titles[problem.column]} : {problem.sentence}"
