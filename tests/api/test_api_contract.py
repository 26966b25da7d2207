"""The API against its own contract: no incident, nothing answered that is not declared, whatever is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_args
from uuid import UUID

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings

from cordee.actors.directory import api_schemas
from cordee.actors.directory.actions import propose_change
from cordee.actors.directory.fields import EDITABLE, PROPOSABLE
from cordee.actors.directory.models import Agreement, ChangeRequest, Organisation, Role
from cordee.actors.network.actions.declinations import start_declination
from cordee.actors.network.models import Declination, Entry
from cordee.actors.territory.models import Zone
from cordee.core.access import actor_of_membership
from cordee.core.api.app import api
from cordee.core.models import Event
from tests import factories as make
from tests.accompaniment.cases import scene as cases
from tests.accompaniment.requests import scene as requests
from tests.actors.partners import scene
from tests.actors.providers.search.making import provider
from tests.tools.surveys.scene import scene as scene_of_surveys

CONTRACT = api.get_openapi_schema(path_prefix="/api/v1/")
OPERATIONS = sorted((path, method) for path, item in CONTRACT["paths"].items() for method in item)
EXAMPLES = 12
Known = Callable[[str], Any]


@pytest.fixture
def known(world: Any) -> Known:
    """Addresses that exist, so that what is sent reaches the views: by the word that they follow, made when first asked."""
    made = {
        "organisations": lambda: world.structure.public_id,
        "propositions": lambda: proposed(world).public_id,
        "event_id": lambda: proposed(world) and Event.objects.latest("id").pk,
        "transition": lambda: "refuse",
        "reseau": lambda: Entry.objects.for_system("test").order_by("id")[0].public_id,
        "declinaisons": lambda: written(world).public_id,
        "comites": lambda: met("comites"),
        "reunions": lambda: met("reunions"),
        "points": lambda: met("points"),
        "dossiers": lambda: cases.open_case(make.organisation("Atelier des Rives")).public_id,
        "demandes": lambda: requests.request().public_id,
        "campagnes": lambda: scene_of_surveys(1).campaign.public_id,
        "prestataires": lambda: provider("Trois-Ponts").public_id,
        "code": lambda: "59",
    }
    return cache(lambda name: found if isinstance(found := made[name](), int) else str(found))


def proposed(world: Any) -> ChangeRequest:
    director = world.director().token.membership
    return propose_change(
        actor=actor_of_membership(director.user_id, director.pk), organisation=world.structure, values={"acronym": "ADP"}
    )  # fmt: skip


def met(word: str) -> UUID:
    """A committee of the Nord, its meeting, a point that asks an opinion."""
    ines = make.officer("59")
    committee = scene.committee(ines)
    meeting = scene.meeting(ines, committee)
    return {"comites": committee, "reunions": meeting, "points": scene.item(ines, meeting, "Parcours")}[word].public_id


def written(world: Any) -> Declination:
    """What the DLA of the Nord is writing of its objectives."""
    officer = world.officer().token.membership
    return start_declination(actor=actor_of_membership(officer.user_id, officer.pk), zone=Zone.objects.get(code="59"))


@pytest.fixture(scope="module")
def contract() -> Iterator[Any]:
    """The application as a server calls it, save that it leaves the test's connection, and its transaction, open.

    One for all these tests: schemathesis reads the whole house for the constants of each application that it is given.
    """
    import schemathesis

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    contract = schemathesis.openapi.from_dict(CONTRACT)
    contract.app = get_wsgi_application()
    yield contract
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def aim(case: Any, known: Known) -> None:
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known(case.path.split("/")[3] if name == "public_id" else name)


@pytest.mark.parametrize("meant", ["positive", "negative"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_endpoint_holds_its_contract(
    world: Any, contract: Any, known: Known, monkeypatch: pytest.MonkeyPatch, path: str, method: str, meant: str
) -> None:
    import schemathesis
    from schemathesis.specs.openapi import checks

    monkeypatch.setattr("cordee.core.api.registry.RATE", 10**6)
    officer = world.officer()
    held = [checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]
    if meant == "negative" and method != "get":  # in an address, a wrong value may vanish before it leaves (an empty list)
        held.append(checks.negative_data_rejection)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=contract[path][method.upper()].as_strategy(generation_mode=schemathesis.GenerationMode(meant)))
    def holds(case: Any) -> None:
        if meant == "positive":
            aim(case, known)
        response = case.call(headers={"Authorization": f"Bearer {officer.secret}"})
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        case.validate_response(response, checks=held)

    holds()


def test_the_contract_is_openapi_3_1_and_public(db: None) -> None:
    contract = Client().get("/api/v1/openapi.json").json()
    assert contract["openapi"].startswith("3.1")
    secured = [operation["security"] for item in contract["paths"].values() for operation in item.values()]
    assert all(secured)
    keyed = [
        "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}
        for item in contract["paths"].values()
        for method, operation in item.items()
        if method != "get"
    ]
    assert keyed
    assert all(keyed)


def test_the_documentation_is_read_without_script(db: None) -> None:
    page = Client().get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert not re.search(r"<script(?![^>]*src=)| style=| on[a-z]+=", text)
    for path, method in OPERATIONS:
        assert f"<code>{method.upper()} {path}</code>" in text


def test_the_codes_of_the_contract_are_those_of_the_tables() -> None:
    assert {*get_args(api_schemas.TypeFilter)} == {"", *Agreement.Type.values}
    assert {code for part in get_args(api_schemas.RoleFilter) for code in get_args(part)} == {"", *Role.Kind.values}
    assert {*get_args(api_schemas.StateFilter)} == {"", *ChangeRequest.State.values}
    assert {*get_args(api_schemas.LegalForm)} == {"", *Organisation.LegalForm.values}
    assert {*api_schemas.ProposableInput.model_fields} == {*PROPOSABLE}
    assert {*api_schemas.OrganisationInput.model_fields} == {*EDITABLE, "siret"}


def test_an_undeclared_parameter_is_told(world: Any) -> None:
    response = world.officer().get("/organisations?departemen=59")
    assert (response.status_code, list(response.json()["fields"])) == (422, ["departemen"])
