"""An operator arrives with years of files: each dossier at its real stage, at its real dates, without a letter."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.accompaniment.cases import queries
from cordee.accompaniment.cases.models import Case
from cordee.actors.accounts.models import Membership
from cordee.core import todo
from cordee.core.access import Refused
from cordee.core.files.store import open_stored
from cordee.core.imports import actions
from cordee.core.imports import mapping as maps
from cordee.core.imports.declare import imports
from cordee.core.imports.sources import Way, keep, open_table
from cordee.core.lifecycle import advance
from cordee.core.models import Event, ImportRun
from cordee.core.models.outbox import Mail
from cordee.demo.volume import numbers
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import Someone

CASES = imports["takeover.cases"]
TITLES = "N° dossier;SIRET;Structure;Code postal;Intitulé;Nature;Étape;Suivi par;Demandé le;Premier échange le;Diagnostic ouvert le;" \
    "Diagnostic validé le;Parcours arrêté le;Parcours lancé le;En suivi depuis le;Fini le;Besoin;Résultats;Motif de fin"  # fmt: skip


def line(
    number: str = "A1", siret: str = "", name: str = "", cp: str = "", title: str = "Consolider", state: str = "Demande", **more: str
) -> str:
    """One line of the file; dates by the name of the column."""
    dates = [more.get(key, "") for key in ("asked", "met", "opened", "shared", "planned", "launched", "followed", "ended")]
    dates[0] = dates[0] or "12/03/2024"
    last = [more.get(key, "") for key in ("need", "results", "reason")]
    return ";".join([number, siret, name, cp, title, more.get("kind", ""), state, more.get("by", ""), *dates, *last])


def table(*lines: str) -> str:
    return "\n".join([TITLES, *lines]) + "\n"


def send(who: Someone, text: str, name: str = "dossiers.csv") -> ImportRun:
    return actions.send_file(actor=who.actor, declaration=CASES, stream=io.BytesIO(text.encode("utf-8-sig")), name=name)


def work(who: Someone, run: ImportRun, *, write: bool) -> ImportRun:
    return actions.work(actor=who.actor, run=run, write=write, progress=lambda done: None)


def imported(who: Someone, text: str, name: str = "dossiers.csv") -> ImportRun:
    return work(who, work(who, send(who, text, name), write=False), write=True)


def reasons(run: ImportRun) -> dict[int, str]:
    return {row["line"]: " ".join(p["sentence"] for p in row["problems"]) for row in run.report["refused"]}


def found(number: str) -> Case:
    case: Case = Case.objects.for_system("test").get(own_number=number)
    return case


def story(case: Case) -> list[tuple[str, date | None]]:
    rows = Event.objects.for_system("test").filter(subject_kind="cases.case", subject_id=case.pk, code__startswith="cases.case.")
    return [(event.code.rsplit(".", 1)[1], event.fact_on) for event in rows.order_by("id")]


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer("59")


@pytest.fixture
def rives(ines: Someone) -> Any:
    return make.organisation("La Fabrique des Rives", siret=numbers.siret(97001), postcode="59000")


def test_a_dossier_enters_at_its_real_stage_with_its_real_dates(ines: Someone, rives: Any) -> None:
    mail = ines.user.email
    dates = {"met": "20/03/2024", "opened": "02/04/2024", "shared": "15/06/2024", "planned": "01/07/2024", "launched": "03/09/2024"}
    run = imported(ines, table(line(siret=numbers.siret(97001), state="Plan en œuvre", by=mail, need="Vendre mieux.", **dates)))
    assert reasons(run) == {}
    assert run.counts == {"create": 1, "change": 0, "same": 0, "refused": 0}
    case = found("A1")
    assert (case.state, case.taken_over, case.year, case.requested_on, case.opened_by_id, case.need) == (
        "under_way", True, 2024, date(2024, 3, 12), ines.organisation.pk, "Vendre mieux.",
    )  # fmt: skip
    assert story(case) == [
        ("request", date(2024, 3, 12)), ("receive", date(2024, 3, 20)), ("diagnose", date(2024, 4, 2)), ("share", date(2024, 6, 15)),
        ("plan", date(2024, 7, 1)), ("launch", date(2024, 9, 3)),
    ]  # fmt: skip
    assert [b.organisation for b in queries.accompanied(case)] == [rives]
    assert queries.handled_by(case, date(2024, 3, 12))["holder"].membership.user == ines.user
    page = ines.client.get(case.get_absolute_url()).content.decode()
    assert "Dossier repris" in page
    assert "fait le 03/09/2024" in page
    assert "dossiers.csv" in page
    advance(case, "follow", actor=ines.actor)  # no adhesion is asked for what began elsewhere
    assert case.state == "follow_up"


def test_the_ends_of_a_dossier_end_its_structures_on_their_day(ines: Someone, rives: Any) -> None:
    siret = numbers.siret(97001)
    run = imported(
        ines,
        table(
            line("A1", siret, state="Clos", ended="30/11/2025", results="Deux emplois."),
            line("A2", siret, state="Abandon", opened="02/04/2024", ended="10/05/2024", reason="Départ de la direction"),
            line("A3", siret, state="Réorienté", ended="01/04/2024"),
        ),
    )
    assert reasons(run) == {}
    closed, left, sent = found("A1"), found("A2"), found("A3")
    assert (closed.state, closed.results, story(closed)[-1]) == ("closed", "Deux emplois.", ("close", date(2025, 11, 30)))
    assert [name for name, _ in story(left)] == ["request", "receive", "diagnose", "abandon"]
    assert story(left)[1] == ("receive", None), "a passed step whose day is unknown is told without a day"
    rows = {one.own_number: one.beneficiaries.get() for one in (closed, left, sent)}
    assert {number: (row.state, row.until) for number, row in rows.items()} == {
        "A1": ("done", date(2025, 11, 30)), "A2": ("withdrawn", date(2024, 5, 10)), "A3": ("withdrawn", date(2024, 4, 1)),
    }  # fmt: skip
    assert rows["A2"].reason == "Départ de la direction"


def test_a_collective_dossier_has_a_line_a_structure_and_enters_whole(ines: Someone, rives: Any) -> None:
    other = make.organisation("Le Relais des Dunes", siret=numbers.siret(97002), postcode="59140")
    siret = numbers.siret(97001)
    bad = table(line("C1", siret, kind="Collectif"), line("C1", numbers.siret(97003), kind="Collectif"))
    run = imported(ines, bad)
    assert run.counts["refused"] == 2
    assert reasons(run)[2] == "Le dossier entre entier : la ligne 3, du même numéro, est à reprendre."
    run = imported(ines, table(line("C1", siret), line("C1", name="le relais des dunes", cp="59140")))
    assert reasons(run) == {}
    case = found("C1")
    assert (case.kind, case.origin) == ("collective", "collective")
    assert {b.organisation_id for b in queries.accompanied(case)} == {rives.pk, other.pk}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"siret": "", "name": "Fabrique des Rives", "cp": "59000"},
         "Aucune fiche ne porte le nom « Fabrique des Rives » à 59000. Une fiche proche : « La Fabrique des Rives », 59000 Lille."),
        ({"siret": "", "name": "Tout autre chose", "cp": "59000"}, "Créez d'abord la fiche de la structure, puis reprenez cette ligne."),
        ({"siret": ""}, "Cette ligne ne dit pas de structure"),
        ({"state": "Bientôt"}, "« Bientôt » n'est pas dans la liste"),
        ({"state": "Suivi"}, "À l'étape « Suivi », il faut la date de « en suivi »."),
        ({"state": "Clos"}, "À l'étape « Clos », il faut la date de sa fin."),
        ({"state": "Accueil", "met": "01/02/2024"}, "« premier échange » le 01/02/2024 précède « demandé », le 12/03/2024."),
        ({"ended": "01/02/2025"}, "la date « fini » vient après"),
        ({"asked": "01/01/2199"}, "est à venir : une reprise ne raconte que ce qui a eu lieu."),
        ({"by": "personne@essai.example"}, "Personne de votre équipe qui suit des dossiers n'a l'adresse personne@essai.example"),
        ({"title": ""}, "« Intitulé » est vide"),
    ],
)  # fmt: skip
def test_a_line_that_does_not_hold_says_why(ines: Someone, rives: Any, row: dict[str, str], said: str) -> None:
    run = imported(ines, table(line(**({"siret": numbers.siret(97001)} | row))))
    assert said in reasons(run)[2]
    assert not Case.objects.for_system("test").exists()


def test_a_structure_of_another_territory_is_taken_over_by_its_own_dla(ines: Someone) -> None:
    make.organisation("Ailleurs", zone="02", siret=numbers.siret(97004))
    assert "n'est pas de votre territoire" in reasons(imported(ines, table(line(siret=numbers.siret(97004)))))[2]


def test_the_same_file_again_changes_nothing_and_a_longer_story_goes_on(ines: Someone, rives: Any) -> None:
    siret = numbers.siret(97001)
    first = table(line(siret=siret, state="Accueil", met="20/03/2024"))
    imported(ines, first)
    before = Event.objects.for_system("test").filter(thread=found("A1").thread).count()
    again = imported(ines, first)
    assert again.counts == {"create": 0, "change": 0, "same": 1, "refused": 0}
    assert Event.objects.for_system("test").filter(thread=found("A1").thread).count() == before
    longer = imported(ines, table(line(siret=siret, state="Clos", met="20/03/2024", ended="30/11/2025", title="Consolider l'emploi")))
    assert reasons(longer) == {}
    assert longer.counts["change"] == 1
    case = found("A1")
    assert (case.state, case.title, case.beneficiaries.get().state) == ("closed", "Consolider l'emploi", "done")
    assert [name for name, _ in story(case)] == ["request", "receive", "diagnose", "share", "plan", "launch", "follow", "close"]
    moved = imported(ines, table(line(siret=siret, state="Clos", met="21/03/2024", ended="30/11/2025", title="Consolider l'emploi")))
    assert "Une étape déjà reprise garde sa date" in reasons(moved)[2]


def test_a_dossier_that_lives_here_is_no_longer_changed_by_a_file(ines: Someone, rives: Any) -> None:
    siret = numbers.siret(97001)
    first = table(line(siret=siret, state="Accueil", met="20/03/2024"))
    imported(ines, first)
    advance(found("A1"), "diagnose", actor=ines.actor)
    assert imported(ines, first).counts["same"] == 1, "what the file says again is nothing new"
    other = imported(ines, table(line(siret=siret, state="Accueil", met="20/03/2024", title="Autre")))
    assert reasons(other)[2] == "Ce dossier vit ici depuis sa reprise : modifiez-le sur sa page."
    assert found("A1").title == "Consolider"


def test_a_dossier_opened_here_is_not_overwritten(ines: Someone, rives: Any) -> None:
    case = scene.open_case(rives, by=ines)
    Case.objects.for_system("test").filter(pk=case.pk).update(own_number="A1")
    assert reasons(imported(ines, table(line(siret=numbers.siret(97001)))))[2] == (
        "Ce numéro est celui d'un dossier ouvert ici : un fichier ne le change pas."
    )


def test_a_colleague_who_left_keeps_what_is_over(ines: Someone, rives: Any) -> None:
    gone = make.officer(of=ines.organisation)
    Membership.objects.for_system("test").filter(user=gone.user).update(period=make.LONG_AGO)
    siret, mail = numbers.siret(97001), gone.user.email
    run = imported(ines, table(line("A1", siret, state="Clos", ended="30/11/2025", by=mail), line("A2", siret, by=mail)))
    assert reasons(run) == {3: f"{mail} n'est plus de votre équipe : ce dossier est en cours, nommez qui le suit."}
    assert queries.handled_by(found("A1"), date(2025, 11, 30))["holder"].membership.user == gone.user
    assert queries.handled_by(found("A1"), date(2025, 12, 1)) == {}


@pytest.mark.parametrize("who", ["structure", "network", "funder", "provider"])
def test_only_the_dla_sends_such_a_file(db: None, who: str) -> None:
    person = {"structure": make.director, "network": make.network, "funder": make.funder, "provider": make.provider}[who]()
    assert CASES.refusal(person.actor) is not None
    assert person.client.get("/imports/envoyer/dossiers/").status_code == 404


STATES = ("Accueil", "Diagnostic", "Plan en œuvre", "Suivi", "Clos")


def five_hundred() -> tuple[str, list[int]]:
    lines, bad = [], []
    for n in range(500):
        more: dict[str, str] = {"state": STATES[n % 5], "met": "20/03/2024"}
        if n % 5 > 0:
            more["opened"] = "02/04/2024"
        if n % 5 > 1:
            more["launched"] = "03/09/2024"
        if n % 5 > 2:
            more["followed"] = "03/02/2025"
        if n % 5 == 4:
            more["ended"] = "30/11/2025"
        siret = numbers.siret(97100 + n % 50)
        if n % 25 == 7:
            bad.append(n + 2)
            siret, more = [("1234", more), (siret, more | {"met": "20/03/2023"}), (siret, more | {"state": "?"})][n % 3]
        lines.append(line(f"R-{n:03}", siret, **more))
    return table(*lines), bad


def test_five_hundred_dossiers_with_twenty_bad_lines(ines: Someone) -> None:
    """480 enter, 20 are explained and come back alone; nobody is written to, and the day holds one line: the lines to mend."""
    for n in range(50):
        make.organisation(f"Structure {n}", siret=numbers.siret(97100 + n))
    text, bad = five_hundred()
    letters = Mail.objects.for_system("test").count()
    run = imported(ines, text)
    assert run.counts == {"create": 480, "change": 0, "same": 0, "refused": 20}
    assert sorted(reasons(run)) == bad
    assert all(reasons(run).values())
    assert Case.objects.for_system("test").filter(taken_over=True).count() == 480
    assert Mail.objects.for_system("test").count() == letters == 0
    lines = todo.todos(ines.actor)
    assert [one.title for one in lines] == ["Reprendre les lignes refusées de « dossiers.csv »"]

    assert run.refused_file is not None
    with open_stored(run.refused_file.sha256) as handle:
        alone = handle.read().decode("utf-8-sig")
    assert len(alone.splitlines()) == 21
    mended = "\n".join(
        row.replace(";1234;", f";{numbers.siret(97100)};", 1).replace("20/03/2023", "20/03/2024").replace(";?;", ";Plan en œuvre;", 1)
        for row in alone.splitlines()
    )
    again = imported(ines, mended)
    assert (reasons(again), again.counts["create"]) == ({}, 20)
    assert Case.objects.for_system("test").filter(taken_over=True).count() == 500
    whole = imported(ines, text)
    assert whole.counts == {"create": 0, "change": 0, "same": 480, "refused": 20}


def test_dates_of_the_story_are_never_those_of_the_import(ines: Someone, rives: Any) -> None:
    imported(ines, table(line(siret=numbers.siret(97001), state="Accueil", met="20/03/2024")))
    events = Event.objects.for_system("test").filter(thread=found("A1").thread, code__startswith="cases.")
    assert all(event.fact_on and event.fact_on < timezone.localdate() - timedelta(days=30) for event in events)


def test_the_empty_workbook_is_understood_when_it_comes_back(ines: Someone, rives: Any) -> None:
    answer = ines.client.get("/imports/modele/dossiers/")
    assert answer["Content-Disposition"] == 'attachment; filename="modele-dossiers.xlsx"'
    with pytest.raises(Refused, match="Ce tableau a des titres mais aucune ligne en dessous"):
        actions.send_file(actor=ines.actor, declaration=CASES, stream=io.BytesIO(answer.content), name="modele-dossiers.xlsx")
    with tempfile.TemporaryFile() as handle:
        handle.write(answer.content)
        table = open_table(keep(handle, "modele.xlsx").sha256, "xlsx", Way(), maps.score(CASES))
    assert (table.titles, table.way.sheet) == ([field.label for field in CASES.fields().values()], "À remplir")
    assert set(maps.guess(CASES, table.titles).values()) == set(CASES.fields())
    words = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert "Nécessaire. Une date : jour/mois/année" in words
    assert "Plan en œuvre" in words
