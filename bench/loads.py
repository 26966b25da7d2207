"""Writing the nation's crowd: `generate`, and bare COPY of the same rows. `python -m bench.loads generate|copy`, one process each."""

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
RAW = "bench_raw"
BLOCK = 1 << 18
TABLES = (
    "core_thread", "directory_organisation", "directory_role", "directory_identifier", "directory_agreement",
    "directory_organisation_sectors", "directory_yearfigures",
)  # fmt: skip
COLUMNS = """SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""


def write_crowd() -> int:
    return generate(STRUCTURES, seed=1, today=timezone.localdate())


def dumped(table: str) -> tuple[str, Path]:
    return f"COPY {table} ({columns(table)})", settings.VAR / f"{table}.copy"


def columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return str(cursor.fetchone()[0])


def export() -> None:
    """The same rows, as files that COPY reads."""
    for table in TABLES:
        command, path = dumped(table)
        with connection.cursor() as cursor, cursor.copy(f"{command} TO STDOUT") as stream, path.open("wb") as file:
            for block in stream:
                file.write(block)


def copy_raw() -> int:
    """Indexes and generated columns work, no trigger does: neither history nor foreign keys. Then the same ANALYZE."""
    commands = [dumped(table) for table in TABLES]
    connection.close()
    connections.settings["default"]["NAME"] = RAW
    rows = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for command, path in commands:
            with path.open("rb") as file, cursor.copy(f"{command} FROM STDIN") as stream:
                while block := file.read(BLOCK):
                    stream.write(block)
            rows += cursor.rowcount
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        cursor.execute("SELECT gin_clean_pending_list('directory_org_search')")
    return rows


def main(what: str) -> None:
    if what == "copy":
        export()
    start = time.perf_counter()
    rows = {"generate": write_crowd, "copy": copy_raw}[what]()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "memory_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1])
