"""What a sheet says of an activity: territory, services, effects, levels and their dates; who reads it, who writes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cordee.actors.directory import actions
from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.actors.directory.completeness import completeness
from cordee.actors.directory.fields import IMPACTS
from cordee.actors.directory.figures import FIGURES
from cordee.actors.directory.models import ChangeRequest, Coverage, Organisation, Service
from cordee.actors.directory.presentation import page
from cordee.actors.directory.queries import capacities_on
from cordee.actors.directory.sheet import SHEET
from cordee.actors.territory.models import Department
from cordee.core.documents.registry import freeze
from cordee.core.edits import Stale
from cordee.core.lifecycle import advance
from tests import factories as make

pytestmark = pytest.mark.django_db


def again(structure: Organisation) -> Organisation:
    return Organisation.objects.for_system("test").select_related("thread").get(pk=structure.pk)


def covered(structure: Organisation, name: str, department: str = "15", kind: str = "canton") -> Coverage:
    values = {"kind": kind, "name": name, "department": Department.objects.get(code=department), "period": make.EVER}
    made: Coverage = children.add(actor=make.SYSTEM, kind=kinds["coverage"], organisation=structure, values=values)
    return made


# -- territory ---------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-005")
def test_cantons_cross_the_border_of_a_department_and_none_is_said_twice() -> None:
    structure = make.organisation(zone="59")
    covered(structure, "Maurs")
    covered(structure, "Entraigues", "12")
    assert [str(place) for _, places in page_of(structure)["coverage"] for place in places] == ["canton de Entraigues", "canton de Maurs"]
    with pytest.raises(ValidationError, match="déjà dans le territoire couvert"):
        covered(structure, "MAURS")
    with pytest.raises(IntegrityError, match="directory_coverage_name_once"), transaction.atomic():
        Coverage(organisation=structure, kind="canton", name="maurs", department=Department.objects.get(code="15"), period=make.EVER).save()


def page_of(structure: Organisation) -> dict[str, Any]:
    ines = make.officer("59").actor
    return page(again(structure), ines, capacities_on(ines, again(structure)))


@pytest.mark.covers("ORG-005")
def test_a_commune_says_its_department_and_a_canton_asks_for_it() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    address = f"/annuaire/{structure.public_id}/territoire/ajouter/"
    typed = {"kind": "canton", "name": "Maurs", "period_debut": "2026-01-01", "period_fin": ""}
    refused = ines.client.post(address, typed)
    assert refused.status_code == 422
    assert "Choisissez le département." in refused.content.decode()
    assert 'value="Maurs"' in refused.content.decode()
    cantal = str(Department.objects.get(code="15").pk)
    assert ines.client.post(address, typed | {"department": cantal}).status_code == 302
    commune = {"kind": "commune", "commune": "Lille (59000)", "commune_code": "59350", "period_debut": "2026-01-01", "period_fin": ""}
    assert ines.client.post(address, commune).status_code == 302
    rows = structure.coverage.order_by("id").values_list("kind", "department__code", "commune__code", "name")
    assert list(rows) == [("canton", "15", None, "Maurs"), ("commune", "59", "59350", "")]
    assert "canton de Maurs" in ines.client.get(structure.get_absolute_url()).content.decode().lower().replace("maurs", "Maurs")


@pytest.mark.covers("ORG-005", "ORG-904")
def test_the_structure_proposes_a_territory_and_its_dla_accepts() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    salome = make.director(of=structure)
    nord = str(Department.objects.get(code="59").pk)
    typed = {"kind": "other", "name": "Bassin minier", "department": nord, "period_debut": "2026-01-01", "period_fin": ""}
    assert salome.client.post(f"/annuaire/{structure.public_id}/territoire/ajouter/", typed).status_code == 302
    assert not structure.coverage.exists()
    advance(ChangeRequest.objects.for_system("test").get(), "accept", actor=ines.actor)
    assert [str(place) for place in structure.coverage.select_related("commune").order_by("id")] == ["Bassin minier"]


# -- services and effects --------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-009")
def test_services_come_from_a_nomenclature_and_two_savings_do_not_erase_each_other() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59").actor
    linen = list(Service.objects.for_system("test").filter(code="menage-linge"))
    garden = list(Service.objects.for_system("test").filter(code="jardins"))
    actions.edit_organisation(actor=ines, organisation=again(structure), values={"offers": linen, "clients": "b2c"}, version=1)
    actions.edit_organisation(actor=ines, organisation=again(structure), values={"offers": linen + garden}, version=2)
    with pytest.raises(Stale):
        actions.edit_organisation(actor=ines, organisation=again(structure), values={"offers": linen}, version=2)
    assert again(structure).said("offers") == ["jardins", "menage-linge"]
    families = {service.family for service in Service.objects.for_system("test").order_by("id")}
    assert families == {"households", "businesses", "people"}


@pytest.mark.covers("ORG-009", "ORG-904")
def test_a_proposal_of_services_reads_in_words_and_is_applied() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    salome = make.director(of=structure)
    chosen = list(Service.objects.for_system("test").filter(code__in=["appui-social", "recherche-emploi"]))
    change = actions.propose_change(actor=salome.actor, organisation=again(structure), values={"offers": chosen})
    assert change.changes == {"offers": [[], ["appui-social", "recherche-emploi"]]}
    assert "Appui social individualisé, Aide à la recherche d&#x27;emploi" in ines.client.get(change.get_absolute_url()).content.decode()
    advance(change, "accept", actor=ines.actor)
    assert again(structure).said("offers") == ["appui-social", "recherche-emploi"]


@pytest.mark.covers("ORG-020")
def test_each_effect_on_the_territory_has_its_field_and_a_section_left_empty_says_who_completes() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    salome = make.director(of=structure)
    empty = salome.client.get(structure.get_absolute_url()).content.decode()
    assert "Proposez-le à votre DLA avec « Proposer une modification »." in empty
    values = {name: f"Réponse {rank}" for rank, name in enumerate(IMPACTS)}
    actions.edit_organisation(actor=ines.actor, organisation=again(structure), values=values, version=1)
    shown = salome.client.get(structure.get_absolute_url()).content.decode()
    for rank in range(len(IMPACTS)):
        assert f"Réponse {rank}" in shown
    assert "Poids comme employeur du territoire" in shown


# -- levels and their dates --------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-015")
def test_a_digital_level_is_dated_and_the_former_one_stays_readable() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    first = {"digital_level": 1, "digital_level_on": date(2024, 3, 12)}
    actions.edit_organisation(actor=ines.actor, organisation=again(structure), values=first, version=1)
    actions.edit_organisation(actor=ines.actor, organisation=again(structure), values={"digital_level": 4}, version=2)
    sheet = again(structure)
    assert sheet.digital_level_on == timezone.localdate()
    shown = ines.client.get(structure.get_absolute_url()).content.decode()
    assert "auparavant très faible (12/03/2024)" in shown
    actions.edit_organisation(actor=ines.actor, organisation=sheet, values={"digital_level": None}, version=3)
    assert again(structure).digital_level_on is None
    with pytest.raises(IntegrityError, match="directory_org_digital_level"), transaction.atomic():
        Organisation.objects.for_system("test").filter(pk=structure.pk).update(digital_level_on=date(2024, 1, 1))


def test_a_date_without_a_level_and_a_date_to_come_are_refused_in_words() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    address = f"/annuaire/{structure.public_id}/modifier/"
    typed = {"name": structure.name, "version": "1", "digital_level_on": "2024-01-01"}
    assert "Choisissez d'abord le niveau" in ines.client.post(address, typed).content.decode().replace("&#x27;", "'")
    typed |= {"digital_level": "2", "digital_level_on": "2999-01-01"}
    assert "Cette date est à venir" in ines.client.post(address, typed).content.decode()


@pytest.mark.covers("ORG-017")
def test_how_the_accounts_are_kept_is_read_with_the_figures_and_never_by_a_network() -> None:
    structure = make.organisation(zone="59", analytical_accounting=False, accounting_level=2, accounting_required_by="DDTEFP de l'Isère")
    coorace = make.network("59")
    make.takes_part(coorace.organisation, structure.thread, "network")
    asked = "DDTEFP de l&#x27;Isère"
    assert asked in make.officer("59").client.get(structure.get_absolute_url()).content.decode()
    answer = coorace.client.get(structure.get_absolute_url())
    assert answer.status_code == 200
    assert asked not in answer.content.decode()
    assert "Comptabilité analytique" not in answer.content.decode()
    ines = make.officer("59").actor
    assert asked.replace("&#x27;", "'") in str(freeze(FIGURES.code, again(structure), ines))
    assert "DDTEFP" not in str(freeze(SHEET.code, again(structure), ines))
    assert "network" not in FIGURES.audience


# -- networks -----------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-012")
def test_not_federated_is_said_and_contradicts_no_tie_in_force() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    actions.edit_organisation(
        actor=ines.actor, organisation=again(structure), values={"federated": False, "business_networks": "Club des Rives"}, version=1
    )
    shown = ines.client.get(structure.get_absolute_url()).content.decode()
    assert "Adhère à un réseau" in shown
    assert "Club des Rives" in shown
    network = make.organisation("Réseau", zone="00", roles=("network",))
    tie = {"kind": "member", "target": network, "period": make.EVER}
    children.add(actor=ines.actor, kind=kinds["tie"], organisation=again(structure), values=tie)
    typed = {"name": structure.name, "version": "2", "federated": "non"}
    answer = ines.client.post(f"/annuaire/{structure.public_id}/modifier/", typed)
    assert "La fiche porte une adhésion en cours" in answer.content.decode()


# -- what is missing -----------------------------------------------------------------------------------------------------------
def test_what_is_missing_is_named_with_the_screen_that_writes_it() -> None:
    structure, ines = make.organisation(zone="59"), make.officer("59")
    before = page_of(structure)["completeness"]
    words = {item.words: item.url for item in before.missing}
    last = timezone.localdate().year - 1
    assert words[f"chiffres de {last}"] == f"/annuaire/{structure.public_id}/annees/ajouter/"
    assert words["territoire couvert"] == f"/annuaire/{structure.public_id}/territoire/ajouter/"
    make.figures(structure, last)
    covered(structure, "Maurs")
    actions.edit_organisation(actor=ines.actor, organisation=again(structure), values={"phone": "0320112233"}, version=1)
    after = page_of(structure)["completeness"]
    assert after.done == before.done + 3
    for address in {item.url.partition("#")[0] for item in after.missing}:
        assert ines.client.get(address).status_code == 200


def test_a_structure_is_led_to_propose_only_what_it_may() -> None:
    structure = make.organisation(zone="59")
    salome = make.director(of=structure).actor
    shown = page(again(structure), salome, capacities_on(salome, again(structure)))
    links = {item.words: item.url for item in completeness(structure, shown, keeper=False).missing}
    assert links["forme juridique"] == ""
    assert links["téléphone"] == f"/annuaire/{structure.public_id}/proposer/#id_phone"


# -- workshops -----------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-008")
def test_the_database_itself_refuses_shares_that_do_not_total_100() -> None:
    figures = make.figures(make.organisation(zone="59"), 2025)
    figures.workshops.create(name="Maquettes", turnover_share=Decimal(50), demand="one_off")
    with pytest.raises(IntegrityError, match="total 50"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    figures.workshops.create(name="Couture", turnover_share=Decimal(50), demand="regular")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# -- sorts of structures --------------------------------------------------------------------------------------------------------
@pytest.mark.covers("ORG-001", "ORG-002")
def test_an_officer_records_each_type_of_insertion_structure_on_screen_and_the_list_finds_it(db: None) -> None:
    ines, sheet = make.officer("59"), make.organisation("Ensemblier des Rives")
    for type_ in ("ai", "aci", "ei", "etti", "eiti", "geiq"):
        typed = {"type": type_, "period_debut": "2024-01-01", "period_fin": ""}
        assert ines.client.post(f"{sheet.get_absolute_url()}conventionnements/ajouter/", typed).status_code == 302, type_
        assert sheet.name in ines.client.get(f"/annuaire/?type={type_}").content.decode()
    assert set(sheet.agreements.values_list("type", flat=True)) == {"ai", "aci", "ei", "etti", "eiti", "geiq"}


@pytest.mark.covers("ORG-001")
@pytest.mark.parametrize(
    ("legal_form", "esus", "said"),
    [("association", "", "Association"), ("cooperative", "", "Coopérative (Scop, Scic)"), ("company", "on", "ESUS (entreprise solidaire")],
)
def test_a_structure_of_the_social_economy_that_holds_no_agreement_has_its_sheet(db: None, legal_form: str, esus: str, said: str) -> None:
    ines = make.officer("59")
    new = {"name": "Hors insertion", "role": "beneficiary", "commune": "Lille (59000)", "commune_code": "59350", "legal_form": legal_form}
    made = ines.client.post("/annuaire/ajouter/", new | ({"esus": esus} if esus else {}))
    assert made.status_code == 302, made.content.decode()[-2000:]
    assert said in ines.client.get(made.headers["Location"]).content.decode()
