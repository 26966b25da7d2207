"""What a dossier gathers: its request rewritten by two people, its structures, its networks, its papers, who looked at its accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from cordee.accompaniment.cases import actions, next_step, owed, queries
from cordee.accompaniment.cases.forms import CIRCUMSTANCES, SITUATIONS
from cordee.accompaniment.cases.models import Accounts, Case, Presence
from cordee.accompaniment.cases.next_step import NextStep, next_steps
from cordee.accompaniment.cases.parameters import USUAL
from cordee.actors.directory.models import Agreement, Organisation
from cordee.actors.network.queries.references import in_force, taggable
from cordee.core.access import Refused, capacities_in
from cordee.core.clock import today
from cordee.core.find import find
from cordee.core.find.ask import exact
from cordee.core.find.sought import seek
from cordee.core.lifecycle import advance
from cordee.core.models import Event, ReadLog
from cordee.core.parameters import set_param
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.accompaniment.cases.test_case_pages import text, url
from tests.factories import SYSTEM


def steps(case: Case, someone: make.Someone) -> list[tuple[str, str]]:
    capacities = frozenset(capacities_in(someone.actor, case.thread))
    return [(one.sentence, one.detail) for one in next_steps(case, someone.actor, capacities)]


def request_of(page: Any) -> dict[str, Any]:
    form = page.context["form"]
    kept = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in kept.items() if value not in (None, "")} | {"version": page.context["version"]}


@pytest.mark.covers("GOV-017", "GOV-021")
def test_the_officer_qualifies_the_request_and_a_stale_save_keeps_both(db: None) -> None:
    nord = scene.Nord()
    case, ines, head = nord.case("received"), nord.people["officer"], nord.people["head"]
    objective = in_force("objective")[0].entry
    typed = request_of(ines.client.get(url("edit", case))) | {
        "objectives": [str(objective.public_id)],
        "own_number": "D-17",
        "origin": "relay",
    }
    refused = ines.client.post(url("edit", case), typed)
    assert refused.status_code == 422
    assert "indiquez lequel" in refused.content.decode()
    partner = make.organisation("Maison de l'emploi")
    relay = {"relayed_from": partner.name, "relayed_from_cle": str(partner.public_id)}
    assert ines.client.post(url("edit", case), typed | relay).status_code == 302
    case.refresh_from_db()
    assert (case.own_number, case.relayed_from, list(case.objectives.all())) == ("D-17", partner, [objective])
    stale = head.client.post(url("edit", case), typed | relay | {"need": "Un autre besoin."})
    assert stale.status_code == 409
    assert "Un autre besoin." in stale.content.decode()
    page = text(ines, case.get_absolute_url())
    assert "En relais de" in page
    assert in_force("objective")[0].title in page.replace("&#x27;", "'")
    exported = text(ines, reverse("cases:cases") + "export.csv?objectif=" + objective.code)
    assert all(told in exported for told in ("D-17", "Maison de l'emploi", case.title))
    assert case.title not in text(ines, reverse("cases:cases") + "?objectif=" + in_force("objective")[1].entry.code)


def test_situations_and_circumstances_are_offered_under_a_heading_each(db: None) -> None:
    nord = scene.Nord()
    case, ines, salome = nord.case(), nord.people["officer"], nord.people["structure"]
    page = ines.client.get(url("edit", case))
    field = page.context["form"].fields["motives"]
    assert [heading for heading, _ in field.choices] == [SITUATIONS, CIRCUMSTANCES]
    assert [title for _, title in field.choices[1][1]][:2] == [e.title for e in taggable("motive") if e.entry.kind == "context"][:2]
    assert '<p class="choices-group">Dans quelles structures elle se reconnaît</p>' in page.content.decode()
    crisis, situation = field.choices[1][1][0][0], field.choices[0][1][0][0]
    assert ines.client.post(url("edit", case), request_of(page) | {"motives": [crisis, situation]}).status_code == 302
    assert {str(entry.public_id) for entry in case.motives.all()} == {crisis, situation}
    kept = salome.client.get(url("edit", case)).context["form"].fields["motives"].choices
    assert [key for key, _ in kept[1][1]] == [crisis], "she keeps what the DLA tied, and is offered no other circumstance"
    for_her = salome.client.get(reverse("cases:open")).context["form"].fields["motives"].choices
    assert [title for _, title in for_her] == [e.title for e in in_force("motive")]


def test_a_structure_rewrites_its_request_until_it_is_received(db: None) -> None:
    nord = scene.Nord()
    case, salome = nord.case(), nord.people["structure"]
    page = salome.client.get(url("edit", case))
    assert set(page.context["form"].fields) == {"title", "need", "motives"}
    assert salome.client.post(url("edit", case), request_of(page) | {"need": "Grandir, et tenir."}).status_code == 302
    case.refresh_from_db()
    assert case.need == "Grandir, et tenir."
    scene.bring(case, "received")
    assert salome.client.get(url("edit", case)).status_code == 404
    with pytest.raises(Refused, match="entre les mains du DLA"):
        actions.edit_request(actor=salome.actor, case=case, values={"title": "Autre"}, version=case.version)


@pytest.mark.covers("WE-05.1", "DLA-002")
def test_we_05_1_the_dla_suggests_and_a_clear_request_is_still_filed_before_the_diagnosis(db: None) -> None:
    nord = scene.Nord()
    ines = nord.people["officer"]
    case = scene.open_case(nord.structure, by=ines, origin="dla", need="", motives=[])
    advance(case, "receive", actor=ines.actor)
    scene.accept(case)
    scene.adhere(case, 1)
    with pytest.raises(Refused, match="ne dit pas encore le besoin"):
        advance(case, "diagnose", actor=ines.actor)
    for values, refusal in (({"need": "Mieux se faire connaître."}, "n'a pas de motif"), ({"motives": list(scene.motives()[:1])}, "")):
        case.refresh_from_db()
        actions.edit_request(actor=ines.actor, case=case, values=values, version=case.version)
        if refusal:
            with pytest.raises(Refused, match=refusal):
                advance(case, "diagnose", actor=ines.actor)
    case.refresh_from_db()
    advance(case, "diagnose", actor=ines.actor)
    assert (case.state, case.origin) == ("diagnosing", "dla")


@pytest.mark.covers("GOV-018", "DLA-001")
def test_adhesion_and_participation_are_a_line_of_the_stage_bar(db: None) -> None:
    nord = scene.Nord()
    case, salome = nord.case("received"), nord.people["structure"]
    scene.accept(case)
    assert steps(case, salome) == [("Dire si la structure poursuit : étape «\u00a0Accueil\u00a0»", steps(case, salome)[0][1])]
    assert steps(case, salome)[0][1].startswith("À faire par vous")
    said = {"step": "1", "decision": "yes", "who": "Direction", "on": "02/02/2026", "channel": "meeting"}
    assert salome.client.post(url("adhesion", case), said).status_code == 302
    there = {"step": "1", "who": "Direction, deux encadrants", "on": "02/02/2026"}
    assert salome.client.post(url("presence", case), there).status_code == 302
    twice = salome.client.post(url("presence", case), there)
    assert twice.status_code == 422
    assert "déjà notée pour ce jour" in twice.content.decode()
    assert Presence.objects.for_system("test").filter(case=case).count() == 1
    for reader in ("structure", "officer"):
        page = text(nord.people[reader], case.get_absolute_url())
        assert "Accueil : adhésion, participation notée" in page
        assert "deux encadrants" in page


def test_a_collective_dossier_gains_and_loses_structures_and_none_reads_anothers_accounts(db: None) -> None:
    nord = scene.Nord()
    other, third = make.director(make.organisation("L'Atelier du Port")), make.organisation("Le Jardin d'en bas")
    case = scene.open_case(nord.structure, other.organisation, origin="collective")
    ines, salome = nord.people["officer"], nord.people["structure"]
    typed = {"structure": third.name, "structure_cle": str(third.public_id)}
    assert ines.client.post(url("add_structure", case), typed).status_code == 302
    assert third in [b.organisation for b in queries.accompanied(case)]
    actions.keep_accounts(actor=other.actor, case=case, organisation=other.organisation, year=2025, amounts={"cash": Decimal(7)})
    assert not Accounts.objects.visible_to(salome.actor).exists()
    assert Accounts.objects.visible_to(other.actor).exists()
    page = salome.client.get(case.get_absolute_url())
    leave = page.context["withdrawals"]
    assert len(leave) == 1, "each takes out its own"
    assert salome.client.post(next(iter(leave.values())), {"reason": "Une autre priorité."}).status_code == 302
    assert nord.structure not in [b.organisation for b in queries.accompanied(case)]
    case.refresh_from_db()
    assert not case.is_over


@pytest.mark.covers("SYS-005")
def test_a_network_is_let_in_takes_part_and_owns_nothing(db: None) -> None:
    nord = scene.Nord()
    case, ines, network = nord.case("diagnosing"), nord.people["officer"], nord.people["network"]
    form = ines.client.get(url("open_to", case)).context["form"]
    choice = next(value for value, label in form.fields["network"].choices if str(label) == network.organisation.name)
    assert ines.client.post(url("open_to", case), {"network": str(choice)}).status_code == 302
    assert network.organisation not in queries.networks_to_open(case)
    page = network.client.get(case.get_absolute_url())
    assert page.status_code == 200
    assert set(page.context["acts"]) == {"file"}
    assert not page.context["offers"]
    assert all(one.url == "" for one in (page.context["next"], *page.context["owed"]))


@pytest.mark.covers("DLA-019")
def test_a_closed_dossier_opens_a_new_request_that_follows_it(db: None) -> None:
    nord = scene.Nord()
    case, salome = nord.case("closed"), nord.people["structure"]
    assert salome.client.get(url("edit", case)).status_code == 404
    refused = salome.client.post(url("again", case), {"title": "Démarche qualité", "need": ""})
    assert refused.status_code == 422
    assert "Démarche qualité" in refused.content.decode()
    assert salome.client.post(url("again", case), {"title": "Démarche qualité", "need": "Formaliser."}).status_code == 302
    new = Case.objects.visible_to(salome.actor).get(follows=case)
    assert (new.state, new.requester, new.kind) == ("requested", nord.structure, "individual")
    assert "Démarche qualité" in text(salome, case.get_absolute_url())
    with pytest.raises(Refused, match="se poursuit"):
        actions.ask_again(actor=salome.actor, case=new, title="Encore", need="Autre chose.")


@pytest.mark.covers("DLA-904")
def test_a_decision_against_the_proposal_is_explained_then_confirmed(db: None) -> None:
    nord = scene.Nord()
    case, ines = nord.case("received"), nord.people["officer"]
    scene.accept_proposal(case, "unfavourable")
    asked = {"accepted": "oui", "override": ""}
    assert "expliquez pourquoi" in ines.client.post(url("decide", case), asked).content.decode()
    asked |= {"override": "Le territoire n'a aucune autre offre."}
    again = ines.client.post(url("decide", case), asked)
    assert again.status_code == 422
    assert "relisez le motif" in again.content.decode()
    assert queries.eligibility_of(case).accepted is None  # type: ignore[union-attr]
    assert ines.client.post(url("decide", case), asked | {"confirmed": "on"}).status_code == 302
    assert "Le territoire n&#x27;a aucune autre offre." in text(ines, case.get_absolute_url())


def test_who_looked_at_the_accounts_is_kept_and_told_to_the_structure(db: None) -> None:
    nord = scene.Nord()
    case, ines, salome = nord.case("diagnosing"), nord.people["officer"], nord.people["structure"]
    text(ines, case.get_absolute_url())
    assert not ReadLog.objects.for_system("test").filter(what="accounts").exists(), "no accounts, no look"
    actions.keep_accounts(actor=salome.actor, case=case, organisation=nord.structure, year=2025, amounts={"cash": Decimal(7)})
    text(ines, case.get_absolute_url())
    log = ReadLog.objects.for_system("test").get(what="accounts")
    assert (log.actor_user, log.subject_id) == (ines.user.pk, case.pk)
    assert "DLA du Nord" in text(salome, url("accounts_log", case))
    assert text(nord.people["head"], url("accounts_log", case))
    assert ines.client.get(url("accounts_log", case)).status_code == 404


def test_a_deadline_is_the_usual_delay_of_the_day_when_the_state_began_and_a_lateness_is_its_owner_s(db: None) -> None:
    nord = scene.Nord()
    case, ines, salome = nord.case(), nord.people["officer"], nord.people["structure"]
    due = Case.objects.for_system("test").get(pk=case.pk).requested_on + timedelta(10)
    (one,) = owed.steps(case, ines.actor, frozenset({"operator"}), {"entered": [], "structures": []})
    assert (one.act, one.due) == ("Accueillir la structure", due)
    set_param(USUAL[Case.State.REQUESTED], 3, actor=SYSTEM, since=today(), reason="essai", zone=None)
    assert "3 jours" in text(salome, case.get_absolute_url())
    scene.at(f"{today() + timedelta(40)} 09:00")
    assert "attendu depuis" in steps(case, ines)[0][1]
    assert steps(case, salome) == [("Accueillir la structure", "À faire par le DLA.")]


def test_another_room_s_step_comes_before_that_of_the_state(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    nord = scene.Nord()
    case, ines = nord.case("diagnosing"), nord.people["officer"]
    other = next_step.Source("test.first", lambda *given: [NextStep("Relancer deux pièces", "operator")], order=10)
    monkeypatch.setattr(next_step, "sources", [*next_step.sources, other])
    assert steps(case, ines)[0] == ("Relancer deux pièces", "À faire par vous.")


@pytest.mark.covers("GOV-014")
def test_the_list_narrows_to_the_priority_targets(db: None) -> None:
    nord = scene.Nord()
    siae, esus, cooperative = (make.organisation(name) for name in ("Chantier des Quais", "Entreprise sociale", "Coopérative du Lin"))
    Agreement(organisation=siae, type="aci", period=make.EVER).save()
    Organisation._base_manager.filter(pk=esus.pk).update(esus=True)
    Organisation._base_manager.filter(pk=cooperative.pk).update(legal_form="cooperative")
    Organisation._base_manager.filter(pk=nord.structure.pk).update(legal_form="association")
    make.figures(nord.structure, 2025, permanent=3)
    told = {"siae": siae, "esus": esus, "cooperatives": cooperative, "associations": nord.structure}
    cases = {value: scene.open_case(structure, title=f"Dossier {value}") for value, structure in told.items()}
    for value in told:
        page = text(nord.people["officer"], reverse("cases:cases") + f"?cible={value}")
        assert [other for other, case in cases.items() if str(case.public_id) in page] == [value]


def test_a_dossier_is_found_by_its_words_and_numbers_by_those_who_see_it(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("diagnosing", need="Réorganiser la blanchisserie.", own_number="BL/44")

    def found(name: str, typed: str) -> set[str]:
        actor = nord.people[name].actor
        hits = [hit for group in find(actor, typed).groups if group.source.code == "dossiers" for hit in group.hits]
        return {hit.url for hit in (*hits, exact(actor, seek(typed))) if hit}

    for typed in ("blanchisserie", "consolider atelier", case.number, "bl/44"):
        assert found("officer", typed) == {case.get_absolute_url()}, typed
        assert found("officer_elsewhere", typed) == set()
        assert found("network", typed) == set()


@pytest.mark.parametrize("events", [5, 500])
def test_a_page_costs_at_most_25_queries_whatever_its_history(db: None, events: int, django_assert_max_num_queries: Any) -> None:
    nord = scene.Nord()
    case = nord.case("diagnosing")
    make_events(case, events)
    actions.open_to(actor=nord.people["officer"].actor, case=case, organisation=nord.people["network"].organisation)
    for reader in ("officer", "structure", "network", "head"):
        with django_assert_max_num_queries(25):
            text(nord.people[reader], case.get_absolute_url())


def make_events(case: Case, count: int) -> None:
    row = {"thread_id": case.thread_id, "subject_kind": "cases.case", "subject_id": case.pk, "code": "cases.case.update"}
    told = {"audience": ["operator", "structure", "network"], "actor_label": "essai", "data": {"reason": "Un point d'étape."}}
    Event.objects.for_system("test").bulk_create([Event(**row, **told) for _ in range(count)])
