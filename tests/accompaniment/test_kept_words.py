"""An act refused when it is sent keeps what was typed: whoever comes second copies it, and loses nothing."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from cordee.actors.directory.actions import propose_change
from cordee.core.lifecycle import advance
from cordee.core.views.acts import act_url
from tests.accompaniment.cases import scene
from tests.accompaniment.requests import scene as requests

WORDS = "Ces mots ont pris un quart d'heure."
KEPT = "Votre saisie est conservée ici"


def second(someone: Any, address: str, typed: dict[str, str]) -> str:
    answer = someone.client.post(address, typed)
    assert answer.status_code == 409
    shown = html.unescape(answer.content.decode())
    assert KEPT in shown
    assert WORDS in shown
    return shown


@pytest.mark.parametrize(
    ("state", "name", "typed"),
    [
        ("received", "reorient", {"body": "France Active", "contact": "Accueil", "reason": WORDS}),
        ("under_way", "update", {"reason": WORDS}),
        ("reviewed", "close", {"results": WORDS}),
        ("received", "abandon", {"reason": WORDS, "on_request": "on"}),
    ],
)
def test_on_a_dossier_that_someone_stopped_meanwhile(db: None, state: str, name: str, typed: dict[str, str]) -> None:
    nord = scene.Nord()
    case = nord.case(state)
    ines, address = nord.people["officer"], act_url(case, name)
    assert ines.client.get(address).status_code == 200
    advance(case, "abandon", actor=nord.people["head"].actor, data={"reason": "La structure ferme."})
    shown = second(ines, address, typed)
    if "on_request" in typed:
        assert "<dt>La structure a demandé l'arrêt</dt><dd>Oui</dd>" in shown


@pytest.mark.parametrize(("name", "field"), [("ask", "question"), ("set_aside", "reason"), ("accept", "title")])
def test_on_a_request_that_someone_decided_meanwhile(db: None, name: str, field: str) -> None:
    nord = scene.Nord()
    demand = requests.request()
    address = act_url(demand, name)
    advance(demand, "withdraw", actor=nord.people["head"].actor)
    second(nord.people["officer"], address, {field: WORDS})


def test_on_a_change_that_someone_accepted_meanwhile(db: None) -> None:
    nord = scene.Nord()
    change = propose_change(actor=nord.people["structure"].actor, organisation=nord.structure, values={"phone": "0320112233"})
    address = act_url(change, "refuse")
    advance(change, "accept", actor=nord.people["head"].actor)
    second(nord.people["officer"], address, {"reason": WORDS})


def test_on_an_act_that_someone_corrected_meanwhile(db: None) -> None:
    nord = scene.Nord()
    change = propose_change(actor=nord.people["structure"].actor, organisation=nord.structure, values={"phone": "0320112233"})
    event = advance(change, "accept", actor=nord.people["head"].actor)
    address = reverse("core:take_back", args=[change.lifecycle.code, change.public_id, event.pk])
    assert nord.people["officer"].client.post(address, {"reason": "Un autre numéro."}).status_code == 302
    second(nord.people["officer"], address, {"reason": WORDS})
