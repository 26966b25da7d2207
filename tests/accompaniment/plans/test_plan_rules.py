"""A plan, its versions and its actions: who does what, and what is refused with its reason."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.plans import actions, queries
from cordee.accompaniment.plans.lifecycle import ACTION, VERSION
from cordee.accompaniment.plans.models import Plan, PlanAction, Version
from cordee.accompaniment.plans.snapshots import differences
from cordee.core.access import Refused
from cordee.core.clock import today
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.lifecycle import Incomplete, advance, offers, refusal_of
from tests.accompaniment.cases import scene
from tests.accompaniment.plans import drawing
from tests.factories import SYSTEM

CONDUCTS = ("officer", "head", "regional")


def under_way(nord: scene.Nord) -> tuple[Any, Plan]:
    case = nord.case("under_way")
    plan = queries.plan_of(case)
    assert plan
    return case, plan


@pytest.mark.covers("DLA-010", "GOV-023")
def test_a_plan_is_bounded_in_time_and_never_ends_before_it_begins(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("shared")
    officer = nord.people["officer"]
    wrong = drawing.words(ends_on=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="La fin du parcours précède son début"):
        actions.draw_plan(actor=officer.actor, case=case, values=wrong)
    with pytest.raises(ValidationError):
        actions.draw_plan(actor=officer.actor, case=case, values=drawing.words(ends_on=None))
    plan = drawing.drawn(case, by=officer)
    with pytest.raises(IntegrityError, match="plans_version_lasts"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_version SET ends_on = starts_on - 1 WHERE plan_id = %s", [plan.pk])
    with pytest.raises(Refused, match="existe déjà"):
        actions.draw_plan(actor=officer.actor, case=case, values=drawing.words())
    again = scene.open_case(nord.structure)
    assert again.pk != case.pk, "the same structure mobilises the scheme several times"


def test_who_draws_a_plan_and_when(db: None) -> None:
    nord = scene.Nord()
    for state, reason in (("diagnosing", "diagnostic validé ensemble"), ("follow_up", "nouvelle demande")):
        with pytest.raises(Refused, match=reason):
            actions.draw_plan(actor=nord.people["officer"].actor, case=nord.case(state), values=drawing.words())
    case = nord.case("shared")
    for who in sorted(set(nord.people) - set(CONDUCTS)):
        with pytest.raises(Refused, match=r"conduit par"):
            actions.draw_plan(actor=nord.people[who].actor, case=case, values=drawing.words())
    assert drawing.drawn(case, by=nord.people["head"]).case == case


@pytest.mark.covers("DLA-010", "DLA-011", "DLA-012", "DLA-013", "DLA-015", "GOV-023", "GOV-025", "GOV-026")
def test_a_plan_combines_kinds_natures_issues_and_actors_of_the_territory(db: None) -> None:
    nord = scene.Nord()
    plan = drawing.drawn(nord.case("shared"))
    network = nord.people["network"].organisation
    natures = {n.code: n for n in type(plan.actions.get().nature).objects.for_system("test").order_by("id")}
    drawing.engineering(plan, nature=natures["conseil"])
    drawing.engineering(plan, kind="collective", title="Former à la vente", issue="Commercial", nature=natures["formation"])
    drawing.add(plan, kind="territory", held_by="partner", partner=network, title="Rejoindre un club", issue="Réseaux",
                nature=natures["mise-en-relation"])  # fmt: skip
    provider = nord.people["provider"].organisation
    drawing.add(plan, kind="expertise", held_by="operator", partner=provider, title="Lire les comptes", issue="Gestion",
                nature=natures["appui-technique"])  # fmt: skip
    rows = list(queries.actions_of(plan))
    assert {row.kind for row in rows} == set(PlanAction.Kind.values)
    assert {row.nature.code for row in rows} == {"conseil", "formation", "mise-en-relation", "appui-technique"}
    assert len({row.issue for row in rows}) == 5
    assert {row.held_by for row in rows} == {"operator", "structure", "partner"}
    assert {row.partner for row in rows if row.partner} == {network, provider}


@pytest.mark.covers("DLA-903")
def test_each_action_has_its_owner_its_date_its_state_and_says_what_it_lacks(db: None) -> None:
    nord = scene.Nord()
    plan = drawing.drawn(nord.case("shared"))
    for wrong, reason in (
        ({"owner": ""}, "ce champ|obligatoire|vide"),
        ({"due_on": today() - timedelta(days=1)}, "précède son début"),
        ({"kind": "territory", "held_by": "partner"}, "indiquez lequel"),
        ({"held_by": "operator"}, "portée par elle"),
        ({"cost": Decimal(-1)}, "négatif"),
    ):
        with pytest.raises(ValidationError, match=rf"(?i){reason}"):
            drawing.add(plan, **wrong)
    bare = drawing.engineering(plan, objective="", competences=[], days=None)
    assert queries.missing_of(bare) == ["l'objectif", "les compétences attendues", "le nombre de jours"]
    assert queries.missing_of(plan.actions.get(kind="own")) == []
    with pytest.raises(Refused, match=r"est à compléter.*l'objectif, les compétences attendues et le nombre de jours"):
        scene.both_validate(plan.case, "plan")


@pytest.mark.covers("GOV-025")
def test_a_plan_goes_on_when_both_sides_have_validated_it(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("shared")
    officer = nord.people["officer"].actor
    with pytest.raises(Refused, match="n'a pas encore de parcours"):
        scene.both_validate(case, "plan")
    plan = actions.draw_plan(actor=officer, case=case, values=drawing.words())
    with pytest.raises(Refused, match="aucune action"):
        scene.both_validate(case, "plan")
    mission = drawing.engineering(plan)
    with pytest.raises(Refused, match=r"La Fabrique des Rives.*DLA"):
        advance(case, "plan", actor=officer)
    version = queries.latest(plan)
    director = nord.people["structure"].actor
    actions.agree(actor=director, version=version, side="structure", organisation=nord.structure, body="Conseil")
    with pytest.raises(Refused, match="Une partie a déjà validé"):
        drawing.add(plan, by=nord.people["officer"])
    with pytest.raises(Refused, match="Une partie a déjà validé"):
        actions.edit_version(actor=officer, version=version, values={"objectives": "Autre"}, number=version.version)
    assert not queries.to_consult(PlanAction.objects.visible_to(officer)).exists()
    actions.agree(actor=officer, version=version, side="operator", organisation=nord.operator)
    with pytest.raises(Refused, match="attend la validation"):
        advance(mission, "start", actor=officer)
    advance(case, "plan", actor=officer)
    version.refresh_from_db()
    assert (version.state, [shot["title"] for shot in version.content]) == ("settled", [mission.title])
    assert list(queries.to_consult(PlanAction.objects.visible_to(officer))) == [mission]
    with pytest.raises(Refused, match="pas encore lancé"):
        advance(mission, "start", actor=officer)
    scene.prepare(case)
    advance(case, "launch", actor=officer)
    advance(mission, "start", actor=officer)
    assert not queries.to_consult(PlanAction.objects.visible_to(officer)).exists()


@pytest.mark.covers("DLA-014")
def test_a_validated_version_never_changes_and_an_update_makes_another_with_its_reason(db: None) -> None:
    nord = scene.Nord()
    case, plan = under_way(nord)
    officer = nord.people["officer"]
    first = queries.latest(plan)
    with pytest.raises(Refused, match="validée et ne change plus"):
        actions.edit_version(actor=officer.actor, version=first, values={"objectives": "Autre"}, number=first.version)
    for column in ("objectives = 'Autre'", "ends_on = ends_on + 1", "content = '[]'"):
        with pytest.raises(IntegrityError, match="plans_version_frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE plans_version SET {column} WHERE id = %s", [first.pk])
    advance(case, "update", actor=officer.actor, data={"reason": "Un besoin de formation."})
    second = queries.latest(plan)
    assert (second.number, second.state, second.reason, second.objectives) == (2, "draft", "Un besoin de formation.", first.objectives)
    assert (second.follow_up, second.updating) == (first.follow_up, first.updating)
    with pytest.raises(Refused, match="déjà en préparation"):
        advance(case, "update", actor=officer.actor, data={"reason": "Encore."})
    actions.edit_version(actor=officer.actor, version=second, values={"objectives": "Vendre ailleurs."}, number=second.version)
    drawing.add(plan, by=officer, title="Former l'équipe")
    old = plan.actions.get(kind="own", validated_in=1)
    moved = old.due_on + timedelta(days=30)
    actions.edit_action(actor=officer.actor, action=old, values={"due_on": moved}, version=old.version)
    second.refresh_from_db()
    told = {change.what: (change.before, change.after) for change in differences(queries.in_force(plan) or first, second)}
    assert told["Objectifs"] == ("Diversifier les recettes.", "Vendre ailleurs.")
    assert told["Action « Former l'équipe »"] == ("absente", "ajoutée")
    assert f"Action « {old.title} », échéance" in told
    drawing.agree_all(second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, len(first.content), len(second.content)) == ("replaced", "settled", 1, 2)
    assert plan.actions.get(title="Former l'équipe").validated_in == 2


def test_a_version_that_one_side_only_validated_is_taken_up_again(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("shared")
    officer, plan = nord.people["officer"].actor, drawing.drawn(case)
    with pytest.raises(Refused, match="déjà en préparation"):
        actions.revise(actor=officer, plan=plan, reason="Trop tôt.")
    first = queries.latest(plan)
    actions.agree(actor=SYSTEM, version=first, side="structure", organisation=nord.structure)
    second = actions.revise(actor=officer, plan=plan, reason="Une échéance à revoir.")
    first.refresh_from_db()
    assert (first.state, first.settled_on, second.number) == ("replaced", None, 2)
    with pytest.raises(Refused, match="page du parcours"):
        cases.validate(actor=SYSTEM, case=case, what="plan", side="operator", organisation=nord.operator)
    actions.agree(actor=officer, version=second, side="operator", organisation=nord.operator)
    told = [line.sentence for line in fil(case.thread, officer)[0] if line.sentence.endswith(f"par {nord.operator.name}")]
    assert [sentence for sentence in told if "arcours" in sentence] == ["Parcours, version 2 : validée par DLA du Nord"], "told once"
    with pytest.raises(Refused, match=r"version 2.*La Fabrique des Rives"):
        advance(case, "plan", actor=officer)
    actions.agree(actor=nord.people["structure"].actor, version=second, side="structure", organisation=nord.structure)
    advance(case, "plan", actor=officer)
    second.refresh_from_db()
    assert (case.state, second.state) == ("planned", "settled")


TRIED = {"start": {}, "finish": {"outcome": "Fait."}, "give_up": {"reason": "Plus utile."}}


def test_every_transition_is_tried() -> None:
    assert {t.name for t in ACTION.transitions} == {*TRIED, "add"}
    assert {t.name for t in VERSION.transitions} == {"draw", "settle", "replace"}


@pytest.mark.covers("DLA-017", "DLA-903")
@pytest.mark.parametrize("name", TRIED)
def test_who_carries_out_an_action(db: None, name: str) -> None:
    nord = scene.Nord()
    _, plan = under_way(nord)
    own = plan.actions.get()
    allowed = {*CONDUCTS, "structure"}
    for who in sorted(set(nord.people) - allowed):
        with pytest.raises(Refused, match=r"conduit par"):
            advance(own, name, actor=nord.people[who].actor, data=TRIED[name])
    for who in sorted(allowed):
        assert refusal_of(own, ACTION[name], nord.people[who].actor) is None, who
    if name != "start":
        with pytest.raises(Incomplete):
            advance(own, name, actor=nord.people["structure"].actor)
    advance(own, name, actor=nord.people["structure"].actor, data=TRIED[name])
    assert own.state == ACTION[name].target
    with pytest.raises(Refused, match="n'est plus possible"):
        advance(own, name, actor=nord.people["officer"].actor, data=TRIED[name])


def test_a_version_is_settled_by_the_two_sides_alone(db: None) -> None:
    nord = scene.Nord()
    version = queries.latest(drawing.drawn(nord.case("shared")))
    for who, someone in nord.people.items():
        assert offers(version, someone.actor) == [], who
        for name in ("settle", "replace"):
            with pytest.raises(Refused, match="ne s'arrête pas autrement"):
                advance(version, name, actor=someone.actor)
    with pytest.raises(Refused, match="il reste à la faire valider"):
        advance(version, "settle", actor=SYSTEM)


@pytest.mark.covers("DLA-017")
def test_a_dossier_does_not_close_on_an_open_action_and_says_which(db: None) -> None:
    nord = scene.Nord()
    case, plan = under_way(nord)
    scene.adhere(case, 4)
    advance(case, "follow", actor=SYSTEM)
    scene.adhere(case, 5)
    with pytest.raises(Refused, match=r"encore à finir : « Tenir un tableau de bord »"):
        advance(case, "close", actor=nord.people["officer"].actor, data={"results": "Deux emplois."})
    advance(plan.actions.get(), "finish", actor=nord.people["structure"].actor, data={"outcome": "Tenu."})
    advance(case, "close", actor=nord.people["officer"].actor, data={"results": "Deux emplois."})
    assert case.state == "closed"


def test_an_accompaniment_that_stops_gives_up_its_actions(db: None) -> None:
    nord = scene.Nord()
    case, plan = under_way(nord)
    advance(case, "update", actor=SYSTEM, data={"reason": "À revoir."})
    advance(case, "abandon", actor=nord.people["structure"].actor, data={"reason": "Plus de temps."})
    assert {(a.state, a.outcome) for a in plan.actions.order_by("id")} == {("given_up", "Plus de temps.")}
    assert [v.state for v in queries.versions_of(plan)] == ["replaced", "settled"]


def test_two_officers_on_one_action_lose_nothing(db: None) -> None:
    nord = scene.Nord()
    plan = drawing.drawn(nord.case("shared"))
    action = plan.actions.get()
    officer, head = nord.people["officer"].actor, nord.people["head"].actor
    actions.edit_action(actor=officer, action=action, values={"owner": "Présidence"}, version=1)
    with pytest.raises(Stale):
        actions.edit_action(actor=head, action=action, values={"owner": "Trésorerie"}, version=1)
    version = queries.latest(plan)
    actions.edit_version(actor=officer, version=version, values={"objectives": "Un."}, number=1)
    with pytest.raises(Stale):
        actions.edit_version(actor=head, version=version, values={"objectives": "Deux."}, number=1)


def test_networks_read_a_plan_once_both_sides_have_validated_it(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("shared")
    network = nord.people["network"]
    cases.open_to(actor=SYSTEM, case=case, organisation=network.organisation)
    plan = drawing.drawn(case)
    for model in (Plan, Version, PlanAction):
        assert not model.objects.visible_to(network.actor).exists()
        assert model.objects.visible_to(nord.people["structure"].actor).exists()
        assert not model.objects.visible_to(nord.people["officer_elsewhere"].actor).exists()
    scene.bring(case, "planned")
    assert Plan.objects.visible_to(network.actor).get() == plan
