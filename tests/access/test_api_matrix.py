"""Every operation of the API × every kind of person who shows a token, against `api/operations.csv`, written by hand."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

import cordee.config.urls  # noqa: F401  (mounts the rooms' routers)
from cordee.actors.accounts.models import ApiToken
from cordee.core.api import fingerprint
from cordee.core.api.app import api
from tests.access.world import PERSONAS, World

TABLE = Path(__file__).parent / "api" / "operations.csv"

BODIES = {
    "create_organisation": {"name": "Les Jardins du Nord", "commune": "59350", "role": "beneficiary"},
    "edit_organisation": {"acronym": "FDR"},
    "set_identifier": {"kind": "siret", "value": "35600000000048"},
    "propose_change": {"changes": {"acronym": "FDR"}},
    "changerequest_correct": {"reason": "Acceptée trop vite"},
    "case_correct": {"reason": "Reçue trop vite"},
    "campaign_correct": {"reason": "Close trop vite"},
    "changerequest_advance": {},
    "declination_correct": {"reason": "Publiée trop vite"},
    "declination_advance": {},
    "give_opinion": {"value": "favourable"},
    "request_correct": {"reason": "Retirée trop vite"},
    "request_advance": {},
    "edit_provider": {"presentation": "Deux consultants"},
    "provider_advance": {"data": {"reason": "Activité arrêtée"}},
    "provider_correct": {"reason": "Trop vite"},
    "succeed": {"on": "2020-01-01", "kind": "takeover"},
}


def lines() -> list[dict[str, str]]:
    with TABLE.open(newline="") as text:
        return list(csv.DictReader(text))


def operations() -> dict[str, tuple[str, str]]:
    """Operation → (method, path), as the contract publishes them."""
    paths = api.get_openapi_schema()["paths"]
    return {told["operationId"]: (method.upper(), path) for path, methods in paths.items() for method, told in methods.items()}


def tokens(world: World) -> dict[str, dict[str, str]]:
    """A token for each person, with everything that a token may do."""
    headers: dict[str, dict[str, str]] = {"anonymous": {}}
    for name, someone in world.people.items():
        secret = f"cordee_{name}"
        ApiToken(
            membership=someone.membership,
            name="essai",
            sha256=fingerprint(secret),
            hint="ess",
            scopes=["read", "write"],
            expires_at=timezone.now() + timedelta(days=1),
        ).save()
        headers[name] = {"Authorization": f"Bearer {secret}"}
    return headers


def address(world: World, path: str) -> str:
    if "/declinaisons/" in path or "/reseau/" in path:
        scheme = world.entry if "/reperes/" in path else world.declination
        return path.format(public_id=scheme.public_id, event_id=world.acceptance.pk, transition="publish", code="59")
    for part, one in (("/comites/", world.committee), ("/reunions/", world.meeting), ("/points/", world.item)):
        if part in path:
            return path.format(public_id=one.public_id)
    if "/dossiers" in path:
        return path.format(public_id=world.case.public_id, event_id=world.acceptance.pk, transition="abandon")
    if "/demandes/" in path:
        return path.format(public_id=world.demand.public_id, event_id=world.acceptance.pk, transition="withdraw")
    if "/campagnes/" in path:
        return path.format(public_id=world.surveys.campaign.public_id, event_id=world.acceptance.pk, transition="close")
    if "/prestataires/" in path:
        return path.format(public_id=world.provider.public_id, event_id=world.acceptance.pk, transition="withdraw")
    thing = world.structure if "/organisations/" in path else world.accepted if "{event_id}" in path else world.proposed
    return path.format(public_id=thing.public_id, event_id=world.acceptance.pk, transition="accept")


def test_every_operation_has_its_line() -> None:
    told = lines()
    assert {line["operation"]: line["method"] for line in told} == {name: method for name, (method, _) in operations().items()}
    assert all(tuple(line)[2:] == PERSONAS for line in told)


@pytest.mark.covers("SYS-902")
def test_the_api_answers_as_the_table_says(world: World, db: None) -> None:
    wrong, paths = [], operations()
    world.structure.refresh_from_db()
    headers = tokens(world)
    for line in lines():
        method, path = paths[line["operation"]]
        body = BODIES.get(line["operation"], {}) | (
            {"successor": str(world.pair.second.public_id)}
            if line["operation"] == "succeed"
            else {"organisations": [str(world.structure.public_id)]}
            if line["operation"] == "invite"
            else {}
        )
        sent: Any = {"data": json.dumps(body), "content_type": "application/json"} if method != "GET" else {}
        url = address(world, path) + ("?q=lille" if line["operation"] in ("communes", "search") else "")
        for persona in PERSONAS:
            before = transaction.savepoint()
            version = world.provider.version if "/prestataires/" in path else world.structure.version
            answer = Client().generic(method, url, headers=headers[persona] | {"If-Match": f'"{version}"'}, **sent)
            transaction.savepoint_rollback(before)
            if answer.status_code != int(line[persona]):
                wrong.append(f"{method} {line['operation']} {persona}: {line[persona]} expected, {answer.status_code} answered")
    assert wrong == []
