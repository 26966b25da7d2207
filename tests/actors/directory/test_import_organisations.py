"""Importing organisations: the officer's ten years of a spreadsheet, line by line, under the same rights as her screens."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cordee.actors.directory.models import Agreement, Organisation, Role, YearFigures
from cordee.actors.directory.queries import current_identifier
from cordee.core.imports import actions
from cordee.core.imports.declare import imports
from cordee.core.models import Event, ImportRun
from cordee.demo.volume import numbers
from tests import factories as make
from tests.factories import Someone

ORGANISATIONS = imports["directory.organisations"]


def send(who: Someone, text: str | bytes, name: str = "structures.csv") -> ImportRun:
    data = text.encode("utf-8-sig") if isinstance(text, str) else text
    return actions.send_file(actor=who.actor, declaration=ORGANISATIONS, stream=io.BytesIO(data), name=name)


def work(who: Someone, run: ImportRun, *, write: bool) -> ImportRun:
    return actions.work(actor=who.actor, run=run, write=write, progress=lambda done: None)


def imported(who: Someone, text: str | bytes, name: str = "structures.csv") -> ImportRun:
    run = work(who, send(who, text, name), write=False)
    return work(who, run, write=True)


def named(name: str) -> Any:
    return Organisation.objects.for_system("test").annotate(n_siret=current_identifier("siret")).get(name=name)


def reasons(run: ImportRun) -> dict[int, str]:
    return {line["line"]: " ".join(p["sentence"] for p in line["problems"]) for line in run.report["refused"]}


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer("59")


@pytest.mark.covers("ORG-901")
def test_a_file_creates_sheets_with_all_that_it_says(ines: Someone) -> None:
    text = (
        "Raison sociale;N° SIRET;Type;CP;Ville;Tél;Créée en;Budget 2024;ETP 2024;Secteur\n"
        f"Atelier des Berges;{numbers.siret(99101)};ACI, AI;59000;LILLE;0320112233;1998;1 234 567,50 €;12,5;IAE\n"
    )
    run = imported(ines, text)
    assert run.state == "done"
    assert run.counts == {"create": 1, "change": 0, "same": 0, "refused": 0}
    made = named("Atelier des Berges")
    assert (made.city, made.postcode, made.zone, made.phone, made.founded_in) == ("Lille", "59000", "59", "03 20 11 22 33", 1998)
    assert made.n_siret == numbers.siret(99101)
    assert sorted(Agreement.objects.for_system("t").filter(organisation=made).values_list("type", flat=True)) == ["aci", "ai"]
    assert list(Role.objects.for_system("t").filter(organisation=made).values_list("kind", flat=True)) == ["beneficiary"]
    year = YearFigures.objects.for_system("t").get(organisation=made)
    assert (year.year, year.budget, year.fte) == (2024, Decimal("1234567.50"), Decimal("12.50"))
    told = Event.objects.for_system("t").get(thread_id=made.thread_id)
    assert (told.code, told.data, told.actor_user) == (
        "directory.organisation.created",
        {"name": "Atelier des Berges", "import": "structures.csv"},
        ines.user.pk,
    )
    history = made.history.model.objects.get(pgh_obj_id=made.pk)
    assert history.pgh_context.metadata["user"] == ines.user.pk


@pytest.mark.covers("ORG-901")
def test_the_same_file_twice_changes_nothing(ines: Someone) -> None:
    titles = "Nom;SIRET;CP;Ville;Type;Budget 2024;Ventes (%) 2024;Part État 2024;Subventions 2024"
    text = f"{titles}\nAtelier;{numbers.siret(99102)};59000;Lille;EI;1000;60;30;10\n"
    imported(ines, text)
    events = Event.objects.for_system("t").count()
    again = imported(ines, text)
    assert again.counts == {"create": 0, "change": 0, "same": 1, "refused": 0}
    assert Event.objects.for_system("t").count() == events + 3, "sent, tried, finished: nothing on the sheet"


def test_a_blank_cell_changes_nothing_and_a_filled_one_changes_that_alone(ines: Someone) -> None:
    sheet = make.organisation("Le Fil", siret=numbers.siret(99103), phone="03 20 00 00 00", email="a@fil.example", founded_in=2001)
    run = imported(ines, f"SIRET;Nom;Téléphone;Courriel\n{numbers.siret(99103)};LE FIL;;b@fil.example\n")
    sheet.refresh_from_db()
    assert (sheet.name, sheet.phone, sheet.email, sheet.founded_in, sheet.version) == ("Le Fil", "03 20 00 00 00", "b@fil.example", 2001, 2)
    assert run.counts["change"] == 1
    assert run.report["change"] == [[2, "Le Fil", "Courriel : a@fil.example → b@fil.example"]]
    assert Event.objects.for_system("t").get(thread_id=sheet.thread_id, code="directory.organisation.edited").data["fields"] == ["email"]


@pytest.mark.covers("SYS-001", "ORG-901")
def test_a_number_that_several_bear_elsewhere_says_that_it_exists_and_nothing_more(ines: Someone) -> None:
    """Neither their number nor whether the name was guessed; and a sheet of one's own is not confused with those of elsewhere."""
    for place in ("Siège caché", "Antenne cachée"):
        make.organisation(place, zone="02", siret=numbers.siret(99110))
    mine = make.organisation("Siège d'ici", siret=numbers.siret(99111))
    make.organisation("Antenne de là-bas", zone="02", siret=numbers.siret(99111))
    lines = [("Tout autre nom", 99110), ("Siège caché", 99110), ("Autre écriture", 99111)]
    table = "".join(f"{name};{numbers.siret(number)};0320000009\n" for name, number in lines)
    run = imported(ines, f"Nom;SIRET;Téléphone\n{table}")
    known = "Cette structure existe déjà : demandez l'accès à sa fiche."
    assert reasons(run)[2] == known
    assert reasons(run)[3] in (known, "Même structure que la ligne 2 : une seule ligne par structure.")
    mine.refresh_from_db()
    assert mine.phone == "03 20 00 00 09"


@pytest.mark.covers("SYS-902")
def test_lines_outside_ones_territory_are_refused_by_the_same_policies(ines: Someone) -> None:
    elsewhere = make.organisation("Aisne Habitat", zone="02", siret=numbers.siret(99104))
    card = make.organisation("Conseil ouvert", zone="02", roles=("provider",), siret=numbers.siret(99105))
    run = imported(
        ines,
        "Nom;SIRET;CP;Ville;Téléphone\n"
        f"Aisne Habitat;{numbers.siret(99104)};02000;Laon;0323000000\n"
        f"Conseil ouvert;{numbers.siret(99105)};;;0323000001\n"
        f"Nouvelle à Laon;{numbers.siret(99106)};02000;Laon;\n"
        f"Sans lieu;{numbers.siret(99107)};;;\n"
        f"À Lille;{numbers.siret(99108)};59000;Lille;\n",
    )
    assert reasons(run) == {
        2: "Cette structure existe déjà : demandez l'accès à sa fiche.",
        3: "Seul le DLA de ce territoire modifie cette fiche.",
        4: "Cette commune n'est pas sur votre territoire : le DLA voisin peut créer la fiche.",
        5: "Choisissez la commune : c'est elle qui rattache la structure à un DLA.",
    }
    assert run.state == "partial"
    for sheet in (elsewhere, card):
        sheet.refresh_from_db()
        assert sheet.phone == ""
    assert named("À Lille").zone == "59"


def test_what_is_doubtful_is_refused_with_its_line_and_its_reason(ines: Someone) -> None:
    make.organisation("Antenne A", siret=numbers.siret(99110))
    make.organisation("Antenne B", siret=numbers.siret(99110))
    run = imported(
        ines,
        "Nom;SIRET;CP;Ville;Budget 2024;Ventes 2024;Part État 2024;Subventions 2024\n"
        "Un;3,56E+13;59000;Lille;;;;\n"
        f"Deux;{numbers.siret(99111)};59000;Lile;;;;\n"
        f"Trois;{numbers.siret(99112)};59000;Lille;1,234;;;\n"
        f"Quatre;{numbers.siret(99113)};59000;Lille;;60;30;20\n"
        f"Cinq;{numbers.siret(99114)};59000;Lille;;;;\n"
        f"Six;{numbers.siret(99114)};59000;Lille;;;;\n"
        f"Antenne;{numbers.siret(99110)};59000;Lille;;;;\n"
        f"Antenne B;{numbers.siret(99110)};59000;Lille;;;;\n"
        "TOTAL;;;;5000;;;\n"
        ";;59000;Lille;;;;\n",
    )
    said = reasons(run)
    assert "ses derniers chiffres sont perdus" in said[2]
    assert said[3] == "« Lile » n'est pas une commune du code postal 59000. Est-ce Lille ?"
    assert said[4] == "« 1,234 » se lit de deux façons : écrivez 1234 ou 1,234."
    assert "font 110 %, il faut 100 %" in said[5]
    assert said[7] == "Même SIRET que la ligne 6 : une seule ligne par structure."
    assert said[8] == "Plusieurs fiches portent ce SIRET : donnez à la ligne le nom exact de l'une d'elles."
    assert said[10] == "C'est une ligne de total, pas une structure."
    assert said[11] == "« Nom » est vide : cette colonne est nécessaire."
    assert sorted(said) == [2, 3, 4, 5, 7, 8, 10, 11]


def test_a_sheet_is_found_by_its_name_and_place_when_asked(ines: Someone) -> None:
    sheet = make.organisation("Les Jardins d'Élise", postcode="59000")
    text = f"Nom;SIRET;CP;Ville;Téléphone\nLES JARDINS D'ELISE;{numbers.siret(99120)};59000;Lille;0320000001\n"
    run = send(ines, text)
    actions.map_columns(actor=ines.actor, run=run, mapping=run.mapping, options={"by_name": False})
    assert work(ines, run, write=False).counts["create"] == 1
    actions.map_columns(actor=ines.actor, run=run, mapping=run.mapping, options={"by_name": True})
    run = work(ines, work(ines, run, write=False), write=True)
    sheet.refresh_from_db()
    assert run.counts == {"create": 0, "change": 1, "same": 0, "refused": 0}
    assert (sheet.phone, named("Les Jardins d'Élise").n_siret) == ("03 20 00 00 01", numbers.siret(99120))


def test_a_new_siret_ends_the_former_and_a_move_takes_the_thread_along(db: None) -> None:
    who = make.regional(("59", "62"))
    sheet = make.organisation("Voyageuse", siret=numbers.siret(99121))
    from cordee.actors.directory.actions import set_identifier

    set_identifier(sheet, kind="rna", value="W595001234", actor=make.SYSTEM, day=date(2020, 1, 1))
    imported(who, f"Nom;RNA;SIRET;CP;Ville\nVoyageuse;W595001234;{numbers.siret(99122)};62000;Arras\n")
    sheet = named("Voyageuse")
    assert (sheet.zone, sheet.thread.zone, sheet.city, sheet.n_siret) == ("62", "62", "Arras", numbers.siret(99122))
    assert sheet.identifiers.filter(kind="siret").count() == 2
    codes = list(Event.objects.for_system("t").filter(thread_id=sheet.thread_id).order_by("id").values_list("code", flat=True))
    assert codes[-2:] == ["directory.organisation.edited", "directory.organisation.moved"]
