"""What the house costs, beside a bare Django view: prints a table, writes `bench/results.json` (figure → number).

`make bench`, or `make bench ARGS="--seconds 3"` for a quick look. Never a timed assertion: machines differ, ratios on one run do not.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ["CORDEE_VAR"] = os.environ.get("CORDEE_BENCH_VAR", str(ROOT / "var" / "bench"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.config.settings"
os.environ["PYTHONPATH"] = str(ROOT)
sys.path.insert(0, str(ROOT))

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import base
from bench.client import Measure, Unexpected, measure
from bench.server import serving
from cordee.actors.directory.models import Organisation
from cordee.config.commands.data import collect_static
from cordee.core.find.near import refresh_vocabulary

RESULTS = ROOT / "bench" / "results.json"
LIST = "/annuaire/"
SEARCH = "/annuaire/?q=atelier&type=aci"
FIND = "/recherche/?q=atelier"
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m cordee bench")
    parser.add_argument("--seconds", type=float, default=8, help="durée de chaque mesure")
    seconds = parser.parse_args().seconds
    figures = base.figures()
    collect_static()
    cookies = {who: base.cookie(base.actor_user(zone)) for who, zone in (("department", base.DEPARTMENT), ("national", base.NATIONAL))}
    page = f"/annuaire/{Organisation._base_manager.filter(zone=base.DEPARTMENT).order_by('id')[0].public_id}/"
    figures |= bare(cookies["national"], seconds)
    figures |= application(cookies, page, seconds)
    figures |= finding(cookies, seconds)
    figures |= queries(cookies, page)
    figures |= ratios(figures)
    figures |= of_room("providers", str(seconds)) | of_room("surveys") | of_room("dossiers", str(seconds))
    figures |= of_room("pages", str(seconds))
    rounded = {name: round(value, 3) for name, value in sorted(figures.items())}
    RESULTS.write_text(json.dumps(rounded, indent=2) + "\n")
    print(table(rounded))


def bare(cookie: str, seconds: float) -> Figures:
    with serving("bench.bare:application") as server:
        return named("bare_view", measure(f"{server.url}/", cookie, seconds=seconds)) | {"bare_view.memory_mb": server.peak_memory()}


def application(cookies: dict[str, str], page: str, seconds: float) -> Figures:
    figures: Figures = {}
    with serving("cordee.config.wsgi:application") as server:
        for who, cookie in cookies.items():
            for name, path in (("organisations_list", LIST), ("organisations_search", SEARCH)):
                figures |= named(f"{name}.{who}", measure(server.url + path, cookie, seconds=seconds))
        figures |= named("organisation_page", measure(server.url + page, cookies["department"], seconds=seconds))
        return figures | {"application.memory_mb": server.peak_memory()}


def finding(cookies: dict[str, str], seconds: float) -> Figures:
    """The search page, and the same SQL by a cursor under a bare view, one after the other for the same person."""
    refresh_vocabulary()
    figures: Figures = {}
    for application, name, page in (
        ("bench.bare_search:application", "bare_search", "/?q=atelier"),
        ("cordee.config.wsgi:application", "global_search", FIND),
    ):
        with serving(application) as server:
            for who, cookie in cookies.items():
                figures |= named(f"{name}.{who}", measure(server.url + page, cookie, seconds=seconds))
    return figures


def of_room(name: str, *said: str) -> Figures:
    """A room that is measured by crowds of its own has a base of its own, and a process that knows it alone."""
    words = [sys.executable, "-m", f"bench.{name}", *said]
    told: Figures = json.loads(subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return told


def named(name: str, measured: Measure) -> Figures:
    return {f"{name}.requests_per_second": measured.per_second, f"{name}.p50_ms": measured.p50, f"{name}.p99_ms": measured.p99}


def queries(cookies: dict[str, str], page: str) -> Figures:
    """Counted in this process; a first request fills what a process keeps."""
    figures: Figures = {}
    for name, path, who in (("organisations_list", LIST, "department"), ("organisations_search", SEARCH, "department"),
                            ("organisation_page", page, "department"), ("global_search", FIND, "department")):  # fmt: skip
        client = Client(HTTP_HOST="127.0.0.1", HTTP_COOKIE=cookies[who])
        if (answer := client.get(path)).status_code != 200:
            raise Unexpected(f"{path} : {answer.status_code}")
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        figures[f"{name}.queries"] = len(seen)
    return figures


def ratios(figures: Figures) -> Figures:
    """Of the two actors, the worse counts."""
    worst = {
        name: min(figures[f"{name}.{who}.requests_per_second"] for who in ("department", "national"))
        for name in ("organisations_list", "organisations_search")
    }
    worst["organisation_page"] = figures["organisation_page.requests_per_second"]
    told = {f"{name}.ratio_to_bare_view": speed / figures["bare_view.requests_per_second"] for name, speed in worst.items()}
    slowest = [figures[f"bare_search.{who}.p99_ms"] / figures[f"global_search.{who}.p99_ms"] for who in ("department", "national")]
    return told | {"global_search.ratio_to_bare_sql_plus_view": min(slowest)}


def table(figures: Figures) -> str:
    """One line a page or load, its figures after it."""
    lines: dict[str, list[str]] = {}
    for name, value in figures.items():
        what, figure = name.rsplit(".", 1)
        lines.setdefault(what, []).append(f"{figure} {value:,.2f}".replace(",", " "))
    width = max(map(len, lines))
    return "\n".join(f"{what:<{width}}  {' · '.join(values)}" for what, values in lines.items())


if __name__ == "__main__":
    main()
