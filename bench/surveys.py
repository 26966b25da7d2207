"""What a questionnaire costs: sending it, fifty clients at once, beside a bare view that inserts the same rows; adding up the answers,
from 10,000 to 1,000,000, beside the bare SQL aggregate of their marks.

`python -m bench.surveys [answers sent] [largest crowd]`: a base of its own, kept from one run to the next; prints its figures as JSON.
One answer in ten is sent twice at the same moment, as a telephone does that heard nothing.
"""

# ruff: noqa: E402  (settings are chosen before Django is imported)

from __future__ import annotations

import json
import math
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ["CORDEE_VAR"] = os.environ.get("CORDEE_BENCH_SURVEYS_VAR", str(ROOT / "var" / "bench-surveys"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cordee.config.settings"
os.environ["PYTHONPATH"] = str(ROOT)

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from bench import survey_crowd
from bench.senders import Sent, send_all
from bench.server import serving
from cordee.config.commands.data import collect_static
from cordee.tools.surveys.definition import read, scoring
from cordee.tools.surveys.models import Campaign, Response
from cordee.tools.surveys.synthesis import store

SENT, CLIENTS, TWICE, ROUNDS = 1_000, 50, 10, 5
SIZES, JUDGED, RUNS = (10_000, 100_000, 1_000_000), 100_000, 5
BARE = """
SELECT i.place, count(i.mark), avg(i.mark), stddev_pop(i.mark), percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY i.mark)
FROM surveys_response, unnest(marks) WITH ORDINALITY AS i(mark, place) WHERE campaign_id = %s AND latest GROUP BY i.place
"""
Figures = dict[str, float]


def main(sent: int = SENT, largest: int = SIZES[-1]) -> Figures:
    call_command("migrate", verbosity=0)
    collect_static()
    return of_rounds([submitting(sent) for _ in range(ROUNDS)]) | adding_up([size for size in SIZES if size <= largest])


def of_rounds(rounds: list[Figures]) -> Figures:
    """The median of speeds and ratios, for a second of another program weighs on a round; whatever is lost or doubled in any."""
    told = {name: [one[name] for one in rounds] for name in rounds[0]}
    return {name: max(all_) if name.endswith(("lost", "doubled")) else statistics.median(all_) for name, all_ in told.items()}


# -- sending ------------------------------------------------------------------------------------------------------------------
def submitting(count: int) -> Figures:
    """Lost: acknowledged, and not in the base. Doubled: the second row of one invitation."""
    to = survey_crowd.campaign("Envois mesurés")
    speeds: Figures = {}
    bare = [("/", body) for body in bare_bodies(to, count)]
    with serving("bench.bare_surveys:application") as server:
        speeds["bare_insert_view"] = completed(send_all(server.url, bare, CLIENTS), count)
    tokens = survey_crowd.invite(to, count)
    bodies = [body(number) for number in range(count)]
    asked = [(f"/q/{token}/reponse/", body) for token, body in zip(tokens, bodies, strict=True)]
    twice = [one for place, one in enumerate(asked) for _ in range(2 if place % TWICE == 0 else 1)]
    with serving("cordee.config.wsgi:application") as server:
        done = send_all(server.url, twice, CLIENTS)
    acknowledged = {json.loads(one.body)["submission"] for one in done.answers if one.status == 200}
    rows = Response._base_manager.filter(submission__in=acknowledged)
    invited = Response._base_manager.filter(campaign=to, invitation__isnull=False).values("invitation")
    doubled = invited.annotate(n=Count("pk")).filter(n__gt=1)
    speeds["survey_submit"] = completed(done, len(twice))
    return {f"{name}.per_second": speed for name, speed in speeds.items()} | {
        "survey_submit.ratio_to_bare_insert_view": speeds["survey_submit"] / speeds["bare_insert_view"],
        "survey_submit.lost": float(count - rows.count()),
        "survey_submit.doubled": float(sum(one["n"] - 1 for one in doubled)),
    }


def completed(sent: Sent, count: int) -> float:
    """Per second; a refusal would be quick, and would not be what is meant."""
    refused = [one for one in sent.answers if one.status != 200]
    if refused:
        raise RuntimeError(f"{len(refused)} envois sur {count} refusés, dont {refused[0].status} : {refused[0].said[:200]!r}")
    return count / sent.seconds


def body(number: int) -> bytes:
    answers = survey_crowd.filled(survey_crowd.drawing(number))
    return json.dumps({"submission": str(uuid.uuid4()), "revision": 0, "base": 0, "answers": answers, "final": True}).encode()


def bare_bodies(to: Campaign, count: int) -> list[bytes]:
    """The same rows, marks and result already worked out: the bare view only writes them."""
    definition, bodies = read(survey_crowd.DEFINITION), []
    for number in range(count):
        answers = survey_crowd.filled(survey_crowd.drawing(number))
        marks = scoring.marks(definition, answers)
        score = scoring.score(definition, definition.levels, marks)
        row = {"answers": answers, "marks": marks, "total": score.total, "result": score.to_json(), "zone": to.zone}
        row |= {"asked_id": to.asked_id, "campaign_id": to.pk, "thread_id": to.thread_id}
        bodies.append(json.dumps(row).encode())
    return bodies


# -- adding up ----------------------------------------------------------------------------------------------------------------
def adding_up(sizes: list[int]) -> Figures:
    """The whole synthesis (figures, distributions, levels, axes, two cross-tabs, masks) beside the figures of each question alone."""
    figures: Figures = {}
    for size in sizes:
        to = survey_crowd.campaign(f"Réponses mesurées : {size}")
        survey_crowd.fill(to, size)
        figures[f"survey_synthesis.{size}.seconds"] = median_of(lambda to=to: store.computed(to))  # type: ignore[misc]
        figures[f"bare_synthesis.{size}.seconds"] = median_of(lambda to=to: bare(to))  # type: ignore[misc]
    first, last = sizes[0], sizes[-1]
    growth = figures[f"survey_synthesis.{last}.seconds"] / figures[f"survey_synthesis.{first}.seconds"]
    judged = JUDGED if JUDGED in sizes else last
    figures["survey_synthesis.ratio_to_bare_sql"] = (
        figures[f"survey_synthesis.{judged}.seconds"] / figures[f"bare_synthesis.{judged}.seconds"]
    )  # fmt: skip
    figures["survey_synthesis.growth_exponent"] = math.log(growth) / math.log(last / first) if last > first else 0.0
    return figures


def bare(to: Campaign) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [to.pk])
        cursor.fetchall()


def median_of(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    print(json.dumps(main(*(int(one) for one in sys.argv[1:3]))))
