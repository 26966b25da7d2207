"""Nobody judges its own house: a DLA that is also a provider, a reader who only looks, a rival who came in before."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.accounts.actions import open_participation
from cordee.actors.directory.models import Organisation
from cordee.actors.providers import actions, policies
from cordee.actors.providers.models import Provider, Shortlist
from cordee.actors.providers.search import actions as search
from cordee.actors.providers.search.conflicts import conflicts_of
from cordee.core.access import Refused
from cordee.core.journal import recent
from cordee.core.lifecycle import advance, offers
from tests import factories as make
from tests.actors.partners.scene import committee, seat
from tests.actors.providers.search.making import provider as listed
from tests.factories import Someone

pytestmark = pytest.mark.usefixtures("db")
TODAY = timezone.localdate()
NEED = "Revoir ses tarifs."


def opened(by: Someone, structure: Organisation, one: Provider, **more: Any) -> Shortlist:
    values = {"need": NEED, "theme": None, "shared": True} | more
    return search.open_shortlist(actor=by.actor, structure=structure, values=values, choices=[(one, "Connaît le bassin")])


# -- one's own sheet ----------------------------------------------------------------------------------------------------
def test_a_regional_dla_that_is_itself_a_provider_does_not_judge_its_own_sheet() -> None:
    house = make.regional()
    own, other = make.full_sheet(house.organisation), make.regional()
    for act, data in (("verify", None), ("withdraw", {"reason": "x"})):
        with pytest.raises(Refused) as refused:
            advance(own, act, actor=house.actor, data=data)
        assert refused.value.refusal is policies.OWN_SHEET, act
    with pytest.raises(Refused, match="votre propre organisation"):
        actions.suspend(actor=house.actor, provider=own, reason="x", since=TODAY, until=None)
    advance(own, "verify", actor=other.actor)
    for act in ("evaluate", "keep", "modify"):
        offer = next(offer for offer in offers(own, house.actor) if offer.name == act)
        assert offer.refusal is policies.OWN_SHEET, act
    assert policies.may_write(house.actor, own, "presentation") is None, "it still fills it"


def test_the_operator_of_the_territory_is_set_aside_for_its_structures() -> None:
    """It accompanies the structure and chooses for it: it is not paid to work there."""
    ines = make.officer()
    own = listed("DLA prestataire")
    make.mandate(own.organisation, "59")
    far = listed("DLA de l'Aisne", departments=("59",))
    make.mandate(far.organisation, "02")
    structure = make.organisation("La Fabrique des Rives")
    assert conflicts_of(structure).get(own.organisation_id) == "porte le DLA de ce territoire"
    assert far.organisation_id not in conflicts_of(structure)
    with pytest.raises(Refused, match="porte le DLA de ce territoire"):
        opened(ines, structure, own)


# -- committees of a department, structures of its basins ------------------------------------------------------------------
def test_a_member_of_the_committee_of_the_department_is_set_aside_in_its_basins_too() -> None:
    ines = make.officer()
    made, one = committee(ines), listed("Premier")
    seat(ines, made, one.organisation)
    make.basin("59-lille", "59350")
    structure = make.organisation("Atelier du bassin", zone="59-lille")
    assert conflicts_of(structure).get(one.organisation_id) == "membre du comité d'appui"


# -- who only looks -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("section", ["identity", "presentation", "offer", "areas", "people", "rates", "papers", "bank"])
def test_a_reader_of_the_organisation_reads_its_sheet_and_writes_nothing(section: str) -> None:
    sheet = make.full_sheet()
    auditor = make.person(sheet.organisation, "controller")
    assert auditor.client.get(sheet.get_absolute_url()).status_code == 200
    assert policies.may_write(auditor.actor, sheet, section) is not None
    assert policies.may_confirm(auditor.actor, sheet) is not None
    assert auditor.client.post(f"{sheet.get_absolute_url()}a-jour/").status_code == 404


# -- a rival that came in before ------------------------------------------------------------------------------------------
def test_a_provider_that_took_part_before_the_sheet_became_one_hears_nothing_of_the_register() -> None:
    officer, rival = make.officer(), make.provider()
    structure = make.organisation("Atelier du Pévèle")
    open_participation(actor=officer.actor, organisation=structure, whom=rival.organisation, capacity="provider")
    sheet = make.full_sheet(structure)
    advance(sheet, "verify", actor=make.regional().actor)
    advance(sheet, "evaluate", actor=officer.actor, data={"summary": "Très bon travail", "fact_on": TODAY.isoformat()})
    assert "Très bon travail" not in " ".join(line.detail for line in recent(rival.actor, 50))
    page = make.read(rival.client, structure.get_absolute_url())[1].decode()
    assert "Très bon travail" not in page
    own = make.provider(of=structure)
    assert "Très bon travail" in own.client.get(sheet.get_absolute_url()).content.decode()


# -- withdrawn ----------------------------------------------------------------------------------------------------------
def test_a_withdrawn_sheet_is_not_said_to_be_up_to_date() -> None:
    sheet, regional = make.full_sheet(), make.regional()
    own = make.provider(of=sheet.organisation)
    advance(sheet, "withdraw", actor=regional.actor, data={"reason": "Cessation."})
    for someone in (own, regional):
        assert policies.may_confirm(someone.actor, sheet) is policies.WITHDRAWN
        assert someone.client.post(f"{sheet.get_absolute_url()}a-jour/").status_code == 404


# -- shortlists ---------------------------------------------------------------------------------------------------------
def test_a_forged_operation_of_someone_elses_shortlist_is_refused_in_french() -> None:
    ines, paul = make.officer(), make.officer("62")
    one, mine, theirs = listed("Premier", departments=("59", "62")), make.organisation("Rives"), make.organisation("Loin", zone="62")
    kept = opened(paul, theirs, one, shared=False)
    typed = {"p": [str(one.public_id)], "need": NEED, f"raison_{one.public_id.hex}": "Oui", "operation": str(kept.public_id)}
    answer = ines.client.post(f"/annuaire/prestataires/pour/{mine.public_id}/garder/", typed)
    assert answer.status_code == 422
    assert "Votre saisie est conservée" in answer.content.decode()
    assert Shortlist.objects.for_system("test").count() == 1


def test_a_colleague_changes_a_shared_shortlist_and_does_not_take_it_from_the_others() -> None:
    team, structure, one = make.operator("59"), make.organisation("Rives"), listed("Premier")
    ines, paul = make.officer(of=team), make.officer(of=team)
    kept = opened(ines, structure, one)
    page = paul.client.post(f"{kept.get_absolute_url()}modifier/", {"need": "Autre besoin.", "version": kept.version})
    assert page.status_code == 422
    assert "ouverte par" in page.content.decode()
    changed = paul.client.post(f"{kept.get_absolute_url()}modifier/", {"need": "Autre besoin.", "shared": "on", "version": kept.version})
    assert changed.status_code == 302
    kept.refresh_from_db()
    assert (kept.need, kept.shared) == ("Autre besoin.", True)
    assert ines.client.post(f"{kept.get_absolute_url()}modifier/", {"need": NEED, "version": kept.version}).status_code == 302
    assert not Shortlist.objects.visible_to(paul.actor).exists()


# -- support ------------------------------------------------------------------------------------------------------------
def test_in_support_nobody_moves_a_sheet_nor_gives_an_account_number() -> None:
    sheet, regional = make.full_sheet(), make.regional()
    own = make.provider(of=sheet.organisation)
    for someone, rules in (
        (regional, [policies.may_verify, policies.may_evolve, policies.may_withdraw, policies.may_suspend]),
        (own, [policies.may_confirm, policies.may_write_bank]),
    ):
        helped = replace(someone.actor, on_behalf_of=someone.user.pk)
        assert {rule(helped, sheet).code for rule in rules} == {"support"}  # type: ignore[operator]


# -- identity -----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("PRO-903")
def test_the_reason_of_a_second_sheet_of_one_siret_is_kept_when_the_number_comes_later() -> None:
    make.organisation("Conseil du Port", roles=("provider",), siret=make.SIRET)
    sheet, regional = make.register(), make.regional()
    url = f"{sheet.get_absolute_url()}modifier/identity/"
    seen = Organisation.objects.for_system("test").get(pk=sheet.organisation_id).version
    typed = {"siret": make.SIRET, "version": sheet.version, "seen": seen, "why_twice": "Second lieu, à Roubaix"}
    assert regional.client.post(url, typed | {"why_twice": ""}).status_code == 422
    assert regional.client.post(url, typed).status_code == 302
    assert "Second lieu, à Roubaix" in regional.client.get(sheet.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="déjà celui de"):
        actions.spot(actor=make.officer().actor, name="Encore un", zone="59", siret=make.SIRET, operation=uuid.uuid4())
