"""What finding a provider costs, beside the same SQL bare, and how it grows with the register: 2,000, 20,000, 200,000 sheets.

`python -m bench.providers [seconds]`: a base of its own, kept from one run to the next; prints its figures as JSON. The curve is
`provider_search.<count>.*`; its exponent is that of the whole page, from the smallest register to the largest.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ["CORDEE_VAR"] = os.environ.get("CORDEE_BENCH_PROVIDERS_VAR", str(ROOT / "var" / "bench-providers"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.config.settings"
os.environ["PYTHONPATH"] = str(ROOT)

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import base, provider_crowd
from bench.client import Measure, Unexpected, measure
from bench.server import serving
from cordee.actors.providers.models import Provider
from cordee.config.commands.data import collect_static

SIZES = (2_000, 20_000, 200_000)
JUDGED = 20_000  # the size at which the page is set beside the bare SQL
QUESTION = "q=cooperative&competence=gouvernance&departement=59"
PAGE = f"/annuaire/prestataires/?{QUESTION}"
Figures = dict[str, float]


def main(seconds: float) -> Figures:
    """An empty base is filled size after size: what is larger than the size measured would be measured too."""
    call_command("migrate", verbosity=0)
    collect_static()
    if Provider._base_manager.count() > SIZES[0]:
        empty()
    cookie = base.cookie(base.actor_user(base.DEPARTMENT))
    figures: Figures = {}
    for size in SIZES:
        provider_crowd.fill(size)
        figures |= measured(size, cookie, seconds)
    first, last = (figures[f"provider_search.{size}.p50_ms"] for size in (SIZES[0], SIZES[-1]))
    figures["provider_search.growth_exponent"] = math.log(last / first) / math.log(SIZES[-1] / SIZES[0])
    page, bare = (figures[f"{name}.{JUDGED}.p50_ms"] for name in ("provider_search", "bare_provider_search"))
    figures["provider_search.ratio_to_bare_sql_plus_view"] = page / bare
    return figures


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE providers_provider CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def measured(size: int, cookie: str, seconds: float) -> Figures:
    figures: Figures = {f"provider_search.{size}.hits": hits(cookie)}
    for application, name, page in (
        ("bench.bare_providers:application", "bare_provider_search", f"/?{QUESTION}"),
        ("cordee.config.wsgi:application", "provider_search", PAGE),
    ):
        with serving(application) as server:
            figures |= named(f"{name}.{size}", measure(server.url + page, cookie, seconds=seconds))
    return figures


def named(name: str, one: Measure) -> Figures:
    return {f"{name}.p50_ms": one.p50, f"{name}.p99_ms": one.p99, f"{name}.requests_per_second": one.per_second}


def hits(cookie: str) -> float:
    """How many answer, as the page says it; a page that says nothing was not the one that is meant."""
    client = Client(HTTP_HOST="127.0.0.1", HTTP_COOKIE=cookie)
    with CaptureQueriesContext(connection):
        answer = client.get(PAGE)
    if answer.status_code != 200:
        raise Unexpected(f"{PAGE} : {answer.status_code}")
    said = answer.content.decode().split('class="list-count"><strong>')[1].split("<")[0]
    return float("".join(c for c in said if c.isdigit()))


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]) if len(sys.argv) > 1 else 8)))
