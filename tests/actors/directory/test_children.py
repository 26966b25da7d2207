"""Children of a sheet: one mechanism for sites, names, ties, agreements, roles and mandates. Written, proposed, refused, told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.children import actions as verbs
from cordee.actors.directory.children import kinds, proposals
from cordee.actors.directory.models import Agreement, ChangeRequest, Organisation, Role, Site, Tie
from cordee.core.access import Refused
from cordee.core.corrections import correct
from cordee.core.edits import draft_of, keep_draft
from cordee.core.journal import events_of, fil
from cordee.core.lifecycle import advance
from cordee.core.verbs import sentence_of
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import EVER, Someone

TODAY = timezone.localdate


class Town:
    def __init__(self) -> None:
        self.astre = make.organisation("ASTRE")
        self.ines: Someone = make.officer(of=make.operator("59", "DLA du Nord"), name="Lanterne")
        self.director: Someone = make.director(self.astre, name="Estran")

    def url(self, code: str, act: str, child: Any = None) -> str:
        where = f"/annuaire/{self.astre.public_id}/{kinds[code].path}/"
        return where + {"add": "ajouter/"}.get(act, f"{getattr(child, 'public_id', '')}/{act}/")

    def told(self) -> list[tuple[str, str]]:
        lines, _ = fil(self.astre.thread, self.ines.actor)
        return [(line.sentence, line.detail) for line in lines]


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.mark.covers("ORG-004")
def test_sites_are_added_changed_ended_and_told(town: Town) -> None:
    """ASTRE: the seat, two antennas and three permanences, each with its dates."""
    typed = {"kind": "antenna", "name": "Antenne de Valognes", "period_debut": "2008-01-01", "period_fin": ""}
    answer = town.ines.client.post(town.url("site", "add"), typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{town.astre.get_absolute_url()}#lieux")
    site = Site.objects.for_system("test").get()
    change = town.url("site", "modifier", site)
    assert "Antenne de Valognes" in town.ines.client.get(change).content.decode()
    assert town.ines.client.post(change, typed | {"name": "Antenne de Carentan", "version": "1"}).status_code == 302
    assert town.ines.client.post(town.url("site", "terminer", site), {"on": "2020-12-31"}).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.version, site.period) == ("Antenne de Carentan", 3, DateRange(date(2008, 1, 1), date(2021, 1, 1)))
    assert [line for line in town.told() if "lieu" in line[0].lower()] == [
        ("Fin du lieu", "Antenne · Antenne de Carentan, le 31/12/2020"),
        ("Lieu modifié", "Antenne · Antenne de Carentan : nom"),
        ("Lieu ajouté", "Antenne · Antenne de Valognes"),
    ]
    page = town.ines.client.get(town.astre.get_absolute_url()).content.decode()
    assert "du 01/01/2008 au 31/12/2020" in page


def test_a_mistake_is_withdrawn_with_its_reason_and_the_history_keeps_it(town: Town) -> None:
    site = make.child("site", town.astre, kind="antenna", name="Antenne de Lens", period=EVER)
    url = town.url("site", "retirer", site)
    assert town.ines.client.post(url, {"reason": ""}).status_code == 422
    assert town.ines.client.post(url, {"reason": "Saisie sur la mauvaise fiche"}).status_code == 302
    assert not Site.objects.for_system("test").exists()
    assert ("Lieu retiré, saisi à tort", "Antenne · Antenne de Lens. Motif : Saisie sur la mauvaise fiche") in town.told()
    history: Any = Site.history.rel.related_model  # type: ignore[attr-defined]
    assert list(history.objects.filter(pgh_obj_id=site.pk).order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]


@pytest.mark.covers("ORG-002", "ORG-013")
def test_two_agreements_of_one_type_do_not_overlap_and_what_is_typed_stays(town: Town) -> None:
    """PA-ISS holds an ACI and an AI at once; a second ACI over the same days is refused in words, and by the base itself."""
    make.child("agreement", town.astre, type="aci", period=DateRange(date(2007, 1, 1), date(2010, 1, 1)))
    make.child("agreement", town.astre, type="ai", period=DateRange(date(2007, 1, 1), None))
    typed = {
        "type": "aci",
        "reference": "59-ACI-07",
        "period_debut": "2009-12-31",
        "period_fin": "",
        "insertion_project": "Atelier couture",
    }
    answer = town.ines.client.post(town.url("agreement", "add"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Un conventionnement du même type couvre déjà une partie de cette période." in page
    assert "59-ACI-07" in page
    assert "Atelier couture" in page
    assert 'value="2009-12-31"' in page
    assert town.ines.client.post(town.url("agreement", "add"), typed | {"period_debut": "2010-01-01"}).status_code == 302
    with pytest.raises(IntegrityError, match="directory_agreement_aci_overlap"), transaction.atomic():
        Agreement(organisation=town.astre, type="aci", period=EVER).save()
    assert Agreement.objects.for_system("test").filter(organisation=town.astre).count() == 3


@pytest.mark.covers("ORG-013")
def test_an_agreement_keeps_its_history(town: Town) -> None:
    """Project, reconventioning and objective of exits are edited; the former agreement stays readable beside the new one."""
    old = make.child("agreement", town.astre, type="ai", period=DateRange(date(2008, 1, 1), None), exit_objective=45)
    verbs.end(actor=town.ines.actor, kind=kinds["agreement"], organisation=town.astre, child=old, on=date(2009, 12, 31))
    new = {"type": "ai", "period": DateRange(date(2010, 1, 1), None), "exit_objective": 50, "reconventioning": True}
    made = verbs.add(actor=town.ines.actor, kind=kinds["agreement"], organisation=town.astre, values=new)
    verbs.change(
        actor=town.ines.actor, kind=kinds["agreement"], organisation=town.astre, child=made, values={"reconventioning": False}, version=1
    )
    page = town.director.client.get(town.astre.get_absolute_url()).content.decode()
    assert "du 01/01/2008 au 31/12/2009" in page
    assert "depuis le 01/01/2010" in page
    assert [h.reconventioning for h in made.history.order_by("pgh_id")] == [True, False]


@pytest.mark.covers("ORG-003", "ORG-012")
def test_an_aci_is_carried_by_a_third_party_and_a_network_is_joined(town: Town) -> None:
    mjc = make.organisation("MJC de Saint-Marcellin")
    make.organisation("COORACE", zone="00", roles=("network",))
    typed = {"type": "aci", "period_debut": "2004-01-01", "period_fin": "2006-12-31", "carried_by": "MJC de Saint-Marcellin"}
    assert town.ines.client.post(town.url("agreement", "add"), typed).status_code == 302
    assert Agreement.objects.for_system("test").get().carried_by == mjc
    assert town.ines.client.post(town.url("tie", "add"), {"kind": "hosted", "target": "mjc de saint marcellin"}).status_code == 302
    assert town.ines.client.post(town.url("tie", "add"), {"kind": "member", "target": "Coorace"}).status_code == 302
    page = town.ines.client.get(town.astre.get_absolute_url()).content.decode()
    assert "Porté par MJC de Saint-Marcellin" in page
    assert "COORACE" in page
    itself = town.ines.client.post(town.url("tie", "add"), {"kind": "hosted", "target": "ASTRE"})
    assert "Une organisation ne peut pas être liée à elle-même." in itself.content.decode()
    twice = town.ines.client.post(town.url("tie", "add"), {"kind": "member", "target": "COORACE"})
    assert "Ce lien avec cette organisation est déjà enregistré" in twice.content.decode()


def test_an_organisation_out_of_sight_is_not_found_by_its_name(town: Town) -> None:
    make.organisation("Secret de l'Aisne", zone="02")
    answer = town.ines.client.post(town.url("tie", "add"), {"kind": "hosted", "target": "Secret de l'Aisne"})
    assert "Rien ne répond à « Secret de l&#x27;Aisne »" in answer.content.decode()
    assert not Tie.objects.for_system("test").exists()


def test_several_organisations_that_answer_are_chosen_from(town: Town) -> None:
    first, second = make.organisation("Atelier Nord", city="Lille"), make.organisation("Atelier Nord", city="Roubaix")
    answer = town.ines.client.post(town.url("tie", "add"), {"kind": "hosted", "target": "Atelier Nord"})
    assert "Choisissez dans la liste" in answer.content.decode()
    assert str(first.public_id) in answer.content.decode()
    chosen = {"kind": "hosted", "target": "Atelier Nord", "target_choix": str(second.public_id)}
    assert town.ines.client.post(town.url("tie", "add"), chosen).status_code == 302
    assert Tie.objects.for_system("test").get().target == second


def test_a_role_ends_and_is_not_held_twice(town: Town) -> None:
    role = Role.objects.for_system("test").get(organisation=town.astre)
    again = town.ines.client.post(town.url("role", "add"), {"kind": "beneficiary", "period_debut": "2024-01-01"})
    assert "Ce rôle est déjà en cours" in again.content.decode()
    assert town.ines.client.post(town.url("role", "terminer", role), {"on": f"{TODAY() - timedelta(days=1)}"}).status_code == 302
    assert ("Fin du rôle", f"Structure accompagnée, le {TODAY() - timedelta(days=1):%d/%m/%Y}") in town.told()
    early = town.ines.client.post(town.url("role", "terminer", role), {"on": f"{TODAY()}"})
    assert "Rôle déjà terminé" in early.content.decode()


@pytest.mark.covers("GOV-901", "GOV-902")
def test_a_mandate_is_the_national_level_s_to_give_and_opens_its_territory(town: Town) -> None:
    operator = make.organisation("IRIAE Hauts-de-France", zone="02", roles=("operator",))
    officer = make.person(operator, "officer")
    assert not officer.actor.covers("02")
    url = f"/annuaire/{operator.public_id}/mandats/ajouter/"
    assert make.head("02").client.get(url).status_code == 404
    julien = make.national()
    from cordee.actors.territory.models import Zone

    aisne = Zone.objects.get(code="02").pk
    assert julien.client.post(url, {"level": "departmental", "zones": [aisne], "period_debut": ""}).status_code == 422
    assert julien.client.post(url, {"level": "departmental", "zones": [aisne], "period_debut": "2020-01-01"}).status_code == 302
    assert officer.actor.covers("02")
    mandate = operator.mandates.get()
    end = f"/annuaire/{operator.public_id}/mandats/{mandate.public_id}/terminer/"
    assert julien.client.post(end, {"on": f"{TODAY() - timedelta(days=1)}"}).status_code == 302
    assert not officer.actor.covers("02")


def test_the_verbs_ask_who_and_refuse_a_stranger(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        verbs.add(actor=make.officer("02").actor, kind=kinds["site"], organisation=town.astre, values={"kind": "head", "period": EVER})
    assert refused.value.refusal.code == "zone"
    with pytest.raises(Refused, match="proposez-lui"):
        verbs.add(actor=town.director.actor, kind=kinds["site"], organisation=town.astre, values={"kind": "head", "period": EVER})


def test_two_officers_edit_one_site_and_see_both_periods(town: Town) -> None:
    site = make.child("site", town.astre, kind="antenna", name="Antenne", period=EVER)
    typed = {"kind": "antenna", "name": "Antenne", "period_debut": "2020-01-01"}
    assert (
        town.ines.client.post(town.url("site", "modifier", site), typed | {"period_fin": "2025-06-30", "version": "1"}).status_code == 302
    )
    mine = typed | {"period_fin": "2025-12-31", "name": "Antenne du port", "version": "1"}
    conflict = town.ines.client.post(town.url("site", "modifier", site), mine)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "du 01/01/2020 au 30/06/2025" in page
    assert "du 01/01/2020 au 31/12/2025" in page
    chosen = {
        "resolving": "1", "version": "2", "kind": "antenna", "keep-period": "mine", "keep-name": "mine",
        "mine-name-name": "Antenne du port",
        "mine-period-period_debut": "2020-01-01", "mine-period-period_fin": "2025-12-31",
    }  # fmt: skip
    assert town.ines.client.post(town.url("site", "modifier", site), chosen).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.period.upper) == ("Antenne du port", date(2026, 1, 1))


def test_a_double_click_adds_once(town: Town) -> None:
    typed = {"kind": "permanence", "name": "Barfleur", "operation": "6f0f5c1e-2d1c-4b62-9a54-0c0de7e57002"}
    for _ in range(2):
        assert town.ines.client.post(town.url("site", "add"), typed).status_code == 302
    assert Site.objects.for_system("test").count() == 1


def test_a_draft_belongs_to_its_sheet(town: Town) -> None:
    user, other = town.ines.user.pk, make.organisation("AIDER")
    keep_draft(user_id=user, form="directory.site", payload={"name": ["Antenne commencée"]}, object_key=town.astre.public_id)
    assert "Antenne commencée" in town.ines.client.get(town.url("site", "add")).content.decode()
    assert "Antenne commencée" not in town.ines.client.get(f"/annuaire/{other.public_id}/lieux/ajouter/").content.decode()
    town.ines.client.post(town.url("site", "add"), {"kind": "antenna", "name": "Antenne finie"})
    assert draft_of(user_id=user, form="directory.site", object_key=town.astre.public_id) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"period_debut": "2020-05-01", "period_fin": "2020-04-01"}, "La fin précède le début"),
        ({"period_debut": "hier"}, "Écrivez chaque date ainsi : 12/04/2027."),
        ({"period_debut": "0020-05-01"}, "Écrivez chaque date ainsi : 12/04/2027."),
    ],
)
def test_a_period_that_makes_no_sense_is_said_and_kept(town: Town, typed: dict[str, str], sentence: str) -> None:
    answer = town.ines.client.post(town.url("site", "add"), {"kind": "antenna", "name": "Gardée"} | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Gardée" in answer.content.decode()


def test_the_base_s_own_refusal_has_its_sentence(town: Town) -> None:
    """An import that writes beside the verbs, at the same second: the constraint speaks French."""
    make.child("agreement", town.astre, type="ai", period=EVER)
    with pytest.raises(IntegrityError) as trouble, transaction.atomic():
        Agreement(organisation=town.astre, type="ai", period=EVER).save()
    assert sentence_of(Agreement, trouble.value) == "Un conventionnement du même type couvre déjà une partie de cette période."


def test_a_row_of_another_sheet_is_not_reached_through_this_one(town: Town) -> None:
    other = make.child("site", make.organisation("Ailleurs", zone="02"), kind="head", period=EVER)
    assert town.ines.client.get(town.url("site", "modifier", other)).status_code == 404
    assert town.ines.client.post(town.url("site", "retirer", other), {"reason": "x"}).status_code == 404


# -- proposals of the structure ------------------------------------------------------------------------------------------------
def proposed() -> ChangeRequest:
    return ChangeRequest.objects.for_system("test").order_by("-id").first()


@pytest.mark.covers("ORG-904")
def test_the_structure_proposes_a_site_the_officer_accepts_then_corrects(town: Town) -> None:
    typed = {"kind": "permanence", "name": "Barfleur", "period_debut": "2009-03-01", "note": "Ouverte en mars."}
    answer = town.director.client.post(town.url("site", "add"), typed)
    change = proposed()
    assert answer.headers["Location"] == change.get_absolute_url()
    assert not Site.objects.for_system("test").exists()
    page = town.ines.client.get(change.get_absolute_url()).content.decode()
    for text in ("Ajouter un lieu", "Barfleur", "Permanence", "depuis le 01/03/2009", "Ouverte en mars."):
        assert text in page
    event = advance(change, "accept", actor=town.ines.actor)
    site = Site.objects.for_system("test").get()
    assert (site.kind, site.name, site.period) == ("permanence", "Barfleur", DateRange(date(2009, 3, 1), None))
    correct(change, event, actor=town.ines.actor, reason="Adresse à vérifier.")
    assert not Site.objects.for_system("test").exists()
    advance(change, "accept", actor=town.ines.actor)
    assert Site.objects.for_system("test").count() == 1


@pytest.mark.covers("ORG-904")
def test_a_proposed_change_is_refused_when_the_row_moved_meanwhile(town: Town) -> None:
    site = make.child("site", town.astre, kind="antenna", name="Antenne", period=EVER)
    typed = {"kind": "antenna", "name": "Antenne du port", "period_debut": "2020-01-01"}
    assert town.director.client.post(town.url("site", "modifier", site), typed).status_code == 302
    change = proposed()
    assert change.changes == {"name": ["Antenne", "Antenne du port"]}
    verbs.change(actor=town.ines.actor, kind=kinds["site"], organisation=town.astre, child=site, values={"name": "Autre"}, version=1)
    with pytest.raises(Refused, match="La fiche a changé depuis la proposition"):
        advance(change, "accept", actor=town.ines.actor)


@pytest.mark.covers("ORG-904")
def test_an_end_is_proposed_accepted_and_taken_back(town: Town) -> None:
    site = make.child("site", town.astre, kind="antenna", name="Antenne", period=EVER)
    assert town.director.client.post(town.url("site", "terminer", site), {"on": "2025-06-30"}).status_code == 302
    change = proposed()
    event = advance(change, "accept", actor=town.ines.actor)
    site.refresh_from_db()
    assert site.last_day == date(2025, 6, 30)
    assert next(e.code for e in events_of(change, town.ines.actor)) == "directory.change_request.accept"
    correct(change, event, actor=town.ines.actor, reason="L'antenne reste ouverte.")
    site.refresh_from_db()
    assert site.last_day is None


def test_what_the_base_would_refuse_is_refused_when_proposed_and_again_when_accepted(town: Town) -> None:
    kind = kinds["agreement"]
    values = {"type": "ai", "period": EVER}
    change = proposals.propose(actor=town.director.actor, kind=kind, organisation=town.astre, act="add", values=values)
    make.child("agreement", town.astre, type="ai", period=EVER)
    with pytest.raises(Refused, match="couvre déjà une partie"):
        advance(change, "accept", actor=town.ines.actor)
    with pytest.raises(ValidationError, match="couvre déjà une partie"):
        proposals.propose(actor=town.director.actor, kind=kind, organisation=town.astre, act="add", values=values)


def test_roles_and_withdrawals_are_not_the_structure_s_to_propose(town: Town) -> None:
    site = make.child("site", town.astre, kind="antenna", period=EVER)
    role = Role.objects.for_system("test").get(organisation=town.astre)
    for url in (town.url("role", "add"), town.url("role", "terminer", role), town.url("site", "retirer", site)):
        assert town.director.client.get(url).status_code == 404


def test_two_adds_at_the_same_second_leave_one_agreement(own_db: OwnDatabase) -> None:
    town = own_db.together(Town)[0]

    def add() -> str:
        try:
            verbs.add(actor=town.ines.actor, kind=kinds["agreement"], organisation=town.astre, values={"type": "ai", "period": EVER})
        except (ValidationError, Refused):
            return "refused"
        return "added"

    assert sorted(own_db.together(add, add)) == ["added", "refused"]
    assert own_db.together(lambda: Organisation.objects.for_system("test").get(pk=town.astre.pk).agreements.count()) == [1]
