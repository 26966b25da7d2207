"""A diagnosis from its opening to the yes of both sides: what it must say, what no longer changes, who validates."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases import queries as case_queries
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.diagnoses import actions, content, queries
from cordee.accompaniment.diagnoses.models import Assent, Diagnosis, Finding, Version
from cordee.actors.directory.models import Competence, Theme
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.lifecycle import advance
from cordee.tools.surveys.actions.submitting import submit
from cordee.tools.surveys.library import loading
from cordee.tools.surveys.models import Invitation, Response
from cordee.tools.surveys.queries import definition_of, library
from tests import factories as make
from tests.accompaniment.cases import scene as dossiers
from tests.accompaniment.diagnoses import scene
from tests.factories import SYSTEM


def diagnosis_of(case: Case) -> Diagnosis:
    return Diagnosis.objects.for_system("test").get(case=case)


def address(name: str, diagnosis: Diagnosis, *more: Any) -> str:
    return reverse(f"diagnoses:{name}", args=[diagnosis.public_id, *more])


def text(someone: make.Someone, url: str) -> str:
    status, shown = make.read(someone.client, url)
    assert status == 200, url
    return shown.decode()


@pytest.mark.covers("DLA-005", "DLA-007")
def test_a_diagnosis_opens_with_its_step_and_says_four_things_before_anyone_validates(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    assert (diagnosis.organisation, diagnosis.request) == (nord.structure, case.need)
    ines = nord.people["officer"]
    for name, said in (("synthesis", "la synthèse"), ("objectives", "les objectifs"), ("stakes", "les enjeux"), ("request", "la demande")):
        scene.write(diagnosis, **{name: "  "})
        with pytest.raises(Refused, match=f"Il manque .*{said}"):
            actions.propose(actor=ines.actor, diagnosis=diagnosis)
    assert "Il manque" in text(ines, diagnosis.get_absolute_url())
    version = scene.proposed(diagnosis)
    assert (version.number, version.content["stakes"]) == (1, scene.SAID["stakes"])
    empty = Version(
        diagnosis=diagnosis, number=9, content={**version.content, "stakes": ""}, sha256="x", thread=case.thread, zone=case.zone
    )
    with pytest.raises(IntegrityError, match="diagnoses_version_says_all"), transaction.atomic():
        empty.save()


@pytest.mark.covers("DLA-902")
def test_both_sides_validate_the_same_version_and_a_network_neither(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    ines, salome, network = (nord.people[who] for who in ("officer", "structure", "network"))
    cases.open_to(actor=ines.actor, case=case, organisation=network.organisation)
    dossiers.adhere(case, 2)
    dossiers.both_validate(case, "diagnosis")
    with pytest.raises(Refused, match="n'est pas encore proposé"):
        advance(case, "share", actor=ines.actor)
    diagnosis = diagnosis_of(case)
    version = scene.proposed(diagnosis)
    for side, organisation in (("structure", nord.structure), ("operator", nord.operator)):
        with pytest.raises(Refused, match="y contribue sans le valider"):
            actions.validate(actor=network.actor, version=version, side=side, organisation=organisation)
    with pytest.raises(Refused, match="y contribue sans le valider"):
        actions.validate(actor=salome.actor, version=version, side="operator", organisation=nord.operator)
    assert make.read(network.client, address("validate", diagnosis))[0] == 404
    with pytest.raises(Refused, match="n'est pas encore validée par La Fabrique des Rives et le DLA"):
        advance(case, "share", actor=ines.actor)
    typed = {"by_bodies": "oui", "on": "02/02/2026", "version": "1"}
    assert "Indiquez l&#x27;instance" in salome.client.post(address("validate", diagnosis), typed).content.decode()
    assert salome.client.post(address("validate", diagnosis), typed | {"body": "Bureau"}).status_code == 302
    assert ines.client.post(address("validate_operator", diagnosis), {"on": "03/02/2026", "version": "1"}).status_code == 302
    said = [(one.side, one.by_bodies, one.body, one.on.isoformat()) for one in queries.assents_of(version)]
    assert said == [("structure", True, "Bureau", "2026-02-02"), ("operator", False, "", "2026-02-03")]
    assert "Noter le diagnostic validé ensemble" in text(ines, diagnosis.get_absolute_url())
    advance(case, "share", actor=ines.actor)
    assert case.state == "shared"


def test_the_dossier_keeps_its_own_line_of_each_yes_once(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    scene.both_say_yes(scene.proposed(diagnosis))
    assert case_queries.validations_of(case, "diagnosis").count() == 2
    scene.both_say_yes(scene.proposed(diagnosis, stakes="Quatorze emplois."))
    assert case_queries.validations_of(case, "diagnosis").count() == 2


def test_a_text_written_anew_while_the_work_goes_on_is_proposed_and_validated_again(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("under_way")
    diagnosis = diagnosis_of(case)
    number = len(queries.versions_of(diagnosis)) + 1
    scene.both_say_yes(scene.proposed(diagnosis, stakes="Quatorze emplois."))

    def page() -> Any:
        return nord.people["officer"].client.get(diagnosis.get_absolute_url()).context

    assert (page()["text_said"], page()["step"].label) == (f"Version {number} validée", "")
    scene.write(diagnosis, synthesis="Une équipe stable, des prix revus.")
    assert (page()["text_said"], page()["step"].label) == ("Texte en cours d'écriture", f"Proposer la version {number + 1} à la validation")
    scene.proposed(diagnosis, synthesis="Une équipe stable, des prix revus.")
    assert page()["text_said"] == f"Version {number + 1} à valider"
    assert f"La version {number + 1}" in page()["step"].sentence


@pytest.mark.covers("DLA-006")
def test_a_validated_version_is_immutable_and_a_change_makes_another(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    first = scene.proposed(diagnosis)
    scene.both_say_yes(first)
    for sql in (
        "UPDATE diagnoses_version SET content = jsonb_set(content, '{synthesis}', '\"Autre\"')", "DELETE FROM diagnoses_version",
        "UPDATE diagnoses_assent SET by_bodies = false", "DELETE FROM diagnoses_assent",
    ):  # fmt: skip
        with (
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    again = actions.propose(actor=SYSTEM, diagnosis=Diagnosis.objects.for_system("test").get(pk=diagnosis.pk))
    assert again == first
    dossiers.adhere(case, 2)
    scene.write(diagnosis, synthesis="Une équipe stable, des prix revus.")
    with pytest.raises(Refused, match="a changé depuis la version validée"):
        advance(case, "share", actor=SYSTEM)
    second = scene.proposed(diagnosis, synthesis="Une équipe stable, des prix revus.")
    assert second.number == 2
    first.refresh_from_db()
    assert first.content["synthesis"] == scene.SAID["synthesis"]
    with pytest.raises(Refused, match="La version 2 a été proposée depuis"):
        actions.validate(actor=SYSTEM, version=first, side="operator", organisation=nord.operator)
    with pytest.raises(Refused, match="version 2 du diagnostic n'est pas encore validée par"):
        advance(case, "share", actor=SYSTEM)
    shown = text(nord.people["structure"], address("differences", diagnosis, 1, 2))
    assert f"<del>{scene.SAID['synthesis']}</del>" in shown
    assert "<ins>Une équipe stable, des prix revus.</ins>" in shown
    assert scene.SAID["stakes"] not in shown


@pytest.mark.covers("DLA-006")
def test_a_diagnosis_lays_out_figures_read_elsewhere_of_the_right_year(db: None) -> None:
    nord = dossiers.Nord()
    dossiers.at("2027-03-10 09:00")
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    make.figures(nord.structure, 2026, fte="12.40", permanent=11, budget="412000.00")
    make.figures(nord.structure, 2025, fte="99.00", permanent=77)
    make.position(nord.structure, title="director")
    amounts = {"working_capital": Decimal(85000), "working_need": Decimal(60000), "cash": Decimal(20000)}
    actions.keep_accounts(actor=nord.people["structure"].actor, diagnosis=diagnosis, year=2026, amounts=amounts)
    said = content.written(diagnosis)
    assert diagnosis.accounts_year == 2026
    assert ["Équivalents temps plein", "12,4\u00a0ETP"] in said["figures"]
    assert ["Personnel permanent", "11"] in said["figures"]
    assert [label for label, _ in said["governance"]] == ["Direction"]
    assert said["accounts"][-1] == ["À vérifier", "écart de 5\u202f000\u00a0€ avec FR − BFR (fonds de roulement moins besoin)"]
    assert "99" not in str(said["figures"])
    assert "Boussole" not in str(said)
    with pytest.raises(Refused, match="lit deux exercices"):
        actions.keep_accounts(actor=SYSTEM, diagnosis=diagnosis, year=2024, amounts=amounts)
    shown = text(nord.people["officer"], diagnosis.get_absolute_url())
    assert "écart de 5\u202f000\u00a0€ avec FR − BFR" in shown
    assert scene.proposed(diagnosis).content["accounts"] == said["accounts"]


def test_findings_are_ordered_and_taken_up_again(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines = nord.people["officer"]
    typed = {"kind": "strength", "axis": "team", "title": "Une équipe stable", "comment": "Depuis six ans."}
    assert ines.client.post(address("finding_add", diagnosis), typed | {"title": ""}).status_code == 422
    for title, kind in (("Une équipe stable", "strength"), ("Des prix par habitude", "weakness"), ("Un bail qui finit", "blocking")):
        assert ines.client.post(address("finding_add", diagnosis), typed | {"title": title, "kind": kind}).status_code == 302
    last = queries.findings_of(diagnosis)[2]
    for _ in range(3):
        ines.client.post(address("finding_act", diagnosis, last.public_id, "monter"))
    assert [one.title for one in queries.findings_of(diagnosis)] == ["Un bail qui finit", "Une équipe stable", "Des prix par habitude"]
    ines.client.post(address("finding_act", diagnosis, last.public_id, "retirer"))
    assert [one.kind for one in queries.findings_of(diagnosis)] == ["strength", "weakness"]
    assert ines.client.post(address("finding", diagnosis, last.public_id), typed).status_code == 404


def test_the_axes_are_those_of_the_library_s_grid() -> None:
    grid = json.loads((Path(loading.__file__).parent / "shared-diagnosis.json").read_text())
    assert [(axis["code"], axis["label"]) for axis in grid["definition"]["axes"]] == Finding.Axis.choices


@pytest.mark.covers("DLA-020")
def test_topics_of_individual_accompaniments_are_chosen(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines = nord.people["officer"]
    chosen = ["strategie-commerciale", "reconventionnement", "projet-insertion"]
    typed = {"themes": ["COM", "STRAT"], "competences": chosen, "version": str(diagnosis.version)}
    assert ines.client.post(address("topics", diagnosis), typed).status_code == 302
    scene.write(diagnosis, method="Atelier avec le conseil, l'équipe et quatre personnes en insertion : chacun a voté.")
    said = scene.proposed(diagnosis, method="Atelier avec le conseil : chacun a voté.").content
    assert said["competences"] == [
        "Stratégie commerciale et étude de marché", "Conventionnement et reconventionnement",
        "Projet d'insertion : offre de services et parcours des personnes",
    ]  # fmt: skip
    assert said["themes"] == ["Projet, stratégie, plan stratégique", "Développement commercial"]
    assert "chacun a voté" in said["method"]


def test_two_officers_edit_at_once_and_nothing_is_lost(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines, other = nord.people["officer"], make.officer(of=nord.operator)
    page = ines.client.get(address("edit", diagnosis))
    opened = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields} | {
        "version": str(page.context["version"])
    }
    mine = opened | {"synthesis": "Ce que j'écris.", "stakes": "Mes enjeux."}
    assert (
        other.client.post(
            address("edit", diagnosis), opened | {"synthesis": "Ce qu'elle écrit.", "objectives": "Ses objectifs."}
        ).status_code
        == 302
    )
    answer = ines.client.post(address("edit", diagnosis), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Ce que j&#x27;écris." in shown
    assert "Ce qu&#x27;elle écrit." in shown
    diagnosis.refresh_from_db()
    assert diagnosis.synthesis == "Ce qu'elle écrit."
    with pytest.raises(Stale):
        actions.keep_topics(actor=ines.actor, diagnosis=diagnosis, themes=[], competences=[], version=1)
    stale = {"themes": ["COM"], "version": "1"}
    ticked = ines.client.post(address("topics", diagnosis), stale)
    assert ticked.status_code == 422
    assert "Vos coches sont conservées" in ticked.content.decode()
    assert not diagnosis.themes.exists()


def test_what_is_typed_comes_back(db: None) -> None:
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines = nord.people["officer"]
    kept = ines.client.post(
        reverse("core:draft_of", args=["diagnoses.text", diagnosis.public_id]), {"synthesis": "À moitié écri", "version": "1"}
    )
    assert kept.status_code == 204
    assert "À moitié écri" in text(ines, address("edit", diagnosis))
    diagnosis.refresh_from_db()
    assert diagnosis.synthesis == ""


def test_the_grid_is_filled_in_a_meeting_and_its_axes_are_read(db: None) -> None:
    loading.load()
    nord = dossiers.Nord()
    diagnosis = diagnosis_of(nord.case("diagnosing"))
    ines = nord.people["officer"]
    answer = ines.client.post(address("grid", diagnosis))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/q/")
    diagnosis.refresh_from_db()
    invitation = Invitation.objects.for_system("test").get(pk=diagnosis.grid_id)
    assert (invitation.organisation, invitation.asked) == (nord.structure, library("shared-diagnosis"))
    ines.client.post(address("grid", diagnosis))
    assert Invitation.objects.for_system("test").filter(organisation=nord.structure).count() == 1
    answered(invitation)
    said = dict(content.written(diagnosis)["grid"])
    assert said["Projet et stratégie"] != "–"
    assert list(said) == [axis.label for axis in definition_of(invitation.asked_id).axes]
    assert "Grille remplie ensemble" in text(ines, diagnosis.get_absolute_url())


def answered(invitation: Invitation) -> Response:
    said = {"accounts_year": "2025", "project_written": "level_2", "economy_steering": "level_1", "net_result": "-12345"}
    answers = {
        code: {"v": value}
        for code, value in {**dict.fromkeys(("request_words", "accounts_year", "strengths", "weaknesses"), "Dit ensemble."), **said}.items()
    }
    submit(actor=SYSTEM, submission=uuid.uuid4(), invitation=invitation, answers=answers, channel="meeting", voice="agreed")
    return Response.objects.for_system("test").get(invitation=invitation)


@pytest.mark.covers("DLA-009")
def test_an_individual_dossier_becomes_collective_and_keeps_everything(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    ines = nord.people["officer"]
    actions.keep_finding(
        actor=ines.actor, diagnosis=diagnosis, values={"kind": "opportunity", "axis": "partners", "title": "Quatre voisines"}
    )
    actions.keep_accounts(actor=ines.actor, diagnosis=diagnosis, year=diagnosis.accounts_year, amounts={"equity": Decimal(7)})
    version = scene.proposed(diagnosis)
    scene.both_say_yes(version)
    assert "Élargir en démarche collective" in text(ines, diagnosis.get_absolute_url())
    advance(case, "widen", actor=ines.actor)
    assert (case.kind, case.state) == ("collective", "diagnosing")
    assert list(queries.of_case(case)) == [diagnosis]
    assert (queries.latest(diagnosis), len(queries.findings_of(diagnosis)), len(queries.assents_of(version))) == (version, 1, 2)
    assert queries.accounts(case, nord.structure, diagnosis.accounts_year) is not None
    other = make.director()
    cases.add_structure(actor=ines.actor, case=case, organisation=other.organisation)
    dossiers.adhere(case, 2)
    with pytest.raises(Refused, match=f"(Aucun diagnostic n'est ouvert|il reste à le faire valider) .*{other.organisation.name}"):
        advance(case, "share", actor=ines.actor)
    page = text(ines, case.get_absolute_url())
    assert "Ouvrir un diagnostic commun" in page
    assert f"Ouvrir le diagnostic de {other.organisation.name}" in page
    ines.client.post(reverse("diagnoses:open", args=[case.public_id]), {"structure": str(other.organisation.public_id)})
    scene.both_say_yes(scene.proposed(queries.of_case(case).get(organisation=other.organisation)))
    advance(case, "share", actor=ines.actor)
    assert case.state == "shared"
    assert make.read(other.client, diagnosis.get_absolute_url())[0] == 404  # one's own, not the neighbour's


def test_opening_is_refused_where_it_has_no_sense(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("received")
    with pytest.raises(Refused, match="s'ouvre après l'accueil"):
        actions.open_diagnosis(actor=SYSTEM, case=case, organisation=nord.structure)
    dossiers.bring(case, "diagnosing")
    with pytest.raises(Refused, match="une seule structure"):
        actions.open_diagnosis(actor=SYSTEM, case=case, organisation=None)
    with pytest.raises(Refused, match="n'est pas, ou n'est plus"):
        actions.open_diagnosis(actor=SYSTEM, case=case, organisation=make.organisation())
    for who in ("officer_elsewhere", "network", "funder", "provider", "structure_elsewhere"):
        assert make.read(nord.people[who].client, diagnosis_of(case).get_absolute_url())[0] == 404, who


def test_a_dossier_taken_over_shares_without_the_proofs_of_before(db: None) -> None:
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    Case.objects.for_system("test").filter(pk=case.pk).update(taken_over=True)
    case.refresh_from_db()
    advance(case, "share", actor=nord.people["officer"].actor)
    assert case.state == "shared"


@pytest.mark.covers("GOV-022")
def test_the_structure_reads_and_keeps_its_part_and_the_fil_tells_no_text(db: None) -> None:
    """Centred on the structure's project: its words open the text, its bodies validate it, its page asks it for its yes."""
    nord = dossiers.Nord()
    case = nord.case("diagnosing")
    diagnosis = diagnosis_of(case)
    salome = nord.people["structure"]
    assert case.need in text(salome, diagnosis.get_absolute_url())
    version = scene.proposed(diagnosis)
    assert "Valider la version 1" in text(salome, diagnosis.get_absolute_url())
    scene.both_say_yes(version)
    told = " ".join(f"{line.sentence} {line.detail}" for line in fil(case.thread, salome.actor)[0])
    assert "Diagnostic, version 1, validé par La Fabrique des Rives" in told
    assert told.count("validé par La Fabrique des Rives") == 1, "the dossier keeps this yes, and the fil tells it once"
    assert scene.SAID["synthesis"] not in told
    assert Assent.objects.for_system("test").count() == 2
    assert Theme.objects.for_system("test").count() == 10
    assert Competence.objects.for_system("test").filter(code="projet-insertion").exists()
