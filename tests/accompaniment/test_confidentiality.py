"""S9: a net result of −12 345 € written wherever accounts may be written, then looked for by everyone, everywhere. And forged addresses."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Accounts, Case
from cordee.accompaniment.diagnoses import actions as diagnoses
from cordee.accompaniment.diagnoses import documents
from cordee.accompaniment.diagnoses import queries as written
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis, Review, Version
from cordee.accompaniment.followup import actions as followup
from cordee.accompaniment.followup.models import Note, Piece, PieceFile, Step
from cordee.accompaniment.plans.document import PLAN
from cordee.accompaniment.plans.models import Effort, Plan, PlanAction
from cordee.actors.accounts.models import ApiToken
from cordee.core import outbox
from cordee.core.access import Refused
from cordee.core.api import fingerprint
from cordee.core.clock import today
from cordee.core.files.policies import may_open
from cordee.core.files.store import open_stored
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from cordee.core.models import File, Mail
from cordee.core.produce import produce
from cordee.core.todo import todos
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.diagnoses import scene as writing
from tests.accompaniment.followup import scene as following
from tests.accompaniment.plans import drawing
from tests.factories import SYSTEM, Someone

#: the figure however it is typed or formatted
FIGURE = re.compile(r"12[\s\u00a0\u202f.]?345")


def has_figure(shown: str) -> bool:
    return bool(FIGURE.search(shown))


def put_everywhere() -> SimpleNamespace:
    """A dossier under way, in which COORACE takes part, whose accounts are in every place made for accounts."""
    nord = scene.Nord()
    ines, salome, coorace = (nord.people[name] for name in ("officer", "structure", "network"))
    case = nord.case("diagnosing")
    cases.open_to(actor=ines.actor, case=case, organisation=coorace.organisation)
    diagnosis = written.of_case(case).get()
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    cases.keep_accounts(actor=salome.actor, case=case, organisation=nord.structure, year=diagnosis.accounts_year, amounts=amounts)
    finding = {"kind": "weakness", "axis": "economy", "title": "Un résultat de −12345 €", "confined": True}
    diagnoses.keep_finding(actor=ines.actor, diagnosis=diagnosis, values=finding)
    version = writing.proposed(diagnosis, accounts_analysis="Le résultat de -12345 € vient du textile.")
    internal = following.note(ines, case, body="Le résultat de -12345 € inquiète la direction.", internal=True)
    demand = following.ask(ines, case, nord.structure, "statuts", "comptes-dernier")
    for code in ("statuts", "comptes-dernier"):
        name = "resultat-12345.jpg" if code == "comptes-dernier" else "statuts.jpg"
        followup.give(actor=salome.actor, piece=following.piece(demand, code), uploads=[following.photo(name=name)])
    scene.bring(case, "shared")
    plan = drawing.drawn(case)
    action = drawing.engineering(plan)
    scene.bring(case, "under_way")
    papers = [produce(kind.code, diagnosis, actor=ines.actor) for kind in (documents.WHOLE, documents.OPEN)]
    printed = produce(PLAN.code, plan, actor=ines.actor)
    return SimpleNamespace(
        nord=nord, ines=ines, salome=salome, coorace=coorace, case=case, diagnosis=diagnosis, version=version, note=internal, demand=demand,
        plan=plan, action=action, whole=papers[0], opened=papers[1], printed=printed,
    )  # fmt: skip


@pytest.fixture
def told(db: None) -> SimpleNamespace:
    return put_everywhere()


def said_in(file: File) -> str:
    with open_stored(file.sha256) as stored:
        data = stored.read()
    if file.kind != "docx":
        return data.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith(".xml"))


def pages(told: SimpleNamespace) -> Iterator[str]:
    """Every address of the dossier that a browser may open, and the lists and searches around it."""
    case, diagnosis, plan = told.case, told.diagnosis, told.plan
    for name in ("case", "accounts", "accounts_log", "edit", "judge", "decide", "adhesion", "assign"):
        yield reverse(f"cases:{name}", args=[case.public_id])
    for name in ("diagnosis", "edit", "review", "ask", "validate", "review_edit"):
        yield reverse(f"diagnoses:{name}", args=[diagnosis.public_id])
    yield f"{diagnosis.get_absolute_url()}?version=1"
    yield reverse("diagnoses:accounts", args=[diagnosis.public_id, diagnosis.accounts_year])
    yield reverse("diagnoses:differences", args=[diagnosis.public_id, 1, 1])
    for document in (told.whole, told.opened):
        for file in document.files.order_by("id"):
            yield reverse("diagnoses:file", args=[diagnosis.public_id, file.public_id])
    for name in ("plan", "versions", "edit"):
        yield reverse(f"plans:{name}", args=[plan.public_id])
    for name in ("action", "fund", "action_edit"):
        yield reverse(f"plans:{name}", args=[told.action.public_id])
    for name in ("followup", "pieces", "note", "contact"):
        yield reverse(f"followup:{name}", args=[case.public_id])
    yield reverse("followup:revise", args=[told.note.public_id])
    for paper in PieceFile.objects.for_system("test").filter(piece__case=case).order_by("id"):
        yield reverse("followup:paper", args=[paper.public_id])
    for file in File.objects.for_system("test").filter(thread=case.thread).order_by("id"):
        yield reverse("core:file", args=[file.public_id])
    yield reverse("takeover:copy", args=[case.public_id])
    yield from around(told)


def around(told: SimpleNamespace) -> list[str]:
    searches = [f"/recherche/?q={word}" for word in ("12345", "resultat", "textile", "inquiète")]
    lists = [f"{reverse(f'cases:{name}')}export.csv" for name in ("cases",)]
    own = [
        "/",
        reverse("core:journal"),
        reverse("cases:cases"),
        f"{reverse('cases:cases')}?q=12345",
        told.nord.structure.get_absolute_url(),
    ]
    return [*own, *lists, *searches, "/recherche/propositions/?q=12345", reverse("plans:missions"), reverse("plans:effects")]


def open_of(someone: Someone, addresses: Iterator[str] | list[str]) -> dict[str, str]:
    """Address → what it shows, of those that open."""
    found = {}
    for address in addresses:
        status, content = make.read(someone.client, address)
        assert status in (200, 302, 404, 405), (address, status)
        if status == 200:
            asked = address.partition("q=")[2]  # the page of a search says again what was asked
            shown = content.decode("utf-8", errors="replace")
            found[address] = shown.replace(asked, "") if asked else shown
    return found


# -- S9 -------------------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("NET-901", "NET-020", "DLA-023")
def test_s9_the_network_never_meets_the_figure_the_dla_and_the_structure_do(told: SimpleNamespace) -> None:
    shown = open_of(told.coorace, pages(told))
    assert {told.case.get_absolute_url(), told.diagnosis.get_absolute_url(), told.plan.get_absolute_url()} <= set(shown), "it takes part"
    assert [address for address, page in shown.items() if has_figure(page)] == []
    assert not [address for address, page in shown.items() if "inquiète la direction" in page], "nor an internal note"
    for reader in (told.ines, told.salome):
        read = open_of(reader, [told.case.get_absolute_url(), told.diagnosis.get_absolute_url()])
        assert all(has_figure(page) for page in read.values())
        assert len(read) == 2


def test_s9_no_file_bears_it_for_the_network_neither_inside_nor_by_its_name(told: SimpleNamespace) -> None:
    files = list(File.objects.for_system("test").filter(thread=told.case.thread).order_by("id"))
    hers = [file for file in files if may_open(told.coorace.actor, file)]
    assert hers, "the open variant of the diagnosis and the plan are hers"
    assert not [file.name for file in hers if has_figure(file.name) or has_figure(said_in(file))]
    assert has_figure(said_in(told.whole.files.get(kind="docx")))
    assert not has_figure(said_in(told.opened.files.get(kind="docx")))
    page = make.read(told.coorace.client, told.case.get_absolute_url())[1].decode()
    assert "resultat-12345" not in page


def test_s9_neither_day_nor_journal_nor_letter_nor_agenda_says_it(told: SimpleNamespace) -> None:
    everyone = told.nord.people
    for name in ("network", "funder", "provider", "officer_elsewhere", "structure_elsewhere"):
        actor = everyone[name].actor
        assert not has_figure(" ".join(f"{one.title} {one.detail}" for one in todos(actor))), name
        assert not has_figure(" ".join(f"{line.sentence} {line.detail}" for line in fil(told.case.thread, actor)[0])), name
    outbox.send_digests()
    letters = Mail.objects.for_system("test").order_by("id")
    assert letters.exists()
    assert not [mail.recipient for mail in letters if has_figure(str(mail.letter))], "no letter bears a figure, whoever receives it"
    made = told.coorace.client.post("/comptes/agenda/").content.decode()
    feed = re.search(r"(/agenda/[\w-]+\.ics)</code>", made)
    assert feed
    assert not has_figure(Client().get(feed[1]).content.decode())


def test_s9_the_api_says_no_more_than_the_pages(told: SimpleNamespace) -> None:
    secrets = {}
    for name in ("network", "structure"):
        secrets[name] = f"cordee_{name}"
        ApiToken(
            membership=told.nord.people[name].membership, name="essai", sha256=fingerprint(secrets[name]), hint="ess", scopes=["read"],
            expires_at=timezone.now() + timedelta(days=1),
        ).save()  # fmt: skip
    one = f"/api/v1/dossiers/{told.case.public_id}"
    for path in (one, f"{one}/journal", "/api/v1/dossiers?q=12345", "/api/v1/dossiers"):
        answers = {who: Client().get(path, headers={"Authorization": f"Bearer {secret}"}) for who, secret in secrets.items()}
        assert {answer.status_code for answer in answers.values()} == {200}, path
        assert not has_figure(answers["network"].content.decode()), path


# -- forged addresses -----------------------------------------------------------------------------------------------------------
OUTSIDE = ("funder", "provider", "officer_elsewhere", "structure_elsewhere")


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_is_not_of_the_dossier_opens_none_of_its_addresses(told: SimpleNamespace, who: str) -> None:
    someone = told.nord.people[who]
    every = list(pages(told))
    own = [address for address in every if address not in around(told)]
    assert open_of(someone, own) == {}
    shown = open_of(someone, around(told))
    assert [address for address, page in shown.items() if has_figure(page) or "Consolider l'atelier" in page] == []
    for model in (Case, Accounts, Diagnosis, Version, Review, Contribution, Plan, PlanAction, Effort, Note, Piece, Step):
        assert not model.objects.visible_to(someone.actor).filter(thread=told.case.thread).exists(), model.__name__


def test_a_substitute_reads_while_the_period_lasts_and_nothing_the_day_after(told: SimpleNamespace) -> None:
    away, head = told.nord.people["officer_elsewhere"], told.nord.people["head"]
    day = today()
    cases.stand_in(actor=head.actor, cases=[told.case], to=away.membership, on=day, until=day + timedelta(days=2))
    assert has_figure(open_of(away, [told.case.get_absolute_url()])[told.case.get_absolute_url()]), "in the name of the DLA"
    scene.at(f"{day + timedelta(days=3)} 00:00")
    own = [address for address in pages(told) if address not in around(told)]
    assert open_of(away, own) == {}
    assert not Case.objects.visible_to(away.actor).filter(pk=told.case.pk).exists()


def test_a_network_whose_part_ended_yesterday_opens_nothing(told: SimpleNamespace) -> None:
    day = today()
    part = told.case.thread.participations.get(organisation=told.coorace.organisation)
    part.period = DateRange(day - timedelta(days=30), day)
    part.save()
    own = [address for address in pages(told) if address not in around(told)]
    assert open_of(told.coorace, own) == {}


@pytest.mark.parametrize("who", ["accountant", "national", "admin"])
def test_who_reads_without_conducting_writes_nothing(told: SimpleNamespace, who: str) -> None:
    someone, case = told.nord.people[who], told.case
    forms = [
        *(reverse(f"cases:{name}", args=[case.public_id]) for name in ("accounts", "adhesion", "edit", "assign", "presence")),
        *(reverse(f"diagnoses:{name}", args=[told.diagnosis.public_id]) for name in ("edit", "ask", "propose", "validate")),
        *(reverse(f"plans:{name}", args=[told.plan.public_id]) for name in ("edit", "agree", "action_add")),
        *(reverse(f"plans:{name}", args=[told.action.public_id]) for name in ("fund", "prove", "action_edit")),
        *(reverse(f"followup:{name}", args=[case.public_id]) for name in ("note", "contact", "ask")),
        reverse("followup:revise", args=[told.note.public_id]),
        reverse("takeover:copy", args=[case.public_id]),
    ]
    answered = {address: someone.client.post(address, {}).status_code for address in forms}
    assert {address: status for address, status in answered.items() if status not in (403, 404)} == {}


def test_a_structure_that_left_acts_no_more_and_meets_nothing_of_the_others(db: None) -> None:
    nord = scene.Nord()
    other = make.director(make.organisation("L'Atelier du Port"))
    case = scene.bring(scene.open_case(nord.structure, other.organisation, origin="collective"), "diagnosing")
    ines, salome = nord.people["officer"], nord.people["structure"]
    theirs = diagnoses.open_diagnosis(actor=SYSTEM, case=case, organisation=nord.structure)
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    cases.keep_accounts(actor=salome.actor, case=case, organisation=nord.structure, year=theirs.accounts_year, amounts=amounts)
    demand = following.ask(ines, case, nord.structure, "comptes-dernier")
    followup.give(actor=salome.actor, piece=following.piece(demand, "comptes-dernier"), uploads=[following.photo(name="r-12345.jpg")])
    left = case.beneficiaries.get(organisation=other.organisation)
    advance(left, "withdraw", actor=SYSTEM, data={"reason": "Une autre priorité."})
    for address in (theirs.get_absolute_url(), reverse("diagnoses:accounts", args=[theirs.public_id, theirs.accounts_year])):
        assert make.read(other.client, address)[0] == 404
    shown = open_of(other, [case.get_absolute_url(), reverse("followup:pieces", args=[case.public_id]), "/recherche/?q=12345"])
    assert [address for address, page in shown.items() if has_figure(page)] == []
    for name in ("adhesion", "accounts", "presence", "validation"):
        assert make.read(other.client, reverse(f"cases:{name}", args=[case.public_id]))[0] == 404, name
    said = scene.SAID | {"step": 2, "on": today()}
    with pytest.raises(Refused):
        cases.note_adhesion(actor=other.actor, case=case, organisation=other.organisation, values=said)
