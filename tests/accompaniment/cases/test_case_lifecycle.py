"""Every transition of a dossier, for every profile: done, or refused with its reason in French."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cordee.accompaniment.cases import actions
from cordee.accompaniment.cases.lifecycle import CASE
from cordee.accompaniment.cases.models import Case, Criterion
from cordee.accompaniment.cases.wording_of_states import PUBLIC
from cordee.core.access import Refused
from cordee.core.lifecycle import Incomplete, advance, refusal_of
from tests import factories as make
from tests.accompaniment.cases import scene
from tests.factories import SYSTEM

REASON = {"reason": "Plus de temps à y consacrer."}
#: transition → the state in which it is tried, and what it asks
TRIED: dict[str, tuple[str, dict[str, Any]]] = {
    "receive": ("requested", {}), "reorient": ("received", scene.REFERRED), "diagnose": ("received", {}), "widen": ("diagnosing", {}),
    "share": ("diagnosing", {}), "plan": ("shared", {}), "launch": ("planned", {}), "update": ("under_way", REASON),
    "follow": ("under_way", {}), "review": ("follow_up", {}), "close": ("reviewed", {"results": "Un emploi créé."}),
    "abandon": ("diagnosing", REASON),
}  # fmt: skip
CONDUCTS = {"officer", "head", "regional"}
PROFILE = "conduit par un·e chargé·e de mission"
NOT_THEIRS = "conduit par le DLA de son territoire"
REFUSED = {
    "accountant": PROFILE, "national": PROFILE, "admin": PROFILE, "officer_elsewhere": NOT_THEIRS, "structure": NOT_THEIRS,
    "structure_elsewhere": NOT_THEIRS, "provider": NOT_THEIRS, "network": NOT_THEIRS, "funder": NOT_THEIRS, "controller": NOT_THEIRS,
}  # fmt: skip


def test_every_transition_is_tried() -> None:
    assert {t.name for t in CASE.transitions} == {*TRIED, "request"}


@pytest.mark.covers("GOV-025", "DLA-001", "DLA-005", "DLA-009", "DLA-014", "DLA-017", "DLA-018")
@pytest.mark.parametrize("name", TRIED)
def test_who_may_move_a_dossier(db: None, name: str) -> None:
    nord = scene.Nord()
    state, data = TRIED[name]
    case = nord.case(state)
    if name not in ("reorient", "abandon"):
        scene.prepare(case)
    allowed = CONDUCTS | ({"structure"} if name == "abandon" else set())
    assert set(nord.people) == CONDUCTS | set(REFUSED)
    for who in sorted(set(nord.people) - allowed):
        with pytest.raises(Refused, match=REFUSED[who]):
            advance(case, name, actor=nord.people[who].actor, data=data)
    for who in sorted(allowed):
        assert refusal_of(case, CASE[name], nord.people[who].actor) is None, who
    advance(case, name, actor=nord.people[min(allowed)].actor, data=data)
    assert case.state == CASE[name].target


@pytest.mark.covers("DLA-002", "DLA-004", "NET-025")
def test_who_may_ask(db: None) -> None:
    nord = scene.Nord()
    own = {"structure": nord.structure, "network": nord.people["network"].organisation}
    for who, someone in nord.people.items():
        asks = {"requester": own.get(who, nord.structure), "origin": "network" if who == "network" else "alone"}
        if who in CONDUCTS | set(own):
            assert scene.open_case(nord.structure, by=someone, **asks).state == "requested"
        else:
            with pytest.raises(Refused, match=r"pour elle-même|conduit par"):
                scene.open_case(nord.structure, by=someone, **asks)
    assert Case.objects.visible_to(nord.people["network"].actor).get().origin == "network"


@pytest.mark.covers("DLA-002", "GOV-015", "DLA-003")
def test_nothing_starts_without_a_clear_request(db: None) -> None:
    nord = scene.Nord()
    vague, silent = nord.case("received", need=" "), nord.case("received", motives=[])
    for case, lacks in ((vague, "le besoin"), (silent, "n'a pas de motif")):
        scene.prepare(case)
        with pytest.raises(Refused, match=lacks):
            advance(case, "diagnose", actor=nord.people["officer"].actor)


@pytest.mark.covers("DLA-904")
def test_eligibility_is_decided_and_an_override_says_why(db: None) -> None:
    nord = scene.Nord()
    officer, case = nord.people["officer"].actor, nord.case("received")
    scene.adhere(case, 1)
    with pytest.raises(Refused, match="n'est pas décidée"):
        advance(case, "diagnose", actor=officer)
    criteria = list(Criterion.objects.for_system("test").order_by("position"))
    with pytest.raises(ValidationError, match="s'explique"):
        actions.judge(actor=officer, case=case, values={"proposal": "unfavourable"}, lines={criteria[0]: ("unfavourable", "")})
    lines = {criteria[0]: ("unfavourable", "N'emploie personne."), criteria[1]: ("favourable", "")}
    actions.judge(actor=officer, case=case, values={"proposal": "unfavourable"}, lines=lines)
    with pytest.raises(ValidationError, match="expliquez pourquoi"):
        actions.decide(actor=officer, case=case, accepted=True)
    actions.decide(actor=officer, case=case, accepted=False)
    with pytest.raises(Refused, match="n'est pas accepté"):
        advance(case, "diagnose", actor=officer)
    actions.decide(actor=officer, case=case, accepted=True, override="Un premier emploi est signé pour mars.")
    with pytest.raises(Refused, match="revenez d'abord sur cette décision"):
        advance(case, "reorient", actor=officer, data=scene.REFERRED)
    advance(case, "diagnose", actor=officer)
    assert case.state == "diagnosing"


@pytest.mark.covers("GOV-021", "DLA-904")
def test_a_reorientation_names_its_body_its_contact_and_its_reason(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("received")
    with pytest.raises(Incomplete, match="l'organisme vers lequel"):
        advance(case, "reorient", actor=nord.people["officer"].actor, data={"reason": "Hors cible."})
    advance(case, "reorient", actor=nord.people["officer"].actor, data=scene.REFERRED)
    assert (case.reorientation.body, case.reorientation.contact) == ("France Active", "Accueil, 01 99 00 00 01")


@pytest.mark.covers("GOV-018")
@pytest.mark.parametrize(
    ("state", "name"),
    [("received", "diagnose"), ("diagnosing", "share"), ("planned", "launch"), ("under_way", "follow"), ("follow_up", "close")]
)  # fmt: skip
def test_a_step_without_adhesion_is_not_left(db: None, state: str, name: str) -> None:
    nord = scene.Nord()
    case = nord.case(state)
    scene.prepare(case)
    step = case.adhesions.order_by("-step").values_list("step", flat=True)[0]
    scene.adhere(case, step, decision="no")
    with pytest.raises(Refused, match="La Fabrique des Rives n'adhère pas à l'étape"):
        advance(case, name, actor=nord.people["officer"].actor, data={"results": "Aucun."})
    scene.adhere(case, step)
    advance(case, name, actor=nord.people["officer"].actor, data={"results": "Un emploi."})


@pytest.mark.covers("GOV-018")
def test_an_adhesion_that_is_not_there_is_named(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("planned")
    with pytest.raises(Refused, match="Adhésion attendue à l'étape « Élaboration du parcours » : La Fabrique des Rives"):
        advance(case, "launch", actor=nord.people["officer"].actor)


@pytest.mark.covers("DLA-902")
def test_a_diagnosis_is_shared_when_both_have_said_yes(db: None) -> None:
    nord = scene.Nord()
    case, officer, director = nord.case("diagnosing"), nord.people["officer"].actor, nord.people["structure"].actor
    scene.adhere(case, 2)
    with pytest.raises(Refused, match="La Fabrique des Rives, le DLA"):
        advance(case, "share", actor=officer)
    actions.validate(actor=director, case=case, what="diagnosis", side="structure", organisation=nord.structure, body="Conseil")
    with pytest.raises(Refused, match="il reste à le faire valider par le DLA"):
        advance(case, "share", actor=officer)
    with pytest.raises(Refused, match="conduit par le DLA"):
        actions.validate(actor=director, case=case, what="diagnosis", side="operator", organisation=nord.operator)
    actions.validate(actor=officer, case=case, what="diagnosis", side="operator", organisation=nord.operator)
    with pytest.raises(ValidationError, match="déjà enregistrée"):
        actions.validate(actor=officer, case=case, what="diagnosis", side="operator", organisation=nord.operator)
    scene.agree(case)
    advance(case, "share", actor=officer)


@pytest.mark.covers("DLA-009")
def test_an_individual_dossier_becomes_collective_and_keeps_everything(db: None) -> None:
    nord = scene.Nord()
    case, officer, other = nord.case("diagnosing"), nord.people["officer"].actor, make.director()
    with pytest.raises(Refused, match="élargissez-le d'abord"):
        actions.add_structure(actor=officer, case=case, organisation=other.organisation)
    advance(case, "widen", actor=officer)
    actions.add_structure(actor=officer, case=case, organisation=other.organisation)
    assert Case.objects.visible_to(other.actor).get() == case
    assert case.need == "Revoir notre stratégie commerciale."
    with pytest.raises(Refused, match="déjà collectif"):
        advance(case, "widen", actor=officer)


@pytest.mark.covers("DLA-001")
def test_a_structure_leaves_a_collective_dossier_that_goes_on(db: None) -> None:
    nord = scene.Nord()
    other = make.director()
    case = scene.open_case(nord.structure, other.organisation, origin="collective")
    with pytest.raises(Refused, match="retirez la vôtre"):
        advance(case, "abandon", actor=other.actor, data=REASON)
    first, second = case.beneficiaries.order_by("id")
    with pytest.raises(Refused):
        advance(first, "withdraw", actor=other.actor, data=REASON)
    advance(second, "withdraw", actor=other.actor, data=REASON)
    assert (second.state, second.reason) == ("withdrawn", REASON["reason"])
    with pytest.raises(Refused, match="seule structure"):
        advance(first, "withdraw", actor=nord.people["structure"].actor, data=REASON)
    case.refresh_from_db()
    assert case.state == "requested"


@pytest.mark.covers("DLA-001")
def test_the_end_of_a_dossier_ends_it_for_its_structures(db: None) -> None:
    nord = scene.Nord()
    stopped, closed = nord.case("diagnosing"), nord.case("closed")
    advance(stopped, "abandon", actor=nord.people["structure"].actor, data=REASON)
    assert [b.state for b in stopped.beneficiaries.order_by("id")] == ["withdrawn"]
    assert [b.state for b in closed.beneficiaries.order_by("id")] == ["done"]
    with pytest.raises(Refused, match="Ce dossier est fini"):
        scene.adhere(closed, 5)


def test_a_dossier_taken_over_goes_on_without_the_proofs_of_before(db: None) -> None:
    nord = scene.Nord()
    case = nord.case("received", taken_over=True, need="", motives=[])
    for name in ("diagnose", "share", "plan", "launch", "follow"):
        advance(case, name, actor=nord.people["officer"].actor)
    assert case.state == "follow_up"


def test_a_repeated_request_opens_one_dossier(db: None) -> None:
    nord = scene.Nord()
    values = {"kind": "individual", "title": "Une fois", "origin": "alone", "requester": nord.structure, "need": "", "motives": []}
    key = uuid.uuid4()
    opened = [actions.open_case(actor=SYSTEM, structures=[nord.structure], values=values, operation=key) for _ in range(2)]
    assert opened[0].pk == opened[1].pk
    assert Case.objects.for_system("test").count() == 1


def test_each_operator_counts_its_own_dossiers(db: None) -> None:
    nord = scene.Nord()
    make.operator("02")
    numbers = [scene.open_case(nord.structure).number for _ in range(3)]
    elsewhere = scene.open_case(make.organisation(zone="02"))
    year = elsewhere.year
    assert numbers == [f"{year}-0001", f"{year}-0002", f"{year}-0003"]
    assert elsewhere.number == f"{year}-0001"


@pytest.mark.covers("DLA-004", "GOV-021")
def test_a_relay_names_its_partner(db: None) -> None:
    nord = scene.Nord()
    with pytest.raises(ValidationError, match="indiquez lequel"):
        scene.open_case(nord.structure, origin="relay")
    relayed = scene.open_case(nord.structure, origin="relay", relayed_from=nord.people["network"].organisation)
    assert relayed.relayed_from == nord.people["network"].organisation


def test_every_state_has_a_public_name_and_says_what_happens_now() -> None:
    assert set(PUBLIC) == set(Case.State.values)
    internal = {str(label).lower() for label in Case.State.labels}
    for state, public in PUBLIC.items():
        assert public.now.endswith("."), state
        assert public.name.lower() not in internal - {"suivi"}, state
    named = ("requested", "received", "diagnosing", "shared", "planned", "under_way", "follow_up", "abandoned")
    assert [PUBLIC[state].name for state in named] == [
        "Demande reçue", "Premier échange", "Diagnostic en cours", "Diagnostic validé ensemble", "Parcours proposé", "Parcours en cours",
        "Suivi", "Arrêté",
    ]  # fmt: skip
