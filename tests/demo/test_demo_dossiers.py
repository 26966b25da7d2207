"""The dossiers of the demonstration on first opening, persona by persona."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Accounts, Assignment, Case, Reorientation
from cordee.actors.accounts.models import User
from cordee.actors.accounts.queries import load_actor
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor
from cordee.core.journal import fil
from cordee.core.models import Event
from cordee.core.models.bases import period_contains_today
from cordee.demo.examples import dossiers, shelf
from cordee.demo.examples.stage import public_id
from cordee.demo.examples.when import working_day

TODAY = timezone.localdate()
J = working_day(TODAY)


@pytest.fixture(autouse=True)
def _told(story: None, db: None) -> None:
    """On the base of the demonstration."""


def actor(code: str) -> Actor:
    found = load_actor(User.objects.get(email=code if "@" in code else f"{code}@cordee.example").pk)
    assert found
    return found


def seen(code: str) -> set[str]:
    return set(Case.objects.visible_to(actor(code)).values_list("title", flat=True))


@pytest.mark.parametrize("code", ["charge-mission-nord", "structure-directrice", "reseau-coorace"])
def test_the_page_of_a_full_dossier_costs_at_most_25_queries(code: str, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{code}@cordee.example"), backend="django.contrib.auth.backends.ModelBackend")
    pages = [case.get_absolute_url() for case in Case.objects.visible_to(actor(code))]
    assert pages
    for page in pages:
        with django_assert_max_num_queries(25):
            assert client.get(page).status_code == 200


def test_ines_finds_her_three_dossiers_thirty_eight_quiet_ones_and_two_reoriented() -> None:
    rows = Case.objects.visible_to(actor("charge-mission-nord"))
    story = {lived.title: "under_way" for lived in (dossiers.LINGE, dossiers.RIVES, dossiers.VERGER)}
    assert dict(rows.filter(title__in=story).values_list("title", "state")) == story
    quiet = rows.exclude(title__in=story)
    states = Counter(quiet.values_list("state", flat=True))
    assert (states.pop("reoriented"), sum(states.values())) == (2, 38)
    asked = quiet.get(state="requested")
    assert (asked.requested_on, queries.handled_by(asked)) == (J - timedelta(days=4), {})
    for sent in Reorientation.objects.for_system("test").order_by("id"):
        assert all((sent.body.endswith("(fictif)"), sent.contact, sent.reason))
    assert quiet.filter(state="follow_up", title=shelf.READING_DUE).count() == 1
    shared = Event.objects.for_system("test").get(thread=quiet.get(title=shelf.READING_DUE).thread, code="cases.case.share")
    assert timezone.localdate(shared.at).year == J.year - 2
    assert not rows.filter(fictitious=False).exists()


def test_the_head_of_the_dla_finds_loads_of_twelve_fifteen_and_thirteen() -> None:
    held = Assignment.objects.for_system("test").filter(period_contains_today(), case__in=Case.objects.visible_to(actor("responsable-dla")))
    loads = Counter(held.values_list("membership__user__person__first_name", flat=True))
    assert loads == {"Inès": 12, "Basile": 15, "Iris": 13}


def test_the_aisne_sees_its_own_dossier_and_nothing_of_the_nord() -> None:
    assert seen("charge-mission-aisne") == {dossiers.AISNE.title}
    case = dossiers.case_of(dossiers.AISNE)
    assert (case.state, case.opened_by.name) == ("diagnosing", "IRIAE Hauts-de-France")
    assert not queries.validations_of(case, "diagnosis").exists()


def test_both_heads_of_la_fabrique_des_rives_read_its_dossier_and_its_diagnosis_of_twenty_five_days_ago() -> None:
    for code in ("structure-directrice", "structure-presidente"):
        assert seen(code) == {dossiers.RIVES.title}
    validations = queries.validations_of(dossiers.case_of(dossiers.RIVES), "diagnosis")
    assert {(v.side, v.on) for v in validations} == {("structure", J - timedelta(days=25)), ("operator", J - timedelta(days=25))}


@pytest.mark.covers("WE-09.1")
def test_we_09_1_astre_shows_two_accompaniments_in_order_to_its_network_without_accounts() -> None:
    coorace = actor("reseau-coorace")
    astre = Organisation._base_manager.get(public_id=public_id("astre"))
    found = [row.case for row in queries.accompaniments_of(astre) if row.case in Case.objects.visible_to(coorace)]
    assert [(case.requested_on.year, case.kind) for case in found] == [(2008, "collective"), (2009, "individual")]
    assert found[1].follows == found[0]
    assert found[0].requester.name == "COORACE"
    assert found[0].beneficiaries.count() == 5
    assert not Accounts.objects.visible_to(coorace).exists()
    assert dossiers.LINGE.title in seen("reseau-coorace")
    assert dossiers.RIVES.title not in seen("reseau-coorace")


def test_the_dla_suggests_and_the_structures_of_thionville_still_file_a_clear_request() -> None:
    case = dossiers.told("thionville-2007")
    assert (case.origin, case.beneficiaries.count(), case.opened_by.name) == ("dla", 10, "COJEP")
    assert case.need


@pytest.mark.parametrize(
    ("key", "operator", "count", "year"),
    [("etti-2005", "ESIA", 5, 2005), ("deesse-2006", "Cantal Expansion", 5, 2006), ("pa-iss-2006", "MCAE", 2, 2006),
     ("thionville-2007", "COJEP", 10, 2007), ("coorace-2008", "La Ligue de l'enseignement de la Manche", 5, 2008)],
)  # fmt: skip
def test_the_documents_accompaniments_are_closed_dossiers_of_their_operators(key: str, operator: str, count: int, year: int) -> None:
    case = dossiers.told(key)
    assert (case.state, case.opened_by.name, case.beneficiaries.count(), case.requested_on.year) == ("closed", operator, count, year)
    assert (case.taken_over, case.fictitious) == (True, False)
    assert case.results
    assert case in Case.objects.visible_to(actor("avise"))


def test_each_fil_is_in_order_and_none_is_dated_after_its_loading() -> None:
    for case in Case.objects.visible_to(actor("charge-mission-nord")).select_related("thread").order_by("id"):
        moments = [line.event.at for line in fil(case.thread, actor("charge-mission-nord"))[0]]
        assert moments == sorted(moments, reverse=True), case
        assert moments
        assert max(moments) < timezone.now()
    late = Case._base_manager.filter(requested_on__gt=F("thread__events__fact_on"))
    assert list(late) == []
    assert Case._base_manager.filter(requested_on__lt=date(2011, 1, 1)).count() == 6
