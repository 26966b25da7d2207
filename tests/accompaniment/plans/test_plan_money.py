"""Who pays for an action, what a structure gives in kind, what followed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.accompaniment.plans import actions, presentation, queries
from cordee.accompaniment.plans.models import Effect, Effort, Funding
from cordee.actors.directory.models import Organisation, Sector
from cordee.actors.partners.actions import propose_contribution
from cordee.actors.partners.models import Contribution
from cordee.actors.territory.models import Department
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.lifecycle import advance
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.plans import drawing


def contributed(nord: scene.Nord, partner: Organisation, form: str, amount: str = "10000.00", **target: Any) -> Contribution:
    values = {
        "contributor": partner, "form": form, "amount": Decimal(amount), "description": "", "sector": None, "department": None,
        "epci": None, "policy": "", "period": DateRange(today() - timedelta(days=5), None), **target,
    }  # fmt: skip
    contribution = propose_contribution(actor=nord.people["officer"].actor, operator=nord.operator, values=values)
    advance(contribution, "agree", actor=nord.people["officer"].actor)
    return contribution


@pytest.mark.covers("WE-11.1", "GOV-033")
def test_money_earmarked_for_another_target_is_not_engaged(db: None) -> None:
    nord = scene.Nord()
    plan = drawing.drawn(nord.case("shared"))
    mission, officer = drawing.engineering(plan), nord.people["officer"].actor
    elsewhere = make.organisation("Département de l'Aisne", roles=("authority",))
    contributed(nord, elsewhere, "earmarked", department=Department.objects.get(code="02"))
    with pytest.raises(Refused, match=r"fléché vers .*Aisne.* : La Fabrique des Rives n'y est pas"):
        actions.fund(actor=officer, action=mission, kind="cofunding", amount=Decimal(1000), organisation=elsewhere)
    other_sector = make.organisation("Fondation des champs", roles=("foundation",))
    contributed(nord, other_sector, "earmarked", sector=Sector.objects.get(code="maraichage"))
    with pytest.raises(Refused, match=r"fléché vers le secteur"):
        actions.fund(actor=officer, action=mission, kind="cofunding", amount=Decimal(1000), organisation=other_sector)
    here = make.organisation("Ville des Rives", roles=("authority",))
    kept = contributed(nord, here, "budget", "3000.00")
    funding = actions.fund(actor=officer, action=mission, kind="cofunding", amount=Decimal(2500), organisation=here)
    assert (funding.contribution, queries.left_of(kept)) == (kept, Decimal("500.00"))
    second = drawing.engineering(plan, title="Former à la vente")
    with pytest.raises(Refused, match=r"n'a plus que 500,00"):
        actions.fund(actor=officer, action=second, kind="cofunding", amount=Decimal(501), organisation=here)
    actions.unfund(actor=officer, funding=funding)
    assert actions.fund(actor=officer, action=second, kind="cofunding", amount=Decimal(501), organisation=here).pk


def test_who_pays_is_named_once_and_what_is_left_to_find_is_said(db: None) -> None:
    nord = scene.Nord()
    plan = drawing.drawn(nord.case("shared"))
    mission, officer = drawing.engineering(plan), nord.people["officer"].actor
    actions.fund(actor=officer, action=mission, kind="fund", amount=Decimal(4000))
    network = nord.people["network"].organisation
    actions.fund(actor=officer, action=mission, kind="programme", amount=Decimal(1000), organisation=network)
    with pytest.raises(ValidationError, match="déjà noté"):
        actions.fund(actor=officer, action=mission, kind="fund", amount=Decimal(10))
    with pytest.raises(ValidationError, match="est nommé"):
        actions.fund(actor=officer, action=mission, kind="cofunding", amount=Decimal(10))
    with pytest.raises(ValidationError, match="supérieur à zéro"):
        actions.fund(actor=officer, action=mission, kind="programme", amount=Decimal(0), organisation=nord.people["funder"].organisation)
    told = presentation.money(list(queries.actions_of(plan).prefetch_related("fundings")))
    assert (told["cost"], told["fund"], told["programme"], told["left"]) == (6500, 4000, 1000, 1500)
    for who in ("structure", "network", "officer_elsewhere"):
        with pytest.raises(Refused):
            actions.fund(actor=nord.people[who].actor, action=mission, kind="fund", amount=Decimal(10))
    assert Funding.objects.for_system("test").count() == 2


@pytest.mark.covers("DLA-903")
def test_what_proves_an_action_is_a_file_of_its_dossier(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("under_way")
    action = queries.open_actions(case)[0]
    upload = SimpleUploadedFile("attestation.txt", b"Attestation de formation")
    file = actions.join_evidence(actor=nord.people["structure"].actor, action=action, upload=upload, label="Attestation")
    assert (list(action.evidence.order_by("id")), file.thread_id) == ([file], case.thread_id)
    with pytest.raises(Refused):
        actions.join_evidence(actor=nord.people["network"].actor, action=action, upload=upload, label="Attestation")


@pytest.mark.covers("FIN-010", "FIN-904", "DLA-021")
def test_what_a_structure_gives_is_an_effort_with_its_value_and_never_cash(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("under_way")
    director, officer = nord.people["structure"].actor, nord.people["officer"].actor
    time = {"nature": "time", "quantity": Decimal("2.5"), "rate": Decimal("180.00"), "on": today(), "note": "Ateliers"}
    actions.note_effort(actor=director, case=case, organisation=nord.structure, values=time)
    travel = {"nature": "travel", "quantity": Decimal(120), "rate": None, "on": today(), "note": ""}
    actions.note_effort(actor=officer, case=case, organisation=nord.structure, values=travel)
    told = presentation.given(list(Effort.objects.visible_to(director).order_by("id")))
    assert (told["given_days"], told["given_km"], told["given_value"]) == (Decimal("2.5"), 120, Decimal("450.00"))
    plan = queries.plan_of(case)
    assert plan
    money = presentation.money(list(queries.actions_of(plan).prefetch_related("fundings")))
    assert (money["cost"], money["found"]) == (0, 0), "an effort is no money of the plan"
    with pytest.raises(ValidationError, match="supérieure à zéro"):
        actions.note_effort(actor=director, case=case, organisation=nord.structure, values=time | {"quantity": Decimal(0)})
    for who in ("network", "provider", "structure_elsewhere"):
        with pytest.raises(Refused):
            actions.note_effort(actor=nord.people[who].actor, case=case, organisation=nord.structure, values=time)
        assert not Effort.objects.visible_to(nord.people[who].actor).exists()
    other = nord.people["structure_elsewhere"].organisation
    with pytest.raises(Refused, match="dans ce dossier"):
        actions.note_effort(actor=officer, case=case, organisation=other, values=time)


@pytest.mark.covers("GOV-030", "GOV-031")
def test_what_followed_an_accompaniment_is_told_even_after_its_end(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("closed")
    officer, director = nord.people["officer"].actor, nord.people["structure"].actor
    blank = {"partner": None, "partner_name": "", "amount": None, "on": today(), "note": ""}

    def note(actor: Any, **said: Any) -> Effect:
        return actions.note_effect(actor=actor, case=case, organisation=nord.structure, values=blank | said)

    with pytest.raises(ValidationError, match="indiquez lequel"):
        note(officer, kind="partnership")
    with pytest.raises(ValidationError, match="a un montant"):
        note(officer, kind="loan", partner_name="Une banque")
    with pytest.raises(ValidationError, match="dites ce qui a été constaté"):
        note(officer, kind="needs")
    with pytest.raises(ValidationError, match="sans partenaire ni montant"):
        note(officer, kind="territory", note="Deux villages desservis.", amount=Decimal(10))
    note(officer, kind="partnership", partner=nord.people["network"].organisation)
    note(director, kind="grant", partner_name="Une commune", amount=Decimal(5000))
    note(officer, kind="loan", partner_name="Une banque", amount=Decimal(20000))
    note(officer, kind="exchange", partner_name="Un club d'entreprises")
    for kind in Effect.EXPECTED:
        note(director, kind=kind, note="Constaté en réunion.")
    assert {e.kind for e in Effect.objects.visible_to(officer).order_by("id")} == set(Effect.Kind.values)
    assert [e.is_leverage for e in Effect.objects.visible_to(officer).order_by("id")] == [True] * 4 + [False] * 3
    for who in ("provider", "structure_elsewhere", "officer_elsewhere", "controller"):
        with pytest.raises(Refused):
            note(nord.people[who].actor, kind="exchange", partner_name="Un club")
