"""The screens of reading: what each shows, to whom, and what is never shown."""

from __future__ import annotations

import copy
import csv
import io
import uuid
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cordee.core.lifecycle import advance
from cordee.tools.surveys.models import Campaign, Response
from cordee.tools.surveys.synthesis import store
from tests import factories
from tests.factories import Someone
from tests.tools.surveys.reading import world

pytestmark = pytest.mark.django_db
MASKED = {"Aisne", "Somme"}


@pytest.fixture
def ines() -> Someone:
    return factories.officer("59")


@pytest.fixture
def campaign(ines: Someone) -> Campaign:
    made = world.campaign(ines.organisation)
    for department, marks in world.S8.items():
        world.opinions(made, department, marks, kind="aci" if department in ("59", "80") else "ei")
    return made


def page(who: Someone, name: str, *args: Any, **query: str) -> tuple[int, str]:
    answer = who.client.get(reverse(f"surveys:{name}", args=args), query)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, " ".join(content.decode(errors="replace").replace("\u202f", " ").replace("\u00a0", " ").split())


def workbook(who: Someone, campaign: Campaign, what: str) -> bytes:
    answer = who.client.get(reverse("surveys:synthesis_file", args=[campaign.public_id, what, "xlsx"]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def lines(book: bytes, sheet: str) -> list[dict[str, Any]]:
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [dict(zip(head, row, strict=True)) for row in rows]


# -- the synthesis ----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EVA-903")
def test_a_small_department_is_masked_with_a_second_one(ines: Someone, campaign: Campaign) -> None:
    status, text = page(ines, "synthesis", campaign.public_id)
    assert status == 200
    for name in ("Aisne", "Somme"):
        assert f'<strong>{name}</strong></td> <td class="num masked" data-label="Réponses">masqué</td><td class="num masked"' in text
    assert '<strong>Nord</strong></td> <td class="num" data-label="Réponses">12</td>' in text
    assert '<strong>Oise</strong></td> <td class="num" data-label="Réponses">9</td>' in text
    assert "Un groupe de moins de 5 réponses est masqué, et un second avec lui" in text


@pytest.mark.covers("EVA-903")
def test_the_same_in_the_workbook_and_the_csv(ines: Someone, campaign: Campaign) -> None:
    by_department = lines(workbook(ines, campaign, "synthese"), "1 Par département")
    assert {row["Groupe"] for row in by_department} == {"Nord", "Oise", "Aisne", "Somme"}
    figures = ("Nombre", "Réponses", "Médiane", "Premier quartile", "Troisième quartile", "Moyenne")
    for row in by_department:
        assert ({row[name] for name in figures} == {"masqué"}) == (row["Groupe"] in MASKED), row
    nord = next(row for row in by_department if row["Groupe"] == "Nord" and row["Question"] == "Les résultats" and not row["Choix"])
    assert (nord["Réponses"], nord["Médiane"], nord["Moyenne"]) == (12, 75, pytest.approx((8 * 75 + 4 * 100) / 12, abs=1e-3))
    answer = ines.client.get(reverse("surveys:synthesis_file", args=[campaign.public_id, "synthese", "csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))
    masked = [row for row in rows if row[3] in MASKED]
    assert masked
    assert all(set(row[5:11]) == {"masqué"} for row in masked)


def test_a_percentage_says_of_how_many(ines: Someone) -> None:
    """WE-01: 26 of 30 are interested."""
    choice = [{"code": "yes", "label": "Oui"}, {"code": "no", "label": "Non"}]
    interest = {"code": "interest", "kind": "single", "label": "Intérêt", "options": choice}
    grid = {"title": "Flash", "sections": [{"code": "s", "title": "Votre avis", "items": [interest]}]}
    flash = world.campaign(ines.organisation, world.published(ines.organisation, grid))
    for rank in range(30):
        world.answer(flash, {"interest": {"v": "yes" if rank < 26 else "no"}})
    assert "86,7 % (26 sur 30)" in page(ines, "synthesis", flash.public_id)[1]


def test_an_anonymous_campaign_says_nothing_under_five_answers(ines: Someone) -> None:
    secret = world.campaign(ines.organisation, anonymous=True)
    world.opinions(secret, "59", [4, 4, 5, 5])
    status, text = page(ines, "synthesis", secret.public_id)
    assert status == 200
    assert "Trop peu de réponses pour les montrer" in text
    assert "Le déroulement" not in text
    assert page(ines, "synthesis_file", secret.public_id, "reponses", "csv")[0] == 404


def test_few_answers_that_one_may_read_are_counted_without_a_mean(ines: Someone) -> None:
    few = world.campaign(ines.organisation)
    world.opinions(few, "59", [4, 4, 5, 5])
    _, text = page(ines, "synthesis", few.public_id)
    assert "50 % (2 sur 4)" in text
    assert "Médiane : trop peu de réponses" in text


def test_an_empty_campaign(ines: Someone) -> None:
    assert "Aucune réponse pour l'instant" in page(ines, "synthesis", world.campaign(ines.organisation).public_id)[1]


# -- who reads --------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EVA-903")
def test_a_funder_reads_figures_and_no_answer(campaign: Campaign) -> None:
    world.answer(campaign, {"needs": {"v": ["team"]}, "say": {"v": "Notre secret"}}, department="59")
    store.forget(campaign)
    funder = factories.funder("59")
    status, text = page(funder, "synthesis", campaign.public_id)
    assert status == 200
    assert "Le déroulement" in text
    assert "Vos chiffres" not in text  # a section for the operator alone
    assert "Notre secret" not in text
    for format_ in ("csv", "xlsx"):
        assert page(funder, "synthesis_file", campaign.public_id, "reponses", format_)[0] == 404
    assert page(funder, "synthesis_file", campaign.public_id, "synthese", "csv")[0] == 200
    assert page(funder, "words", campaign.public_id, "say")[0] == 404
    assert page(funder, "make_analysis", campaign.public_id)[0] == 405


@pytest.mark.covers("EVA-902")
def test_what_a_structure_said_of_a_provider_is_closed_to_other_structures_and_to_the_provider(ines: Someone, campaign: Campaign) -> None:
    mine, other = factories.director(), factories.director()
    consultant = factories.provider()
    factories.takes_part(consultant.organisation, mine.organisation.thread, "provider")
    said = world.answer(campaign, {"conduct": {"v": "1"}, "say": {"v": "Des retards"}}, of=mine.organisation, department="59")
    assert "Des retards" in page(ines, "response", said.public_id)[1]
    assert "Des retards" in page(mine, "response", said.public_id)[1]
    for nobody in (other, consultant, factories.funder("59"), factories.network("59"), factories.officer("02")):
        assert page(nobody, "response", said.public_id)[0] == 404
        assert page(nobody, "before_after", said.public_id)[0] == 404
    for nobody in (mine, other, consultant, factories.officer("02")):
        assert page(nobody, "synthesis", campaign.public_id)[0] == 404


def test_a_network_reads_a_diagnosis_that_it_takes_part_in_without_the_part_on_accounts() -> None:
    director, network = factories.director(), factories.network("62")
    asked = world.published(director.organisation)
    asked.questionnaire.use = "diagnosis"
    asked.questionnaire.save()
    said = world.diagnosis(director.organisation, asked, {"conduct": {"v": "2"}, "budget": {"v": "412000"}})
    assert page(network, "response", said.public_id)[0] == 404
    factories.takes_part(network.organisation, director.organisation.thread, "network")
    status, text = page(network, "response", said.public_id)
    assert status == 200
    assert "Votre avis" in text
    assert "412 000" not in text
    assert "1 partie de ce questionnaire ne vous est pas ouverte" in text
    assert "412 000,00 €" in page(director, "response", said.public_id)[1]


# -- one response -----------------------------------------------------------------------------------------------------------
def test_a_response_shows_its_result_its_axes_and_what_to_begin_with(ines: Someone, campaign: Campaign) -> None:
    answers = {"conduct": {"v": "2", "target": "4", "feasibility": 3}, "results": {"v": "5"}, "again": {"v": "average"},
               "sites": {"rows": [{"site_name": {"v": "Rives"}, "staff": {"v": "12"}}]}}  # fmt: skip
    said = world.answer(campaign, answers, of=factories.organisation())
    _, text = page(ines, "response", said.public_id)
    assert "45,8 sur 100" in text
    assert "À reprendre" in text
    first, second = text.index('<td>Le déroulement<span class="why">'), text.index('<td>Vous le referiez<span class="why">')
    assert first < second  # 0,5 × 0,5 × 3 before 1/3 × 0,5 × 2
    assert "Les résultats<span" not in text[first - 20 : second]
    assert "<h3>Un site 1</h3>" in text
    assert "Rives" in text


def test_an_unknown_response_is_nobodys(ines: Someone) -> None:
    assert page(ines, "response", uuid.uuid4())[0] == 404


def test_reading_what_a_person_answered_is_logged(ines: Someone, campaign: Campaign) -> None:
    from cordee.core.models import ReadLog

    post = factories.position(ines.organisation)
    said = world.answer(campaign, {"conduct": {"v": "2"}}, person=post.person)
    page(ines, "response", said.public_id)
    log = ReadLog.objects.for_system("test").get()
    assert (log.subject_kind, log.subject_id, log.what) == ("directory.person", post.person.pk, "surveys.response")


# -- files ------------------------------------------------------------------------------------------------------------------
def test_a_formula_that_somebody_typed_stays_a_text(ines: Someone, campaign: Campaign) -> None:
    sites = {"rows": [{"site_name": {"v": "+33"}, "staff": {"v": "7"}}, {"site_name": {"v": "Deux"}}]}
    answers = {"say": {"v": "=cmd|' /C calc'!A0"}, "sites": sites}
    world.answer(campaign, answers, of=factories.organisation("=HYPERLINK(1)"), department="59")
    store.forget(campaign)
    book = workbook(ines, campaign, "reponses")
    row = next(row for row in lines(book, "Réponses") if row["Un mot de plus"])
    assert (row["Structure"], row["Un mot de plus"]) == ("=HYPERLINK(1)", "=cmd|' /C calc'!A0")
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert not [name for name in parts.namelist() if "sheet" in name and b"<f>" in parts.read(name)]
    blocks = lines(book, "1 Vos sites")
    assert [(one["Réponse"], one["Bloc"], one["Son nom"], one["Personnes qui y travaillent"]) for one in blocks] == [
        (row["Réponse"], 1, "+33", 7), (row["Réponse"], 2, "Deux", "")]  # fmt: skip
    answer = ines.client.get(reverse("surveys:synthesis_file", args=[campaign.public_id, "reponses", "csv"]))
    assert "'=cmd|' /C calc'!A0" in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_one_row_an_answer_and_none_of_an_anonymous_one_says_from_where(ines: Someone) -> None:
    secret = world.campaign(ines.organisation, anonymous=True)
    world.opinions(secret, "59", [4] * 6)
    assert "elles s'ouvriront à la clôture" in page(ines, "synthesis", secret.public_id)[1]
    assert page(ines, "synthesis_file", secret.public_id, "reponses", "xlsx")[0] == 404
    advance(secret, "close", actor=ines.actor)
    sheet = lines(workbook(ines, secret, "reponses"), "Réponses")
    assert len(sheet) == 6
    assert not {"Structure", "Personne", "Département", "Type de structure"} & set(sheet[0])
    assert sheet[0]["Le déroulement"] == "4"
    assert sheet[0]["Total (sur 100)"] == pytest.approx((75 + (75 + 2 * 100) / 3) / 2, abs=0.01)


def test_more_than_five_thousand_rows_become_a_task(ines: Someone, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    from cordee.core.models import Task
    from cordee.core.tasks import do_task
    from cordee.tools.surveys.reading import export

    monkeypatch.setattr(export, "STREAMED", 10)
    url = reverse("surveys:synthesis_file", args=[campaign.public_id, "reponses", "xlsx"])
    assert "Préparer le fichier" in ines.client.get(url).content.decode()
    answer = ines.client.post(f"{url}/long/")
    task = Task.objects.for_system("test").get()
    assert answer.url == reverse("core:task", args=[task.public_id])
    do_task(task.pk)
    task.refresh_from_db()
    assert (task.total, task.trouble, task.result["name"][-5:]) == (28, "", ".xlsx")


# -- what was written -------------------------------------------------------------------------------------------------------
def test_what_was_written_is_read_page_after_page(ines: Someone, campaign: Campaign) -> None:
    for rank in range(60):
        world.answer(campaign, {"say": {"v": f"Mot {rank:02}"}}, of=ines.organisation)
    store.forget(campaign)
    _, text = page(ines, "synthesis", campaign.public_id)
    assert text.count("<blockquote>") == 5
    _, first = page(ines, "words", campaign.public_id, "say")
    following = first.split('rel="next" href="?apres=')[1].split('"')[0]
    _, second = page(ines, "words", campaign.public_id, "say", apres=following)
    words = {part[:6] for text in (first, second) for part in text.split("<blockquote>")[1:]}
    assert len(words) == 60


def test_a_synthesis_costs_the_same_for_ten_answers_and_for_a_thousand(ines: Someone) -> None:
    made, costs = world.campaign(ines.organisation), []
    for upto in (10, 1000):
        there = Response.objects.for_system("test").filter(campaign=made)
        one = there.first() or world.answer(made, {"conduct": {"v": "4"}, "results": {"v": "3"}, "say": {"v": "Merci"}}, department="59")
        copies = []
        for _ in range(upto - there.count()):
            copied = copy.copy(one)
            copied.pk, copied.public_id, copied.submission = None, uuid.uuid4(), uuid.uuid4()
            copies.append(copied)
        Response._base_manager.bulk_create(copies)
        page(ines, "synthesis", made.public_id)  # what a process keeps is kept
        store.forget(made)
        with CaptureQueriesContext(connection) as seen:
            status, text = page(ines, "synthesis", made.public_id)
        assert status == 200
        assert f"{upto:,}".replace(",", " ") in text
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] <= 25
