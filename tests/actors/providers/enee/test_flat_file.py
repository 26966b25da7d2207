"""Enée by a flat file: its columns, what it never holds, the sheet to copy, and the file that comes back."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from cordee.actors.providers import ages
from cordee.actors.providers.enee import mapping
from cordee.actors.providers.models import EneeMapping, Provider
from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.imports import actions
from cordee.core.imports.declare import imports
from cordee.core.models import Event, ImportRun
from cordee.demo.volume import numbers
from tests import factories as make
from tests.factories import Someone

PROVIDERS = imports["providers.providers"]
FILE = "/annuaire/prestataires/enee/fichier/export."
pytestmark = pytest.mark.django_db


def rows_of(who: Someone) -> list[list[str]]:
    status, content = make.read(who.client, f"{FILE}csv")
    assert status == 200
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def lines_of(who: Someone) -> dict[str, dict[str, str]]:
    titles, *rows = rows_of(who)
    return {line["Nom"]: line for line in (dict(zip(titles, row, strict=True)) for row in rows)}


def imported(who: Someone, text: str, *, write: bool = True) -> ImportRun:
    stream = io.BytesIO(text.encode("utf-8-sig"))
    run = actions.send_file(actor=who.actor, declaration=PROVIDERS, stream=stream, name="enee.csv")
    for step in (False, True) if write else (False,):
        run = actions.work(actor=who.actor, run=run, write=step, progress=lambda done: None)
    return run


def reasons(run: ImportRun) -> dict[int, str]:
    return {line["line"]: " ".join(p["sentence"] for p in line["problems"]) for line in run.report["refused"]}


def provider(name: str) -> Provider:
    found: Provider = Provider.objects.for_system("test").select_related("organisation").get(organisation__name=name)
    return found


# -- out -----------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("EXT-902", "EXT-003")
def test_the_file_says_what_the_reader_reads_and_never_the_account_nor_the_age() -> None:
    sheet = make.full_sheet()
    consultant = sheet.consultants.get()
    ages.keep(actor=make.regional().actor, consultant=consultant, birth_year=1961, reason="Appel à projets")
    line = lines_of(make.officer("59"))[sheet.name]
    assert (line["SIRET"], line["Code postal"], line["Départements d'intervention"]) == (make.SIRET, "59000", "59")
    assert (line["Journée HT, au moins (€)"], line["Journée TTC, au moins (€)"]) == ("720,00", "864,00")
    everything = ";".join(cell for row in rows_of(make.officer("59")) for cell in row)
    assert make.IBAN not in everything
    assert "1961" not in everything
    assert "IBAN" not in everything


@pytest.mark.covers("EXT-902")
def test_a_network_exports_cards_without_rates_nor_follow_up() -> None:
    sheet = make.full_sheet()
    line = lines_of(make.network())[sheet.name]
    assert line["Ville"] == "Lille"
    assert not {"SIRET", "État au registre", "Journée HT, au moins (€)", "Journée TTC, au moins (€)", "Situation de TVA"} & line.keys()
    page = make.network().client.get(reverse("providers:enee_copy", args=[sheet.public_id])).content.decode()
    assert "Lille" in page
    assert "864" not in page
    assert make.SIRET not in page


@pytest.mark.covers("EXT-902")
def test_a_formula_is_neutral_in_both_files_and_comes_back_as_it_was() -> None:
    make.register(make.organisation("=HYPERLINK(1)", roles=("provider",)))
    officer, regional = make.officer("59"), make.regional()
    mapping.TABLES.keep(actor=officer.actor, columns=[["name", "+Nom"], ["city", "Ville"]], version=0)
    titles, row = rows_of(officer)
    assert (titles[0], row[0]) == ("'+Nom", "'=HYPERLINK(1)")
    _, content = make.read(officer.client, f"{FILE}xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    _, content = make.read(regional.client, f"{FILE}csv")
    assert imported(regional, content.decode("utf-8-sig")).counts["change"] == 0


# -- the table of correspondence --------------------------------------------------------------------------------------
@pytest.mark.covers("EXT-902")
def test_each_operator_has_its_table_and_begins_with_the_nation_s() -> None:
    make.full_sheet()
    officer, elsewhere, national = make.officer("59"), make.officer("02"), make.national()
    mapping.TABLES.keep(actor=national.actor, columns=[["name", "Nom"], ["siret", "N° SIRET"]], version=0)
    assert rows_of(officer)[0] == ["Nom", "N° SIRET"]
    mapping.TABLES.keep(actor=officer.actor, columns=[["siret", "Identifiant"], ["name", "Nom"]], version=0)
    assert [rows_of(who)[0] for who in (officer, elsewhere)] == [["Identifiant", "Nom"], ["Nom", "N° SIRET"]]
    mapping.TABLES.drop(actor=officer.actor, version=1)
    assert rows_of(officer)[0] == ["Nom", "N° SIRET"]
    codes = Event.objects.for_system("t").filter(code__startswith="providers.enee").order_by("id").values_list("code", flat=True)
    assert list(codes) == ["providers.enee.kept", "providers.enee.kept", "providers.enee.dropped"]


@pytest.mark.covers("EXT-902")
def test_the_table_is_edited_on_a_screen_that_keeps_what_was_typed() -> None:
    officer, url = make.officer("59"), reverse("providers:enee_mapping")
    twice = {"version": "0", "rang_name": "2", "titre_name": "Nom", "rang_city": "1", "titre_city": "NOM"}
    answer = officer.client.post(url, twice)
    assert answer.status_code == 422
    assert "porte déjà ce titre" in answer.content.decode()
    assert 'value="NOM"' in answer.content.decode()
    assert "un fichier sans colonne" in officer.client.post(url, {"version": "0"}).content.decode()
    assert officer.client.post(url, twice | {"titre_city": "Commune"}).status_code == 302
    assert rows_of(officer)[0] == ["Commune", "Nom"]
    assert "Commune" in officer.client.get(url).content.decode()
    officer.client.post(url, {"acte": "commune", "version": "1"})
    assert not EneeMapping.objects.for_system("t").exists()


@pytest.mark.covers("EXT-902")
def test_a_colleague_who_saved_meanwhile_is_named_and_nothing_typed_is_lost() -> None:
    one = make.officer("59")
    two = make.officer(of=one.organisation)
    mapping.TABLES.keep(actor=one.actor, columns=[["name", "Nom"]], version=0)
    with pytest.raises(Stale):
        mapping.TABLES.keep(actor=two.actor, columns=[["name", "Intitulé"]], version=0)
    typed = {"version": "0", "rang_name": "1", "titre_name": "Intitulé"}
    answer = two.client.post(reverse("providers:enee_mapping"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Votre saisie est conservée" in page
    assert 'value="Intitulé"' in page
    assert 'name="version" value="1"' in page
    assert two.client.post(reverse("providers:enee_mapping"), typed | {"version": "1"}).status_code == 302
    assert rows_of(one)[0] == ["Intitulé"]


@pytest.mark.covers("EXT-902")
def test_whoever_holds_no_register_keeps_no_table() -> None:
    for who in (make.network(), make.person(make.operator("59"), "resource"), make.person(make.operator("59"), "accountant")):
        with pytest.raises(Refused):
            mapping.TABLES.keep(actor=who.actor, columns=[["name", "Nom"]], version=0)


# -- the sheet to copy ---------------------------------------------------------------------------------------------------
@pytest.mark.covers("EXT-902", "EXT-003")
def test_the_copy_sheet_follows_the_file_and_says_that_nothing_is_connected() -> None:
    sheet, officer = make.full_sheet(), make.officer("59")
    mapping.TABLES.keep(actor=officer.actor, columns=[["city", "Commune du siège"], ["day_ttc", "Prix"]], version=0)
    page = officer.client.get(reverse("providers:enee_copy", args=[sheet.public_id])).content.decode()
    assert page.index("Commune du siège") < page.index("<dt>Prix")
    assert 'data-copy="Lille"' in page
    assert 'data-copy="864,00"' in page
    assert "pas reliée à Enée" in page
    home = officer.client.get(reverse("providers:enee")).content.decode()
    assert "à téléverser vous-même" in home
    assert "Importer des prestataires" not in home


@pytest.mark.covers("EXT-902")
def test_forged_addresses_of_the_copy_sheet_and_of_the_import_do_not_exist() -> None:
    sheet = make.full_sheet()
    copy, send = reverse("providers:enee_copy", args=[sheet.public_id]), reverse("core:import_send", args=["prestataires"])
    for who in (make.provider(), make.director(), make.funder()):
        assert who.client.get(copy).status_code == 404
        assert who.client.get(f"{FILE}csv").status_code == 404
    for who in (make.officer("59"), make.head("59"), make.network(), make.provider()):
        assert who.client.get(send).status_code == 404
        with pytest.raises(Refused):
            imported(who, "Nom;CP;Ville\nCap;59000;Lille\n", write=False)
    assert "Compétences, secteurs et départements s" in make.regional().client.get(send).content.decode()


# -- back in ---------------------------------------------------------------------------------------------------------------
TEXT = (
    "Nom;SIRET;Nature;TVA;CP;Ville;Mail;Tél;Compétences;Départements d'intervention;Ce qu'il fait bien\n"
    f"Cap Nord;{numbers.siret(88001)};Cabinet;Assujetti à la TVA;59000;LILLE;a@cap.example;0320112233;"
    "modele-economique;Nord, 62;Les ateliers chantiers\n"
)


@pytest.mark.covers("EXT-902")
def test_a_file_opens_sheets_with_what_it_says_and_a_second_run_changes_nothing() -> None:
    regional, kind = make.regional(), Provider.Kind("firm").label
    text = TEXT.replace("Cabinet", kind)
    assert imported(regional, text, write=False).counts["create"] == 1
    assert not Provider.objects.for_system("t").exists()
    run = imported(regional, text)
    assert reasons(run) == {}
    assert run.counts == {"create": 1, "change": 0, "same": 0, "refused": 0}
    made = provider("Cap Nord")
    assert (made.state, made.zone, made.kind, made.vat, made.known_for) == ("spotted", "59", "firm", "liable", "Les ateliers chantiers")
    assert (made.organisation.city, made.organisation.email, made.departments) == ("Lille", "a@cap.example", ["59", "62"])
    assert len(made.competence_ids) == 1
    before = Event.objects.for_system("t").filter(thread=made.thread).count()
    assert imported(regional, text).counts == {"create": 0, "change": 0, "same": 1, "refused": 0}
    assert Event.objects.for_system("t").filter(thread=made.thread).count() == before


@pytest.mark.covers("EXT-902")
def test_our_own_export_comes_back_without_a_change() -> None:
    make.full_sheet()
    make.register()
    make.register(make.organisation("Sans adresse", roles=("provider",), city=""))
    regional = make.regional()
    _, content = make.read(regional.client, f"{FILE}csv")
    run = imported(regional, content.decode("utf-8-sig"))
    assert reasons(run) == {}
    assert (run.report["create"], run.report["change"]) == ([], [])
    assert run.counts["same"] == 3


@pytest.mark.covers("EXT-902")
def test_a_line_finds_its_sheet_by_siret_then_by_name_and_postcode_and_adds_without_withdrawing() -> None:
    sheet, regional = make.full_sheet(), make.regional()
    text = f"Nom;SIRET;CP;Ville;Mail;Départements d'intervention\n{sheet.name};{make.SIRET};59000;Lille;neuf@cap.example;02\n"
    run = imported(regional, text, write=False)
    assert run.report["change"] == [
        [2, sheet.name, "Courriel : contact@conseil.example → neuf@cap.example · Départements d'intervention : Aisne"]
    ]
    assert imported(regional, text).counts["change"] == 1
    changed = provider(sheet.name)
    assert (changed.organisation.email, changed.departments) == ("neuf@cap.example", ["02", "59"])
    by_name = f"Nom;CP;Ville;Tél\n{sheet.name.upper()};59000;Lille;0320998877\n"
    assert imported(regional, by_name).counts["change"] == 1
    assert provider(sheet.name).organisation.phone == "03 20 99 88 77"
    other = f"Nom;SIRET;CP;Ville\n{sheet.name};{numbers.siret(88002)};59000;Lille\n"
    assert imported(regional, other).counts["create"] == 1  # the same name, another body


@pytest.mark.covers("EXT-902")
def test_an_organisation_known_without_a_sheet_gets_one_under_its_own_thread() -> None:
    of, regional = make.organisation("Relais Conseil", postcode="59000", city="Lille"), make.regional()
    assert imported(regional, "Nom;CP;Ville;TVA\nRelais Conseil;59000;Lille;Exonéré de TVA\n").counts["create"] == 1
    made = provider("Relais Conseil")
    assert (made.organisation_id, made.thread_id, made.vat) == (of.pk, of.thread_id, "exempt")


@pytest.mark.covers("EXT-902")
def test_bad_lines_are_numbered_and_mended_alone() -> None:
    regional = make.regional(("59",))
    sheet = make.full_sheet(make.organisation("Cap Sud", roles=("provider",), zone="31"))
    text = (
        "Nom;SIRET;CP;Ville;Mail\n"
        "Bon;;59000;Lille;bon@cap.example\n"
        "Court;123;59000;Lille;\n"
        "Loin;;31000;Toulouse;\n"
        f"{sheet.name};{make.SIRET};;;change@cap.example\n"
        "Bon;;59000;Lille;bis@cap.example\n"
        "Nulle part;;;;\n"
    )
    run = imported(regional, text)
    assert (run.state, run.counts["create"], run.counts["refused"]) == ("partial", 1, 5)
    said = reasons(run)
    assert sorted(said) == [3, 4, 5, 6, 7]
    assert "que vous ne tenez pas" in said[4]
    assert "Même prestataire que la ligne 2" in said[6]
    assert "donnez son code postal" in said[7]
    assert "le DLA de sa région modifie cette fiche" in said[5]
    rank = run.reading["titles"].index("SIRET")
    again = actions.mend_on_screen(actor=regional.actor, run=run, typed={(3, rank): numbers.siret(88003)})
    for step in (False, True):
        again = actions.work(actor=regional.actor, run=again, write=step, progress=lambda done: None)
    assert again.counts["create"] == 1
    assert provider("Court").zone == "59"


@pytest.mark.covers("EXT-902")
def test_a_title_of_one_s_own_table_is_understood() -> None:
    sheet, regional = make.full_sheet(), make.regional()
    mapping.TABLES.keep(
        actor=regional.actor, columns=[["name", "Intervenant agréé"], ["postcode", "Zone postale"], ["email", "Joindre"]], version=0
    )
    run = imported(regional, f"Intervenant agréé;Zone postale;Joindre\n{sheet.name};59000;joindre@cap.example\n")
    assert run.counts["change"] == 1
    assert provider(sheet.name).organisation.email == "joindre@cap.example"
