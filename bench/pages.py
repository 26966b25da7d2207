"""The pages that an officer opens, over the invented nation at 1 %, 10 % (and 100 % when asked), beside a bare view and beside pretalx.

`python -m bench.pages [seconds] [percents…]`: a base of its own, filled further at each size; prints its figures as JSON.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ["CORDEE_VAR"] = os.environ.get("CORDEE_BENCH_PAGES_VAR", str(ROOT / "var" / "bench-pages"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.config.settings"
os.environ["PYTHONPATH"] = str(ROOT)

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import base, peer
from bench.client import Measure, Unexpected, measure
from bench.server import serving
from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts.models import Membership, User
from cordee.actors.directory.models import Organisation
from cordee.config.commands.data import collect_static
from cordee.core.find.near import refresh_vocabulary
from cordee.demo.volume.load import generate
from cordee.demo.volume.nation import Size, generate_dossiers
from cordee.demo.volume.providers import generate_providers

SCALES = (1.0, 10.0)
SEED = 2002
APPLICATION = "cordee.config.wsgi:application"
PAGES = {
    "organisations_list": "/annuaire/", "dossiers_list": "/dossiers/", "providers_list": "/annuaire/prestataires/", "my_day": "/",
    "portfolio": "/dossiers/portefeuille/?qui=tous",
}  # fmt: skip
Figures = dict[str, float]


def main(seconds: float, scales: tuple[float, ...]) -> Figures:
    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    collect_static()
    figures: Figures = {}
    for scale in scales:
        figures |= fill(scale)
        figures |= measured(scale, seconds)
    figures |= growth(figures, scales)
    return figures | beside_peer(seconds)


def fill(scale: float) -> Figures:
    """What lacks to this share of the nation; what is there stays."""
    size, start = Size.of(scale), time.monotonic()
    there = (
        Organisation._base_manager.filter(fictitious=True, roles__kind="beneficiary").distinct().count(),
        Organisation._base_manager.filter(fictitious=True, roles__kind="provider").distinct().count(),
        Case._base_manager.count(),
    )
    wanted = (size.structures, size.providers, size.dossiers)
    for write, count, known in zip((generate, generate_providers, generate_dossiers), wanted, there, strict=True):
        if count > known:
            write(count - known, seed=SEED, today=timezone.localdate())
    refresh_vocabulary()
    return {f"nation.{scale:g}.seconds": time.monotonic() - start}


def officer() -> User:
    """The one whose DLA holds the most inhabited territory: the same at every size."""
    rows = Membership._base_manager.filter(profile="officer", organisation__mandates__zones__code=base.DEPARTMENT)
    user: User = rows.select_related("user").order_by("id")[0].user
    return user


def addresses() -> dict[str, str]:
    dossier = Case._base_manager.filter(zone=base.DEPARTMENT, state="follow_up").order_by("id")[0]
    return {**PAGES, "dossier_page": dossier.get_absolute_url()}


def measured(scale: float, seconds: float) -> Figures:
    cookie, figures = base.cookie(officer()), dict[str, float]()
    with serving("bench.bare:application") as server:
        bare = measure(f"{server.url}/", cookie, seconds=seconds)
    with serving(APPLICATION) as server:
        for name, path in addresses().items():
            one = measure(server.url + path, cookie, seconds=seconds)
            figures |= named(f"pages.{name}.{scale:g}", one)
            figures[f"pages.{name}.{scale:g}.queries"] = float(queries(cookie, path))
            figures[f"pages.{name}.{scale:g}.ratio_to_bare_view"] = one.per_second / bare.per_second
    of_scale = {name: value for name, value in figures.items() if f".{scale:g}." in name}
    figures["pages.min_ratio_to_bare_view"] = min(v for name, v in of_scale.items() if name.endswith("ratio_to_bare_view"))
    figures["pages.max_queries"] = max(v for name, v in of_scale.items() if name.endswith("queries"))
    return figures


def queries(cookie: str, path: str) -> int:
    """Counted in this process; a first request fills what a process keeps."""
    client = Client(HTTP_HOST="127.0.0.1", HTTP_COOKIE=cookie)
    if (answer := client.get(path)).status_code != 200:
        raise Unexpected(f"{path} : {answer.status_code}")
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def growth(figures: Figures, scales: tuple[float, ...]) -> Figures:
    """Of each page, from the smallest size to the largest; the steepest counts."""
    if len(scales) < 2:
        return {}
    first, last = scales[0], scales[-1]
    names = (*PAGES, "dossier_page")
    ratio = {name: figures[f"pages.{name}.{last:g}.p50_ms"] / figures[f"pages.{name}.{first:g}.p50_ms"] for name in names}
    told = {f"pages.{name}.growth_exponent": math.log(value) / math.log(last / first) for name, value in ratio.items()}
    return told | {"pages.max_growth_exponent": max(told.values())}


def beside_peer(seconds: float) -> Figures:
    """Both under the same gunicorn, signed in, in the same run."""
    place = peer.folder()
    if place is None:
        return {}
    ours, theirs, ours_cookie = addresses(), dict[str, Measure](), base.cookie(officer())
    with peer.gunicorn(place, "pretalx.wsgi", ours=False) as server:
        cookie, submission = peer.sign_in(server)
        for page in dict.fromkeys(peer.PAIRS.values()):
            path = f"{peer.EVENT}/{page}" if page else submission
            theirs[page] = measure(server.url + path, cookie, seconds=seconds)
    figures: Figures = {}
    with peer.gunicorn(place, APPLICATION, ours=True) as server:
        for name, page in peer.PAIRS.items():
            one = measure(server.url + ours[name], ours_cookie, seconds=seconds)
            figures[f"pages.{name}.gunicorn_requests_per_second"] = one.per_second
            figures[f"pages.{name}.pretalx_requests_per_second"] = theirs[page].per_second
            figures[f"pages.{name}.ratio_to_pretalx"] = one.per_second / theirs[page].per_second
    return figures | {"pages.min_ratio_to_pretalx": min(v for name, v in figures.items() if name.endswith("ratio_to_pretalx"))}


def named(name: str, one: Measure) -> Figures:
    return {f"{name}.p50_ms": one.p50, f"{name}.p99_ms": one.p99, f"{name}.requests_per_second": one.per_second}


if __name__ == "__main__":
    chosen = tuple(float(word) for word in sys.argv[2:]) or SCALES
    print(json.dumps(main(float(sys.argv[1]) if len(sys.argv) > 1 else 8, chosen)))
