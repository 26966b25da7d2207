"""The dossiers of the crowd hold: numbers, keys, counters, fil; and every page of theirs opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Max
from django.test import Client

from cordee.accompaniment.cases.models import Assignment, Beneficiary, Case, Counter
from cordee.accompaniment.diagnoses import content
from cordee.accompaniment.diagnoses.models import Diagnosis
from cordee.accompaniment.diagnoses.models import Version as DiagnosisVersion
from cordee.accompaniment.plans.models import Plan, PlanAction
from cordee.accompaniment.requests.models import Request
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Mandate
from cordee.core.journal import renderers
from cordee.core.models import Event, Thread
from cordee.demo.volume.life import live, requests
from cordee.demo.volume.load import generate
from cordee.demo.volume.nation import Size, generate_dossiers
from cordee.tools.surveys.library.loading import load as load_library
from cordee.tools.surveys.models import Response

TODAY = date.today()
COUNT = 160
PLACES = ["59", "62"]


@pytest.fixture
def nation(db: None) -> None:
    load_library()
    generate(60, seed=3, today=TODAY, departments=PLACES)
    generate_dossiers(COUNT, seed=3, today=TODAY, departments=PLACES)


def test_the_whole_nation_has_its_size() -> None:
    assert Size.of(100) == Size(71_000, 20_000, 150_000)
    assert Size.of(1) == Size(710, 200, 1_500)


def test_old_dossiers_are_over_and_recent_ones_on_their_way() -> None:
    from random import Random

    draw = Random(4)  # noqa: S311  invention, not a secret
    lives = [(day, live(draw, day, TODAY)) for day in requests(draw, 3_000, TODAY)]
    assert [day for day, _ in lives] == sorted(day for day, _ in lives)
    old = [life for day, life in lives if (TODAY - day).days > 1_800]
    young = [life for day, life in lives if (TODAY - day).days < 300]
    assert all(life.over for life in old)
    assert sum(life.over for life in young) < len(young) / 5
    assert {life.state for _, life in lives} == {*Case.State.values}
    for _, life in lives:
        assert list(life.days.values()) == sorted(life.days.values())
        assert life.since <= TODAY


@pytest.mark.usefixtures("nation")
def test_numbers_keys_and_counters_hold() -> None:
    assert Case._base_manager.count() == COUNT
    for made in Case._base_manager.values("opened_by", "year").annotate(count=Count("id"), last=Max("rank")):
        assert made["count"] == made["last"] == Counter._base_manager.get(operator=made["opened_by"], year=made["year"]).last
    assert set(Mandate._base_manager.values_list("level", flat=True)) == {"departmental"}
    assert Membership._base_manager.filter(profile="officer").count() == 3
    assert not Case._base_manager.filter(beneficiaries=None).exists()
    assert not Case._base_manager.filter(assignments=None).exists()
    assert not Thread.objects.filter(kind="case").exclude(pk__in=Case._base_manager.values("thread")).exists()
    assert not Thread.objects.filter(kind="request").exclude(pk__in=Request._base_manager.values("thread")).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM cases_case c JOIN core_thread t ON t.id = c.thread_id WHERE t.zone <> c.zone")
        assert cursor.fetchone() == (0,)
    for model in (Beneficiary, Assignment, Diagnosis, DiagnosisVersion, Plan, PlanAction, Response, Request):
        assert model._base_manager.exists(), model
    for version in DiagnosisVersion._base_manager.all()[:20]:
        assert version.sha256 == content.fingerprint(version.content)


@pytest.mark.usefixtures("nation")
def test_each_row_passes_the_checks_of_its_form() -> None:
    for model in (Case, Beneficiary, Assignment, Diagnosis, PlanAction, Request):
        for row in model._base_manager.all()[:25]:
            row.full_clean(exclude=["state", "thread"], validate_unique=False)


@pytest.mark.usefixtures("nation")
def test_every_line_of_the_fil_has_its_sentence_in_the_order_of_days() -> None:
    for event in Event.objects.filter(thread__kind="case"):
        assert event.code in renderers
        assert renderers[event.code](event)
    thread = Case._base_manager.filter(state="closed").order_by("id")[0].thread_id
    days = [event.fact_on for event in Event.objects.filter(thread=thread).order_by("id")]
    assert days == sorted(days)


@pytest.mark.usefixtures("nation")
def test_a_dossier_is_written_with_the_names_that_its_triggers_would_give() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE structure_names = cases_names_of(id)) FROM cases_case")
        every, named = cursor.fetchone()
    assert every == named == COUNT


@pytest.mark.usefixtures("nation")
def test_the_next_dossier_takes_the_next_number() -> None:
    last = Case._base_manager.order_by("year", "rank").last()
    again = Thread.objects.create(kind="case", zone=last.zone)
    values = {"kind": "individual", "title": "Suivant", "origin": "alone", "requested_on": last.requested_on, "state": "requested"}
    case = Case(thread=again, zone=last.zone, opened_by=last.opened_by, year=last.year, requester=last.requester, **values)
    case.save()
    case.refresh_from_db()
    assert case.rank == last.rank + 1
    generate_dossiers(10, seed=3, today=TODAY, departments=PLACES)
    assert Case._base_manager.count() == COUNT + 11


@pytest.mark.usefixtures("nation")
def test_every_page_of_a_dossier_opens(client: Client) -> None:
    member = Membership._base_manager.filter(profile="officer", organisation__zone="59").order_by("id")[0]
    client.force_login(member.user)
    for state in Case.State.values:
        case = Case._base_manager.filter(zone="59", state=state).order_by("-id").first()
        if case is not None:
            assert client.get(case.get_absolute_url()).status_code == 200, state
    shown = [Diagnosis._base_manager.filter(zone="59").order_by("-id"), Plan._base_manager.filter(zone="59").order_by("-id")]
    shown += [Request._base_manager.filter(zone="59"), PlanAction._base_manager.filter(zone="59"), Diagnosis._base_manager.filter(
        zone="59", review__isnull=False)]  # fmt: skip
    addresses = [rows[0].get_absolute_url() for rows in shown] + [shown[-1][0].review.get_absolute_url()]
    for address in (*addresses, "/", "/dossiers/", "/dossiers/portefeuille/?qui=tous", "/annuaire/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_the_whole_map_is_settled_once() -> None:
    generate(40, seed=3, today=TODAY)
    for _ in range(2):
        generate_dossiers(3, seed=3, today=TODAY)
        assert Mandate._base_manager.values("organisation").distinct().count() == 120
        assert Membership._base_manager.filter(profile="officer").count() == 200


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--scale", "0"], ["--scale", "101"], ["--dossiers", "5", "--departments", "59"]])
def test_what_cannot_be_generated_is_said(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Donnez"):
        call_command("generate", *arguments)
