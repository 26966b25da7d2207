"""Every list of the house: what hostile addresses get, exact pages, exports that equal the screen, bulk acts, private views."""

from __future__ import annotations

import csv
import io
import re
import uuid
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cordee.actors.accounts.actions import invite, open_support
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.lists import OrganisationList
from cordee.actors.directory.models import ChangeRequest, DuplicateCandidate, Organisation
from cordee.core.access import Actor
from cordee.core.help import gestures
from cordee.core.lifecycle import advance, start
from cordee.core.lists import declare, export, run
from cordee.core.lists.declare import lists
from cordee.core.models import Backup, File, ImportRun, Mail, SavedView, Task
from cordee.core.tasks import do_task
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.actors.partners import scene

URLS = {
    "cases.cases": "cases:cases",
    "core.journal": "core:journal",
    "core.notices": "core:notices",
    "core.mails": "core:mails",
    "core.backups": "core:backups",
    "core.imports": "core:imports",
    "accounts.invitations": "accounts:invitations",
    "accounts.support": "accounts:support_list",
    "directory.organisations": "directory:organisations",
    "directory.changes": "directory:changes",
    "directory.duplicates": "directory:duplicates",
    "network.declinations": "network:declinations",
    "partners.committees": "committees:committees",
    "partners.meetings": "committees:meetings",
    "partners.contributions": "partners:contributions",
    "partners.partners": "partners:partners",
    "plans.effects": "plans:effects",
    "plans.missions": "plans:missions",
    "providers.emergence": "providers:emergences",
    "providers.enee": "providers:enee_file",
    "providers.providers": "providers:providers",
    "providers.shortlists": "providers:shortlists",
    "requests.requests": "requests:requests",
    "surveys.campaigns": "surveys:campaigns",
    "surveys.questionnaires": "surveys:questionnaires",
}
HERE = lists[OrganisationList.code]


def names(page: Any) -> list[str]:
    return re.findall(r'<a href="/annuaire/[0-9a-f-]{36}/">([^<]*)</a>', page.content.decode())


def export_of(client: Any, query: str = "") -> list[list[str]]:
    _, content = make.read(client, f"/annuaire/export.csv?{query}")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


# -- hostile addresses ------------------------------------------------------------------------------------------------
HOSTILE = [
    "inconnu=1", "type=zzz", "type=aci&type=ai", "q=%00", "q=" + "a" * 10_000, "q=" + "é" * 3000, "apres=forge", "avant=forge:xxx",
    "page=999999999", "page=-1", "page=²", "tri=zzz", "tri=-", "tri=--nom",
    "q=%27%3B+DROP+TABLE", "q=a:*|b&!(", "apres=%00", "departement=%25",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_gets_a_page(db: None, query: str) -> None:
    admin = make.admin()
    make.organisation()
    for code, url in URLS.items():
        assert admin.client.get(f"{reverse(url)}?{query}").status_code == 200, code


def test_a_cursor_of_another_list_or_order_is_not_followed(db: None) -> None:
    cursor = run.write_cursor((7, None, "b"), "directory.organisations:nom")
    assert run.read_cursor(cursor, "directory.organisations:nom") == ("b", 7)
    assert run.read_cursor(cursor, "directory.organisations:recent") is None
    assert make.national().client.get(f"/annuaire/?tri=recent&apres={cursor}").status_code == 200


# -- exact pages ------------------------------------------------------------------------------------------------------
def walk(actor: Actor, query: str, between: Any = lambda: None) -> list[int]:
    """All ids, page after page, as someone who follows « suivante »."""
    seen: list[int] = []
    while True:
        page = run.run(HERE, run.ask(HERE, QueryDict(query), actor), actor)
        seen += [row[0] for row in page.rows]
        if not page.next:
            return seen
        query = page.next
        between()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.sampled_from("abc"), min_size=1, max_size=13), sort=st.sampled_from(["nom", "-nom", "ville", "-ville"]))
def test_following_the_pages_shows_each_row_once_among_equal_keys(
    db: None, monkeypatch: pytest.MonkeyPatch, keys: list[str], sort: str
) -> None:
    monkeypatch.setattr(run, "PAGE", 3)
    actor = make.officer(of=make.operator("31")).actor
    made = {make.organisation(f"Atelier {key}", zone="31", city=f"Ville {key}").pk for key in keys}
    seen = [pk for pk in walk(actor, f"tri={sort}&role=beneficiary") if pk in made]
    assert sorted(seen) == sorted(made)
    field = "sort_key" if "nom" in sort else "city"
    values = dict(Organisation.objects.for_system("test").filter(pk__in=made).values_list("pk", field))
    in_order = [values[pk] for pk in seen]
    assert in_order == sorted(in_order, reverse=sort.startswith("-"))


def test_going_back_shows_what_was_before_and_rows_added_meanwhile_hide_none(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PAGE", 3)
    actor = make.officer("59").actor
    first = [make.organisation(f"Rive {n:02}").pk for n in range(9)]
    seen = walk(actor, "role=beneficiary", between=lambda: make.organisation("Rive 00"))
    assert [pk for pk in seen if pk in first] == first
    query = run.run(HERE, run.ask(HERE, QueryDict("role=beneficiary"), actor), actor).next
    second = run.run(HERE, run.ask(HERE, QueryDict(query), actor), actor)
    back = run.run(HERE, run.ask(HERE, QueryDict(second.previous), actor), actor)
    again = run.run(HERE, run.ask(HERE, QueryDict(back.next), actor), actor)
    assert [row[0] for row in again.rows] == [row[0] for row in second.rows]


def test_more_than_a_thousand_is_said_so_and_never_counted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CAP", 2)
    ines = make.officer("59")
    for number in range(4):
        make.organisation(f"Atelier {number}")
    assert "Plus de 1\u202f000 organisations" in ines.client.get("/annuaire/?role=beneficiary").content.decode()


# -- finding ----------------------------------------------------------------------------------------------------------
def test_a_search_is_ranked_respects_rights_and_says_which_filter_to_loosen(db: None) -> None:
    ines = make.officer("59")
    make.organisation("Recyclerie du Hainaut"), make.organisation("Les Jardins", acronym="Recyclerie")
    make.organisation("Recyclerie de Laon", zone="02")
    assert sorted(names(ines.client.get("/annuaire/?q=recycleries"))) == ["Les Jardins", "Recyclerie du Hainaut"]
    nothing = ines.client.get("/annuaire/?q=recyclerie&type=geiq").content.decode()
    assert "Conventionnement : GEIQ" in nothing
    assert "q=recyclerie" in nothing


# -- exports ----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-907")
def test_the_export_is_what_the_screen_shows_with_its_filters_and_rights(db: None) -> None:
    ines = make.officer("59")
    for name in ("Brasserie", "Atelier", "Couture"):
        make.organisation(name, founded_in=1998)
    make.organisation("Ailleurs", zone="02")
    query = "role=beneficiary&tri=-nom"
    header, *lines = export_of(ines.client, query)
    assert [line[0] for line in lines] == names(ines.client.get(f"/annuaire/?{query}")) == ["Couture", "Brasserie", "Atelier"]
    assert header == [column.label for column in HERE.columns]
    status, content = make.read(ines.client, f"/annuaire/export.xlsx?{query}")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert (status, [row[0] for row in sheet], sheet[1][4]) == (200, ["Nom", "Couture", "Brasserie", "Atelier"], 1998)
    assert make.read(ines.client, "/annuaire/export.pdf")[0] == 404


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@cmd", "\t=1"])
def test_a_name_that_looks_like_a_formula_stays_a_text(db: None, name: str) -> None:
    ines = make.officer("59")
    make.organisation(name)
    assert export_of(ines.client, "role=beneficiary")[1][0] == f"'{name}"
    _, content = make.read(ines.client, "/annuaire/export.xlsx?role=beneficiary")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.covers("SYS-901", "SYS-907")
@pytest.mark.parametrize(("value", "shown"), [(Decimal("9.50"), "9,50"), (True, "oui"), (None, ""), (-5, "-5"), ("-5", "'-5")])
def test_values_are_written_as_a_french_spreadsheet_reads_them(value: Any, shown: str) -> None:
    assert str(export._csv_value(value)) == shown


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_long_export_is_a_task_that_its_owner_alone_collects(db: None, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    monkeypatch.setattr(export, "STREAMED", 2)
    ines, marc = make.officer("59"), make.officer("59")
    for number in range(4):
        make.organisation(f"Atelier {number}")
    offered = ines.client.get(f"/annuaire/export.{format_}?role=beneficiary").content.decode()
    assert 'action="/exports/"' in offered
    asked = ines.client.post("/exports/", {"liste": HERE.code, "format": format_, "query": "role=beneficiary\x00"})
    task = Task.objects.for_system("test").get()
    assert asked.headers["Location"] == f"/taches/{task.public_id}/"
    do_task(task.pk)
    do_task(task.pk)
    task.refresh_from_db()
    assert (task.trouble, task.total) == ("", 4)
    status, content = make.read(ines.client, f"/taches/{task.public_id}/fichier/")
    assert (status, len(content) > 50) == (200, True)
    assert make.read(marc.client, f"/taches/{task.public_id}/fichier/")[0] == 404
    other = make.person(make.organisation(), "structure", user=ines.user)
    assert make.read(other.client, f"/taches/{task.public_id}/fichier/")[0] == 404, "made under another membership"


def test_a_task_of_someone_who_lost_access_says_so(db: None) -> None:
    ines = make.officer("59")
    ines.client.post("/exports/", {"liste": HERE.code, "format": "csv", "query": ""})
    ines.membership.period = make.LONG_AGO
    ines.membership.save()
    task = Task.objects.for_system("test").get()
    do_task(task.pk)
    task.refresh_from_db()
    assert "Votre accès a changé" in task.trouble


# -- bulk -------------------------------------------------------------------------------------------------------------
def test_a_bulk_act_does_what_can_be_done_and_lists_the_rest_with_its_reason(db: None) -> None:
    sheet = make.organisation()
    salome, ines = make.director(sheet), make.officer()
    good, gone = make.proposal(salome, phone="0320000009"), make.proposal(salome, email="x@y.example")
    advance(gone, "withdraw", actor=salome.actor)
    elsewhere = make.proposal(make.director(make.organisation(zone="02")))
    chosen = [str(c.public_id) for c in (good, gone, elsewhere)] + ["pas-un-uuid", str(uuid.uuid4())]
    asked = ines.client.post("/annuaire/propositions/actes/", {"acte": "accept", "ligne": chosen})
    assert "1 proposition" in asked.content.decode()
    assert "n&#x27;est plus possible" in asked.content.decode(), "what will be refused is said before"
    done = ines.client.post(
        "/annuaire/propositions/actes/", {"acte": "accept", "ligne": chosen, "confirme": "1", "operation": str(uuid.uuid4())}
    )
    page = done.content.decode()
    assert "1 proposition" in page
    assert "n&#x27;est plus possible" in page
    assert gone.get_absolute_url() in page
    states = dict(ChangeRequest.objects.for_system("test").values_list("pk", "state"))
    assert states == {good.pk: "accepted", gone.pk: "withdrawn", elsewhere.pk: "proposed"}


def test_each_list_explains_its_bulk_acts_and_names_each_once() -> None:
    assert {a_list.bulk_help for a_list in lists} <= gestures.ANCHORS
    assert {code for code, _ in declare.acts_added} <= {a_list.code for a_list in lists}
    for a_list in lists:
        named = [act.name for act in a_list.bulk.acts] + [act.name for code, act in declare.acts_added if code == a_list.code]
        assert len(named) == len(set(named)), a_list.code


def test_the_bar_keeps_two_acts_and_puts_the_others_in_its_menu(db: None) -> None:
    ines = make.officer()
    dossiers.open_case(make.organisation())
    page = ines.client.get(reverse("cases:cases")).content.decode()
    bar = page[page.index('id="actes"') :]
    assert bar.index('value="relancer"') < bar.index('value="pieces"') < bar.index("<summary") < bar.index('value="confier"')
    assert "<summary" not in make.officer().client.get("/annuaire/propositions/").content.decode().partition('id="actes"')[2]


# -- saved views ------------------------------------------------------------------------------------------------------
def test_saved_views_are_one_s_own(db: None) -> None:
    ines, marc = make.officer(), make.officer()
    for query in ("type=aci", "type=ai"):
        ines.client.post("/vues/", {"liste": HERE.code, "nom": "Les\x00 miennes", "query": query, "retour": "//ailleurs.example"})
    view = SavedView.objects.for_system("test").get()
    assert (view.name, view.query) == ("Les miennes", "type=ai")
    assert "Les miennes" in ines.client.get("/annuaire/").content.decode()
    assert "Les miennes" not in marc.client.get("/annuaire/").content.decode()
    assert marc.client.post(f"/vues/{view.public_id}/supprimer/").status_code == 404
    assert ines.client.post(f"/vues/{view.public_id}/supprimer/", {"retour": "/\\ailleurs.example"}).headers["Location"] == "/"


# -- cost -------------------------------------------------------------------------------------------------------------
def fill(number: int) -> None:
    ines = make.officer()
    for _ in range(number):
        scene.meeting(ines, scene.committee(ines))
        scene.contribution(ines, make.organisation(roles=("foundation",)))
        salome = make.director()
        refused = make.proposal(salome)
        make.proposal(salome, website="https://atelier.example")
        advance(refused, "refuse", actor=make.SYSTEM, data={"reason": "Numéro à vérifier."})
        helped = Membership.objects.for_system("test").get(pk=salome.membership.pk)
        open_support(actor=make.admin().actor, membership=helped, reason="Une aide au téléphone.")
        invite(actor=make.SYSTEM, organisation=salome.organisation, email=f"{uuid.uuid4().hex}@essai.example", profile="structure")
        DuplicateCandidate(first=salome.organisation, second=make.organisation("Les Jardins"), reasons=["near_name"]).save()
        imported(salome)
        Backup(name="cordee-essai.tar").save()
        Mail(kind="accounts.invited", recipient="x@essai.example", subject="Invitation", status="failed", trouble="550").save()


def imported(by: make.Someone) -> None:
    thread = by.organisation.thread
    file = File(thread=thread, audience=["operator"], sha256="0" * 64, size=1, kind="csv", name="structures.csv", label="Import")
    file.save()
    sent = ImportRun(thread=thread, kind="directory.organisations", name="structures.csv", file=file, sent_for=by.organisation.pk)
    start(sent, actor=make.SYSTEM)


#: lists of the administration alone
OF_THE_HOUSE = {"accounts.support", "core.mails", "core.backups", "core.imports"}


def test_every_list_has_an_address_here() -> None:
    assert {a_list.code for a_list in lists} == set(URLS)


def test_a_list_costs_the_same_for_two_rows_as_for_twenty_and_little(db: None) -> None:
    admin, regional = make.admin(), make.regional()
    costs: dict[str, list[int]] = {code: [] for code in URLS}
    for number in (2, 18):
        fill(number)
        for code, seen in costs.items():
            client, url = (admin if code in OF_THE_HOUSE else regional).client, reverse(URLS[code])
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200, code
            seen.append(len(queries))
    assert {code: seen for code, seen in costs.items() if not seen[0] == seen[1] <= 15} == {}


def test_a_list_with_nothing_in_it_has_nothing_to_filter(db: None) -> None:
    officer = make.officer()
    address = reverse("cases:cases")
    bare = officer.client.get(address).content.decode()
    assert "Rien ici pour l'instant" in bare
    assert 'role="search" aria-label="Filtrer la liste"' not in bare
    for asked in ("?q=moulin", "?nature=collective"):
        narrowed = officer.client.get(address + asked).content.decode()
        assert 'role="search" aria-label="Filtrer la liste"' in narrowed, "what was asked can be undone"
    dossiers.open_case(make.organisation())
    assert 'role="search" aria-label="Filtrer la liste"' in officer.client.get(address).content.decode()
