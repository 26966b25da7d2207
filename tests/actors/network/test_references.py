"""The reference data: whole, sourced, corrected without losing what was read, uncertain figures said as such."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cordee.actors.network.actions import references as verbs
from cordee.actors.network.kinds import KINDS
from cordee.actors.network.models import Edition, Entry
from cordee.actors.network.queries.references import in_force, taggable
from cordee.core.access import Refused
from tests import factories as make

TODAY = timezone.localdate()
GUIDE = "Guide à destination des prestataires DLA en Nord – Pas-de-Calais, C2RA"


def titles(kind: str, **more: Any) -> list[str]:
    return [edition.title for edition in in_force(kind, **more)]


def one(kind: str, code: str) -> Edition:
    found: Edition = in_force(kind).get(entry__code=code)
    return found


def figure(by: Any = make.SYSTEM, **values: Any) -> Entry:
    given = {"title": "Essai", "value": "12.00", "unit": "DLA", "source": "Une étude", "year": 2020} | values
    return verbs.add_entry(actor=by, kind="figure", values=given, since=date(2021, 1, 1))


@pytest.mark.covers("GOV-001", "GOV-017", "GOV-025", "GOV-032", "GOV-034")
def test_the_scheme_is_told_whole_in_its_order(db: None) -> None:
    assert titles("aim")[0] == "Accompagner les structures de l'économie sociale et solidaire créatrices d'emplois"
    counted = {kind: len(titles(kind)) for kind in ("objective", "principle", "function", "motive", "partner", "mission")}
    assert counted == {"objective": 8, "principle": 6, "function": 7, "motive": 3, "partner": 3, "mission": 4}
    assert titles("objective")[3] == "Favoriser la création et la pérennité des emplois"
    assert [e.position for e in in_force("objective")] == list(range(1, 9))
    assert {e.source for e in in_force("objective")} == {GUIDE}
    assert titles("target")[:4] == [
        "Petites et moyennes associations employeuses",
        "Structures d'insertion par l'activité économique (SIAE)",
        "Entreprises sociales agréées ESUS",
        "Coopératives à finalité sociale créatrices d'emplois",
    ]
    assert "concertation" in one("principle", "integree").text


@pytest.mark.covers("GOV-002", "GOV-013", "GOV-016", "EXT-008")
def test_figures_bear_value_unit_source_and_year_and_the_uncertain_one_is_said_so(db: None) -> None:
    known = {e.entry.code: (e.figure.replace("\u202f", " ").replace("\u00a0", " "), e.year) for e in in_force("figure")}
    assert known["dla-departementaux"] == ("103 DLA", 2021)
    assert (known["dla-regionaux"][0], known["centres-de-ressources"][0]) == ("17 DLA régionaux", "6 centres")
    assert known["structures-2019"] == ("62 000 structures", 2019)
    assert known["emplois-2019"] == ("810 000 emplois", 2019)
    assert known["iae-basse-normandie"] == ("70 accompagnements", 2009)
    for code in ("associations-2019", "satisfaction-2019"):
        assert known[code][0] == "95 % ou 95,9 % (lecture incertaine)"
        assert one("figure", code).value is None, "there is nothing to reckon with"
    assert all(e.source and e.year for e in in_force("figure"))
    html = make.director().client.get("/reseau/reperes/?nature=figure").content.decode()
    assert "95 % ou 95,9 % (lecture incertaine)" in html


@pytest.mark.covers("GOV-013")
def test_the_base_refuses_a_figure_without_source_and_an_uncertain_value(db: None) -> None:
    with pytest.raises(ValidationError, match="Un chiffre porte toujours sa source et son année"):
        figure(source="")
    with pytest.raises(ValidationError, match="Une lecture incertaine n'a pas de valeur"):
        figure(certainty="uncertain")
    edition = figure().editions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.for_system("test").filter(pk=edition.pk).update(certainty="uncertain")


@pytest.mark.covers("GOV-004", "GOV-005", "GOV-006", "GOV-007")
def test_the_national_level_and_the_resource_centres(db: None) -> None:
    assert "créée en 2002" in one("level", "national").text
    assert "animation, de valorisation et d'appui au pilotage" in one("level", "national").text
    assert "depuis 2012" in one("level", "cr-dla-iae").text
    cnar = one("level", "cnar-iae")
    for network in ("COORACE", "Tissons la Solidarité", "Réseau Cocagne", "FNARS", "CNCE GEIQ", "CHANTIER école", "CNLRQ"):
        assert network in cnar.text
    assert "opérateur délégué" in cnar.text
    assert titles("mission")[1] == "Observer, analyser, évaluer et renforcer"


@pytest.mark.covers("GOV-039", "GOV-040", "GOV-041", "GOV-042", "GOV-043", "EXT-001", "EXT-002", "EXT-003", "EXT-004", "EXT-005", "EXT-012")
def test_context_and_programmes_are_records_with_a_period_and_a_carrier(db: None) -> None:
    assert "Trois axes" in one("context", "instruction-2008").text
    assert "projets d'insertion" in one("context", "circulaire-2008").text
    assert one("context", "exonerations-etti").about.lower == date(2005, 7, 1)
    appeal = one("context", "appel-fdi")
    assert appeal.about_last == date(2020, 12, 31)
    assert "du 01/09/2020 au 31/12/2020" in make.director().client.get(appeal.entry.get_absolute_url()).content.decode()
    assert "68 %" in one("context", "crise-sanitaire").text
    assert "notamment numérique" in one("context", "appel-fdi").text
    assert one("context", "aides-regionales").carrier == "Région Hauts-de-France"
    codes = {edition.entry.code for edition in in_force("programme")}
    assert codes >= {
        "marche-inclusion",
        "ess-2024",
        "enee",
        "fdi",
        "iness",
        "cele",
        "dla-performance-2019",
        "french-impact",
        "cie",
        "dgefp",
    }
    assert one("programme", "marche-inclusion").link == "https://lemarche.inclusion.gouv.fr"


@pytest.mark.covers("EXT-903")
def test_programmes_and_context_tag_motives_and_funding(db: None) -> None:
    motives, fundings = ({e.entry.code for e in taggable(purpose)} for purpose in ("motive", "funding"))
    assert {"circulaire-2008", "crise-sanitaire", "consolider", "marche-inclusion"} <= motives
    assert {"fdi", "iness", "cele"} <= fundings
    assert "iness" not in motives


def test_a_correction_opens_an_edition_and_the_former_stays_readable(db: None) -> None:
    entry, by = figure(), make.national()
    made = verbs.correct_entry(
        actor=by.actor, entry=entry, values={"value": "13.00", "title": "Essai", "source": "Une autre", "year": 2024},
        since=date(2025, 1, 1), reason="Étude plus récente", seen=1,
    )  # fmt: skip
    former = entry.editions.get(number=1)
    assert (made.number, former.until, former.value, made.author_label) == (2, date(2025, 1, 1), 12, by.actor.label)
    assert [e.number for e in in_force("figure", date(2022, 1, 1)).filter(entry=entry)] == [1]
    assert [e.number for e in in_force("figure").filter(entry=entry)] == [2]
    page = make.director().client.get(entry.get_absolute_url()).content.decode()
    assert "Éditions d'avant" in page
    assert "Étude plus récente" in page
    with pytest.raises(Refused, match="choisissez ce jour ou un jour suivant"):
        verbs.correct_entry(actor=by.actor, entry=entry, values={"title": "Autre"}, since=date(2024, 6, 1), reason="x", seen=2)


def test_two_corrections_of_one_day_leave_one_in_force_and_one_readable(db: None) -> None:
    entry = figure()
    for number, title in ((1, "Deux"), (2, "Trois")):
        verbs.correct_entry(
            actor=make.SYSTEM, entry=entry, values={"title": title}, since=TODAY, reason="Faute de frappe", seen=number
        )  # fmt: skip
    assert [(e.number, e.title) for e in in_force("figure").filter(entry=entry)] == [(3, "Trois")]
    assert list(entry.editions.order_by("number").values_list("title", flat=True)) == ["Essai", "Deux", "Trois"]


def test_two_referents_at_the_same_second_and_the_second_reads_again(own_db: Any) -> None:
    entry, by = figure(), make.national().actor

    def attempt(title: str) -> str:
        try:
            verbs.correct_entry(actor=by, entry=entry, values={"title": title}, since=TODAY, reason="x", seen=1)
        except Refused as refused:
            return refused.refusal.code
        return "done"

    assert sorted(own_db.together(lambda: attempt("Un"), lambda: attempt("Deux"))) == ["done", "stale"]
    assert entry.editions.count() == 2


def test_an_end_is_dated_a_correction_brings_back_and_what_is_not_changed_is_refused(db: None) -> None:
    entry, by = figure(), make.national().actor
    with pytest.raises(Refused, match="Rien n'a changé"):
        verbs.correct_entry(actor=by, entry=entry, values={"title": "Essai"}, since=TODAY, reason="x", seen=1)
    verbs.retire_entry(actor=by, entry=entry, on=TODAY, reason="Périmé", seen=1)
    assert not in_force("figure").filter(entry=entry).exists()
    assert "n'est plus en vigueur" in make.director().client.get(entry.get_absolute_url()).content.decode()
    verbs.correct_entry(actor=by, entry=entry, values={"title": "Essai"}, since=TODAY, reason="Rétabli", seen=1)
    assert in_force("figure").filter(entry=entry).exists()


def test_referents_keep_and_everybody_reads(db: None) -> None:
    for someone in (make.officer(), make.regional(), make.director(), make.funder()):
        with pytest.raises(Refused, match="tenus par l'opérateur national"):
            figure(by=someone.actor)
        page = someone.client.get("/reseau/reperes/").content.decode()
        assert all(kind.title in page for kind in KINDS if kind.code != "initiative")
        assert "Ajouter un chiffre" not in page
    assert "Ajouter un chiffre" in make.national().client.get("/reseau/reperes/").content.decode()


def test_the_screen_refuses_in_french_keeps_what_was_typed_then_saves_once(db: None) -> None:
    julien, operation = make.national(), str(uuid.uuid4())
    body = {"title": "DLA en 2030", "value": "104", "unit": "DLA", "certainty": "certain", "since": "2026-01-01", "operation": operation}
    refused = julien.client.post("/reseau/reperes/ajouter/figure/", body)
    assert refused.status_code == 422
    assert "Un chiffre porte toujours sa source et son année. Votre saisie est conservée." in refused.content.decode()
    assert 'value="DLA en 2030"' in refused.content.decode()
    whole = body | {"source": "Bilan", "year": "2030"}
    for _ in range(2):
        assert julien.client.post("/reseau/reperes/ajouter/figure/", whole).status_code == 302
    entry = Entry.objects.for_system("test").get(editions__title="DLA en 2030")
    odd = julien.client.post(f"/reseau/reperes/{entry.public_id}/corriger/", whole | {"version": "7", "reason": "x", "title": "Autre"})
    assert "a corrigé ce repère entre-temps" in odd.content.decode()
    assert 'value="Autre"' in odd.content.decode()
    missing = julien.client.post(f"/reseau/reperes/{entry.public_id}/corriger/", whole | {"version": "1", "title": "Autre", "reason": ""})
    assert "Indiquez le motif" in missing.content.decode()
    done = julien.client.post(f"/reseau/reperes/{entry.public_id}/corriger/", whole | {"version": "1", "title": "Autre", "reason": "Titre"})
    assert done.status_code == 302
    ended = julien.client.post(
        f"/reseau/reperes/{entry.public_id}/terminer/", {"version": "2", "on": TODAY.isoformat(), "reason": "Périmé"}
    )
    assert ended.status_code == 302


@pytest.mark.covers("GOV-044")
def test_who_supports_an_initiative_is_not_always_who_carries_it(db: None) -> None:
    julien, avise, ecole = (
        make.national(),
        make.operator("00", "Avise Essai"),
        make.organisation("Chantier Essai", zone="00", roles=("network",)),
    )
    entry = verbs.add_entry(actor=julien.actor, kind="initiative", values={"title": "Action collective"}, since=TODAY)
    for organisation, part in ((avise, "carrier"), (ecole, "supporter"), (avise, "supporter")):
        answer = julien.client.post(f"/reseau/reperes/{entry.public_id}/organismes/", {"organisation": organisation.name, "part": part})
        assert answer.status_code == 302
    again = julien.client.post(f"/reseau/reperes/{entry.public_id}/organismes/", {"organisation": avise.name, "part": "carrier"})
    assert "déjà noté à ce titre" in again.content.decode()
    page = make.director().client.get(entry.get_absolute_url()).content.decode()
    assert page.index("Porte") < page.index("Avise Essai") < page.index("Soutient") < page.index("Chantier Essai")
    body = entry.bodies.get(organisation=ecole)
    assert julien.client.post(f"/reseau/reperes/{entry.public_id}/organismes/{body.public_id}/retirer/").status_code == 302
    assert entry.bodies.filter(part="supporter").get().organisation == avise
    with pytest.raises(Refused, match="Seule une initiative"):
        verbs.add_body(actor=julien.actor, entry=one("figure", "structures-2019").entry, organisation=avise, part="carrier")
