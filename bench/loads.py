"""Writing the nation's crowd (`generate`, an import), and bare COPY of the same rows.

`python -m bench.loads generate|copy|import|copy-import`, one process each.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from cordee.demo.volume.load import generate

STRUCTURES = 62_000
RAW, RAW_IMPORT, IMPORTED = "bench_raw", "bench_raw_import", "bench_import"
BLOCK = 1 << 18
TABLES = (
    "core_thread", "directory_organisation", "directory_role", "directory_identifier", "directory_agreement",
    "directory_organisation_sectors", "directory_yearfigures",
)  # fmt: skip
COLUMNS = """SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""


def write_crowd() -> int:
    return generate(STRUCTURES, seed=1, today=timezone.localdate())


def go_to(database: str) -> None:
    connection.close()
    connections.settings["default"]["NAME"] = database


def import_twice() -> dict[str, float]:
    """The whole of what « Importer » does, from the kept file to the last event; then the same file again."""
    from bench import imports

    go_to(IMPORTED)
    data = imports.spreadsheet(STRUCTURES)
    run = imports.work(imports.send(data), write=False)
    before, start = count(), time.perf_counter()
    run = imports.work(run, write=True)
    seconds, rows = time.perf_counter() - start, count() - before
    again = imports.work(imports.work(imports.send(data), write=False), write=True)
    return {
        "rows": rows,
        "seconds": seconds,
        "changes": again.counts["create"] + again.counts["change"],
        "refused": run.counts["refused"],
    }


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " + ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))
        return int(cursor.fetchone()[0])


def dumped(table: str) -> Path:
    return settings.VAR / f"{table}.copy"


def columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return str(cursor.fetchone()[0])


def last_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {table: cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in TABLES}


def export(twin: str) -> None:
    """What was written since the twin was made, as files that COPY reads: a base holds rows from its migrations on."""
    written_in = connection.settings_dict["NAME"]
    go_to(twin)
    last = last_rows()
    go_to(written_in)
    for table in TABLES:
        command = f"COPY (SELECT {columns(table)} FROM {table} WHERE id > {last[table]} ORDER BY id) TO STDOUT"
        with connection.cursor() as cursor, cursor.copy(command) as stream, dumped(table).open("wb") as file:
            for block in stream:
                file.write(block)


def copy_raw(twin: str) -> int:
    """Indexes and generated columns work, no trigger does: neither history nor foreign keys. Then the same ANALYZE."""
    go_to(twin)
    rows = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            command = f"COPY {table} ({columns(table)}) FROM STDIN"
            with dumped(table).open("rb") as file, cursor.copy(command) as stream:
                while block := file.read(BLOCK):
                    stream.write(block)
            rows += cursor.rowcount
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        cursor.execute("SELECT gin_clean_pending_list('directory_org_search')")
    return rows


def main(what: str) -> None:
    if what == "import":
        print(json.dumps(import_twice() | {"memory_mb": peak()}))
        return
    twin = RAW if what == "copy" else RAW_IMPORT
    if what == "copy-import":
        go_to(IMPORTED)
    if what != "generate":
        export(twin)
    start = time.perf_counter()
    rows = write_crowd() if what == "generate" else copy_raw(twin)
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - start, "memory_mb": peak()}))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1])
