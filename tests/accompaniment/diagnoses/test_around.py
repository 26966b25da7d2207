"""Around the text: what networks bring, what they never read, the indicators two years later."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import actions, documents, indicators, presentation, queries
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis, Version
from cordee.actors.accounts.models import Participation
from cordee.core.access import Refused
from cordee.core.files.policies import may_open
from cordee.core.files.store import open_stored
from cordee.core.journal import fil
from cordee.core.models import Document, Event, File
from cordee.core.produce import produce
from cordee.core.todo import todos
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.diagnoses import scene
from tests.accompaniment.diagnoses.test_diagnosis import address, diagnosis_of, text
from tests.factories import SYSTEM

FIGURES = ("12345", "12 345", "12\u202f345", "12\u00a0345")


def asked(nord: dossiers.Nord, diagnosis: Diagnosis, **more: Any) -> Contribution:
    return actions.ask_contribution(
        actor=nord.people["officer"].actor, diagnosis=diagnosis, organisation=nord.people["network"].organisation, kind="vigilance",
        question="Quels points d'interaction surveiller ?", due_on=date(2027, 3, 18), **more,
    )  # fmt: skip


def owed(someone: make.Someone) -> list[str]:
    return [one.title for one in todos(someone.actor) if not one.awaited]


def awaited(someone: make.Someone) -> list[str]:
    return [one.title for one in todos(someone.actor) if one.awaited]


@pytest.mark.covers("DLA-008", "DOC-023", "NET-021", "NET-026", "SYS-005")
def test_a_vigilance_note_is_asked_with_a_date_written_and_kept(db: None) -> None:
    """From the diagnosis on: the network takes part in the process, and the file stays the DLA's."""
    nord = dossiers.Nord()
    dossiers.at("2027-03-10 09:00")
    case = nord.case("diagnosing")
    diagnosis, coorace, ines = diagnosis_of(case), nord.people["network"], nord.people["officer"]
    assert make.read(coorace.client, diagnosis.get_absolute_url())[0] == 404
    with pytest.raises(Refused, match="échéance est passée"):
        actions.ask_contribution(
            actor=ines.actor, diagnosis=diagnosis, organisation=coorace.organisation, kind="vigilance", due_on=date(2027, 3, 9)
        )
    with pytest.raises(Refused, match="est accompagnée dans ce dossier"):
        actions.ask_contribution(actor=ines.actor, diagnosis=diagnosis, organisation=nord.structure, kind="vigilance")
    note = asked(nord, diagnosis)
    assert owed(coorace) == ["Écrire la note de vigilance : La Fabrique des Rives"]
    assert any(coorace.organisation.name in title for title in awaited(ines))
    assert case.need in text(coorace, diagnosis.get_absolute_url())
    seen = text(coorace, case.get_absolute_url())
    assert "Prochaine étape : Écrire la note de vigilance" in seen
    assert note.get_absolute_url() in seen
    seen = text(ines, case.get_absolute_url())
    assert "Écrire la note de vigilance" in seen
    assert note.get_absolute_url() not in seen
    with pytest.raises(Refused, match="déjà demandée"):
        asked(nord, diagnosis)
    assert make.read(ines.client, note.get_absolute_url())[0] == 404
    assert coorace.client.post(note.get_absolute_url(), {"text": "Trois enseignes proches.", "author": ""}).status_code == 422
    typed = {"text": "Trois enseignes proches.", "author": "Délégation régionale"}
    assert coorace.client.post(note.get_absolute_url(), typed).status_code == 302
    note.refresh_from_db()
    assert (note.state, note.author, note.written_on) == ("written", "Délégation régionale", date(2027, 3, 10))
    assert owed(coorace) == []
    version = scene.proposed(diagnosis)
    assert version.content["contributions"][0]["author"] == "Délégation régionale"
    assert presentation.diagnosis_page(diagnosis, nord.people["structure"].actor)["version"] == version, "what it is asked to validate"
    assert presentation.diagnosis_page(diagnosis, nord.people["structure"].actor, 0)["version"] is None, "the text being written"
    for reader in (nord.people["structure"], coorace):
        assert "Trois enseignes proches." in text(reader, diagnosis.get_absolute_url())
    assert "edit" not in presentation.diagnosis_page(diagnosis, coorace.actor)["acts"]
    for name in ("edit", "topics", "ask", "validate", "validate_operator", "finding_add"):
        assert make.read(coorace.client, address(name, diagnosis))[0] == 404, name


def test_a_partner_that_is_no_network_is_let_in_as_a_partner(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    club = make.organisation("Club des entreprises")
    actions.ask_contribution(actor=SYSTEM, diagnosis=diagnosis, organisation=club, kind="territory")
    assert Participation.objects.for_system("test").get(thread=diagnosis.thread, organisation=club).capacity == "partner"


def said_in(document: Document) -> str:
    """All that its Word file says."""
    stored = document.files.get(kind="docx")
    with open_stored(stored.sha256) as data, zipfile.ZipFile(io.BytesIO(data.read())) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith(".xml"))


def confidential(nord: dossiers.Nord) -> tuple[Case, Diagnosis, Version]:
    """A net result of −12 345 € wherever accounts may be written."""
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    cases.open_to(actor=nord.people["officer"].actor, case=case, organisation=nord.people["network"].organisation)
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    actions.keep_accounts(actor=nord.people["structure"].actor, diagnosis=diagnosis, year=diagnosis.accounts_year, amounts=amounts)
    values = {"kind": "weakness", "axis": "economy", "title": "Un résultat de −12345 €", "confined": True}
    actions.keep_finding(actor=nord.people["officer"].actor, diagnosis=diagnosis, values=values)
    return case, diagnosis, scene.proposed(diagnosis, accounts_analysis="Le résultat de -12345 € vient du textile.")


def has_figure(shown: str) -> bool:
    shown = shown.replace("q=12345", "").replace('value="12345"', "").replace("« 12345 »", "").replace("«\u00a012345\u00a0»", "")
    return any(figure in shown for figure in FIGURES)


@pytest.mark.covers("NET-020", "NET-901")
def test_s9_a_network_finds_no_figure_of_the_accounts_anywhere(db: None) -> None:
    nord = dossiers.Nord()
    case, diagnosis, version = confidential(nord)
    scene.both_say_yes(version)
    second = scene.proposed(diagnosis, accounts_analysis="Un autre -12345 €.", stakes="Autres enjeux.")
    coorace, ines, salome = (nord.people[who] for who in ("network", "officer", "structure"))
    for reader in (ines, salome):
        assert has_figure(text(reader, diagnosis.get_absolute_url()))
        assert has_figure(text(reader, address("differences", diagnosis, 1, 2)))
    whole, opened = (produce(kind.code, diagnosis, actor=ines.actor) for kind in (documents.WHOLE, documents.OPEN))
    assert has_figure(said_in(whole))
    assert not has_figure(said_in(opened))
    for name in ("review", "review_opened"):
        assert ines.client.post(address("make_document", diagnosis, name)).status_code == 302
    places = [
        case.get_absolute_url(), diagnosis.get_absolute_url(), f"{diagnosis.get_absolute_url()}?version=1", second.get_absolute_url(),
        address("differences", diagnosis, 1, 2), address("review", diagnosis), reverse("core:journal"),
        reverse("cases:cases") + "export.csv",
        nord.structure.get_absolute_url(), "/",
    ]  # fmt: skip
    for place in places:
        status, shown = make.read(coorace.client, place)
        assert status in (200, 404), place
        assert not has_figure(shown.decode(errors="replace")), place
    found = text(coorace, "/recherche/?q=12345")  # the page says again what was asked, and nothing else
    assert diagnosis.get_absolute_url() not in found
    assert not [figure for figure in FIGURES[1:] if figure in found]
    files = File.objects.for_system("test").filter(thread=case.thread).order_by("id")
    opens = {one.pk for one in files if may_open(coorace.actor, one)}
    assert opens == {
        one.pk for one in files.filter(documents__type__in=(documents.OPEN.code, documents.REVIEW_OPEN.code)).order_by("id")
    }  # fmt: skip
    closed, open_file = whole.files.get(kind="pdf"), opened.files.get(kind="pdf")
    for reader, one, status in ((coorace, closed, 404), (coorace, open_file, 200), (salome, closed, 200)):
        assert make.read(reader.client, address("file", diagnosis, one.public_id))[0] == status
    assert make.read(coorace.client, reverse("core:file", args=[closed.public_id]))[0] == 404
    assert make.read(coorace.client, address("accounts", diagnosis, diagnosis.accounts_year))[0] == 404
    events = Event.objects.for_system("test").filter(thread=case.thread).order_by("id")
    assert not [event for event in events if has_figure(str(event.data))]
    assert not has_figure(" ".join(f"{line.sentence} {line.detail}" for line in fil(case.thread, coorace.actor)[0]))
    assert not has_figure(" ".join(f"{one.title} {one.detail}" for one in todos(coorace.actor)))


@pytest.mark.covers("WE-08.6")
def test_in_a_collective_dossier_accounts_are_read_by_the_dla_and_by_their_own_structure(db: None) -> None:
    nord = dossiers.Nord()
    other = make.director(make.organisation("AIDER"))
    case = dossiers.bring(dossiers.open_case(nord.structure, other.organisation), "diagnosing")
    cases.open_to(actor=nord.people["officer"].actor, case=case, organisation=nord.people["network"].organisation)
    diagnosis = actions.open_diagnosis(actor=SYSTEM, case=case, organisation=nord.structure)
    amounts: dict[str, Any] = {"net_result": Decimal("-12345.00")}
    actions.keep_accounts(actor=nord.people["structure"].actor, diagnosis=diagnosis, year=diagnosis.accounts_year, amounts=amounts)
    scene.proposed(diagnosis)
    whole = produce(documents.WHOLE.code, diagnosis, actor=nord.people["officer"].actor)
    assert has_figure(text(nord.people["structure"], diagnosis.get_absolute_url()))
    assert make.read(other.client, diagnosis.get_absolute_url())[0] == 404
    assert make.read(other.client, reverse("core:file", args=[whole.files.get(kind="docx").public_id]))[0] == 404
    assert not has_figure(text(nord.people["network"], diagnosis.get_absolute_url()))
    assert make.read(nord.people["network"].client, address("accounts", diagnosis, diagnosis.accounts_year))[0] == 404
    common = queries.of_case(case).get(organisation=None)
    assert make.read(other.client, common.get_absolute_url())[0] == 200


def test_page_footer_and_file_name_give_the_version_of_the_text_and_the_copy(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    ines, diagnosis = nord.people["officer"], diagnosis_of(case)
    draft = produce(documents.WHOLE.code, diagnosis, actor=ines.actor)
    assert draft.files.get(kind="docx").name.endswith("- texte de travail tirage 1.docx")
    scene.proposed(diagnosis)
    scene.proposed(diagnosis, stakes="Autres enjeux.")
    answer = ines.client.post(address("make_document", diagnosis, "whole"), follow=True)
    page = answer.content.decode()
    assert "« Diagnostic partagé », version 2, tirage 2, est produit" in page
    assert "version 2, tirage 2 ·" in page
    made = queries.documents_of(diagnosis, (documents.WHOLE.code,))[0]
    file = made.files.get(kind="docx")
    assert file.name.endswith("- v2 tirage 2.docx")
    with open_stored(file.sha256) as content:
        word = docx.Document(content)
    assert "version\u00a02,\u00a0tirage\u00a02" in word.sections[0].footer.paragraphs[0].text
    assert any("version 2" in paragraph.text for paragraph in word.paragraphs[:4])


# -- two years later ------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EVA-002", "DLA-018")
def test_s11_indicators_side_by_side_of_the_right_years(db: None) -> None:
    nord = dossiers.Nord()
    dossiers.at("2027-03-10 09:00")
    case = nord.case("follow_up")
    diagnosis, ines = diagnosis_of(case), nord.people["officer"]
    assert (diagnosis.accounts_year, diagnosis.review_year) == (2026, 2028)
    make.figures(nord.structure, 2026, fte="12.40")
    make.figures(nord.structure, 2028, fte="14.10")
    for year, result in ((2026, 4000), (2028, 9000)):
        actions.keep_accounts(actor=ines.actor, diagnosis=diagnosis, year=year, amounts={"net_result": Decimal(result)})
    due = "Relever les indicateurs N+2 : La Fabrique des Rives"
    dossiers.at("2028-12-31 23:59")
    assert due not in owed(ines)
    assert "à partir du 01/01/2029" in text(ines, diagnosis.get_absolute_url())
    dossiers.at("2029-01-01 00:00")
    assert due in owed(ines)
    found = {one.label: one for one in indicators.readings(diagnosis, close=True)}
    fte = found["Équivalents temps plein"]
    assert (fte.before, fte.after, fte.change) == ("12,4\u00a0ETP", "14,1\u00a0ETP", "+1,7\u00a0ETP (+13,7\u00a0%)")
    assert found["Résultat net"].change == "+5\u202f000,00\u00a0€ (+125,0\u00a0%)"
    page = text(nord.people["structure"], address("review", diagnosis))
    assert "+1,7\u00a0ETP (+13,7\u00a0%)" in page
    assert "Résultat net" in page
    typed = {"taken_on": "20/11/2026", "results": "Stratégie écrite.", "new_needs": "Formaliser nos process."}
    assert ines.client.post(address("review_edit", diagnosis), typed).status_code == 302
    assert due not in owed(ines)
    cases.open_to(actor=ines.actor, case=case, organisation=nord.people["network"].organisation)
    shown = text(nord.people["network"], address("review", diagnosis))
    assert "ETP" in shown
    assert "Résultat net" not in shown


@pytest.mark.parametrize(
    ("before", "after", "unit", "said"),
    [
        ("12.4", "14.1", "ETP", "+1,7\u00a0ETP (+13,7\u00a0%)"), ("10", "8", "", "\u22122 (\u221220,0\u00a0%)"),
        ("0", "3", "", "+3"), ("-100", "50", "€", "+150,00\u00a0€"), ("5", "5", "", "inchangé"), (None, "5", "", "–"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(before: str | None, after: str | None, unit: str, said: str) -> None:
    assert indicators.change_said(*(None if one is None else Decimal(one) for one in (before, after)), unit) == said


@pytest.mark.covers("EVA-022", "EVA-023")
def test_results_induced_effects_and_the_three_headings_are_written_and_printed(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("follow_up")
    diagnosis, ines = diagnosis_of(case), nord.people["officer"]
    values = {
        "taken_on": date(2026, 1, 5), "results": "Enjeux repositionnés avec le conseil.", "induced": "Le directeur a pris sa place.",
        "professionalisation": "Des outils communs.", "network": "Un réseau plus lié.", "jobs": "Deux emplois consolidés.",
    }  # fmt: skip
    review = actions.keep_review(actor=ines.actor, diagnosis=diagnosis, values=values)
    said = said_in(produce(documents.REVIEW_OPEN.code, diagnosis, actor=ines.actor))
    page = text(nord.people["structure"], address("review", diagnosis))
    for value in list(values.values())[1:]:
        assert str(value) in said
        assert str(value) in page
    with pytest.raises(Refused, match="ne dit pas de nouveau besoin"):
        actions.ask_again(actor=ines.actor, review=review)


@pytest.mark.covers("WE-09.3", "DLA-018", "DLA-019")
def test_we_09_a_quality_approach_is_a_new_need_that_opens_a_request_in_one_click(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("closed")
    diagnosis, salome = diagnosis_of(case), nord.people["structure"]
    need = "Une démarche qualité : formaliser et valider un processus."
    actions.keep_review(
        actor=nord.people["officer"].actor, diagnosis=diagnosis, values={"taken_on": date(2026, 1, 5), "new_needs": need}
    )  # fmt: skip
    page = salome.client.get(address("review", diagnosis))
    assert "Ouvrir une nouvelle demande" in page.content.decode()
    press = {"operation": str(page.context["operation"])}
    first = salome.client.post(address("ask_again", diagnosis), press)
    again = salome.client.post(address("ask_again", diagnosis), press)
    new = Case.objects.visible_to(salome.actor).get(follows=case)
    assert (new.need, new.state, new.requester) == (need, "requested", nord.structure)
    assert first["Location"] == again["Location"] == new.get_absolute_url()
    assert new.get_absolute_url() in text(salome, address("review", diagnosis))


def test_a_reading_too_early_or_of_what_stopped_is_refused(db: None) -> None:
    nord = dossiers.Nord()
    values = {"taken_on": date(2026, 1, 5)}
    diagnosis = diagnosis_of(nord.case("planned"))
    with pytest.raises(Refused, match="une fois le parcours lancé"):
        actions.keep_review(actor=SYSTEM, diagnosis=diagnosis, values=values)
    assert make.read(nord.people["officer"].client, address("review_edit", diagnosis))[0] == 404


def test_who_must_say_yes_is_told_and_who_adopted_is_asked_to_read_again(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines, salome, odile = nord.people["officer"], nord.people["structure"], make.director(nord.structure)
    version = scene.proposed(diagnosis)
    assert "Valider ensemble le diagnostic : La Fabrique des Rives" in owed(ines)
    assert "Valider le diagnostic : La Fabrique des Rives" in owed(salome)
    actions.validate(actor=ines.actor, version=version, side="operator", organisation=nord.operator)
    assert "Valider ensemble le diagnostic : La Fabrique des Rives" not in owed(ines)
    assert "Validation du diagnostic : La Fabrique des Rives" in awaited(ines)
    actions.validate(
        actor=salome.actor, version=version, side="structure", organisation=nord.structure, by_bodies=True, body="Conseil d'administration"
    )
    again = "Relire le diagnostic adopté : La Fabrique des Rives"
    assert awaited(ines) == []
    assert (again in owed(salome), again in owed(odile)) == (False, True)
    assert odile.client.get(diagnosis.get_absolute_url()).status_code == 200
    assert again not in owed(odile)
