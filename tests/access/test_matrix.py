"""Every address × every kind of person, against tables written by hand: `<room>.csv`. A new address needs its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from cordee.core.middleware import WRITES
from tests import factories as make
from tests.access.world import PERSONAS, STRANGER, World

TABLES = sorted(Path(__file__).parent.glob("*.csv"))
#: rows that every request writes for itself
OF_THE_REQUEST = re.compile(r'"?(accounts_session|core_cache)"?')


def lines_of(table: Path) -> list[dict[str, str]]:
    with table.open(newline="") as text:
        return list(csv.DictReader(text))


def named_urls(resolver: Any, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Every named address of the house. Those of the API have their own contract (tests/api)."""
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) == "api/":
            continue
        if hasattr(pattern, "url_patterns"):
            yield from named_urls(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield ":".join([*spaces, pattern.name])


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    lines = [line for table in TABLES for line in lines_of(table)]
    assert {line["url_name"] for line in lines if line["method"] == "GET"} == set(named_urls(get_resolver()))
    assert len({(line["url_name"], line["method"]) for line in lines}) == len(lines)
    assert all(tuple(line)[2:] == PERSONAS for line in lines)


def test_an_address_that_answers_only_to_post_says_what_it_answers() -> None:
    lines = [line for table in TABLES for line in lines_of(table)]
    silent = {line["url_name"] for line in lines if line["method"] == "GET" and line["officer"] == "405"}
    assert silent == {line["url_name"] for line in lines if line["method"] == "POST"} - {"demo:enter", "demo:reload"}


@pytest.mark.covers("SYS-001", "SYS-902", "GOV-902")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_the_answers_are_those_of_the_table(table: Path, world: World, db: None) -> None:
    """And what a page does not show to someone, it does not receive from them either: a forged form is answered as the page, and
    writes nothing."""
    wrong = []
    for line in lines_of(table):
        url = reverse(line["url_name"], kwargs=world.arguments(line["url_name"]))
        receives = line["method"] == "GET"  # until it answers that it is only read
        for persona in PERSONAS:
            cache.clear()
            before = transaction.savepoint()
            status, _ = make.read(world.client(persona), url, line["method"])
            transaction.savepoint_rollback(before)
            if status != int(line[persona]):
                wrong.append(f"{line['method']} {line['url_name']} {persona}: {line[persona]} expected, {status} answered")
            if receives and status == 404:
                receives, fault = forged(world, persona, url)
                wrong += [f"{line['url_name']} {persona}: {fault}"] if fault else []
    assert wrong == []


def forged(world: World, persona: str, url: str) -> tuple[bool, str]:
    """Does this address receive forms at all; and what is wrong with its answer to one of someone who does not see it."""
    before = transaction.savepoint()
    with CaptureQueriesContext(connection) as asked:
        status, _ = make.read(world.client(persona), url, "POST")
    transaction.savepoint_rollback(before)
    written = [q["sql"][:80] for q in asked if WRITES.match(q["sql"]) and not OF_THE_REQUEST.search(q["sql"])]
    if status == 405:
        return False, ""
    return True, "" if status == 404 and not written else f"404 expected to a form, {status} answered, {written} written"


@pytest.mark.covers("SYS-902")
def test_what_is_refused_to_a_visitor_leads_to_the_entrance_and_comes_back(db: None) -> None:
    answer = Client().get("/annuaire/?type=aci")
    assert answer.headers["Location"] == "/comptes/connexion/?next=%2Fannuaire%2F%3Ftype%3Daci"


def test_another_department_s_sheet_and_no_sheet_answer_alike(world: World, db: None) -> None:
    """A forged address tells nothing: what one may not see does not exist."""
    client = world.client("officer_elsewhere")
    theirs, none = (client.get(f"/annuaire/{key}/") for key in (world.structure.public_id, STRANGER))
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert world.structure.name not in theirs.content.decode()
