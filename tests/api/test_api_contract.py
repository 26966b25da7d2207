"""The API against its own contract: no incident, nothing answered that is not declared, whatever is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings

from cordee.actors.directory.actions import propose_change
from cordee.core.access import actor_of_membership
from cordee.core.api.app import api
from cordee.core.models import Event

OPERATIONS = sorted((path, method) for path, item in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items() for method in item)
EXAMPLES = 12


@pytest.fixture
def known(world: Any) -> dict[str, Any]:
    """Addresses that exist, so that what is sent reaches the views."""
    director = world.director().token.membership
    change = propose_change(
        actor=actor_of_membership(director.user_id, director.pk), organisation=world.structure, values={"acronym": "ADP"}
    )  # fmt: skip
    return {
        "organisations": str(world.structure.public_id),
        "propositions": str(change.public_id),
        "event_id": Event.objects.latest("id").pk,
        "transition": "refuse",
    }


def aim(case: Any, known: dict[str, Any]) -> None:
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[case.path.split("/")[3]] if name == "public_id" else known[name]


@pytest.mark.parametrize("meant", ["positive", "negative"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_endpoint_holds_its_contract(
    world: Any, known: dict[str, Any], monkeypatch: pytest.MonkeyPatch, path: str, method: str, meant: str
) -> None:
    import schemathesis
    from schemathesis.specs.openapi import checks

    monkeypatch.setattr("cordee.core.api.registry.RATE", 10**6)
    contract = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    contract.app = get_wsgi_application()
    officer = world.officer()
    held = [checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]
    if meant == "negative":
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
