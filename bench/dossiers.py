"""What the day of an officer costs beside the same SQL bare, how the portfolio of a DLA grows, what the page of a dossier asks.

`python -m bench.dossiers [seconds] [sizes…]`: a base of its own, kept from one run to the next; prints its figures as JSON. The exponent
is that of the whole team's board, from the smallest portfolio to the largest; the day and the page are measured at 5,000 dossiers.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ["CORDEE_VAR"] = os.environ.get("CORDEE_BENCH_DOSSIERS_VAR", str(ROOT / "var" / "bench-dossiers"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.config.settings"
os.environ["PYTHONPATH"] = str(ROOT)

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import base, dossier_crowd
from bench.client import Measure, Unexpected, measure
from bench.server import serving
from cordee.accompaniment.cases.models import Case
from cordee.config.commands.data import collect_static

SIZES = (500, 5_000, 50_000)
JUDGED = 5_000  # the size at which the day is set beside the bare SQL, and the page of a dossier is counted
BOARD = "/dossiers/portefeuille/?qui=tous"
APPLICATION = "cordee.config.wsgi:application"
Figures = dict[str, float]


def main(seconds: float, sizes: tuple[int, ...]) -> Figures:
    """An empty base is filled size after size: what is larger than the size measured would be measured too."""
    call_command("migrate", verbosity=0)
    collect_static()
    if Case._base_manager.count() > sizes[0]:
        empty()
    cookie = base.cookie(base.actor_user(base.DEPARTMENT))
    figures: Figures = {}
    for size in sizes:
        dossier_crowd.fill(size)
        with serving(APPLICATION) as server:
            figures |= named(f"portfolio.{size}", measure(server.url + BOARD, cookie, seconds=seconds))
        if size == JUDGED:
            figures |= day(cookie, seconds) | {"dossier_page.queries": float(queries(cookie))}
    first, last = (figures[f"portfolio.{size}.p50_ms"] for size in (sizes[0], sizes[-1]))
    figures["portfolio.growth_exponent"] = math.log(last / first) / math.log(sizes[-1] / sizes[0])
    return figures


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE cases_case CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def day(cookie: str, seconds: float) -> Figures:
    figures: Figures = {}
    for application, name in (("bench.bare_day:application", "bare_my_day"), (APPLICATION, "my_day")):
        with serving(application) as server:
            figures |= named(name, measure(f"{server.url}/", cookie, seconds=seconds))
    return figures | {"my_day.ratio_to_bare_sql_plus_view": figures["my_day.p50_ms"] / figures["bare_my_day.p50_ms"]}


def queries(cookie: str) -> int:
    """Of the dossier whose fil is the longest; a first request fills what a process keeps."""
    path = Case._base_manager.filter(zone=base.DEPARTMENT).order_by("id")[0].get_absolute_url()
    client = Client(HTTP_HOST="127.0.0.1", HTTP_COOKIE=cookie)
    if (answer := client.get(path)).status_code != 200:
        raise Unexpected(f"{path} : {answer.status_code}")
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def named(name: str, one: Measure) -> Figures:
    return {f"{name}.p50_ms": one.p50, f"{name}.p99_ms": one.p99, f"{name}.requests_per_second": one.per_second}


if __name__ == "__main__":
    chosen = tuple(int(word) for word in sys.argv[2:]) or SIZES
    print(json.dumps(main(float(sys.argv[1]) if len(sys.argv) > 1 else 8, chosen)))
