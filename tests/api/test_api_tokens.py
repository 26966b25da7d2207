"""Who may ask, for how long, for what: and each use is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import TokenUse
from cordee.core.api import registry


def says(response: Any, status: int, code: str) -> str:
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert set(body) == {"code", "message", "fields", "reference", "differences"}
    message: str = body["message"]
    return message


def test_a_token_acts_as_its_membership(world: Any) -> None:
    me = world.officer().get("/moi").json()
    assert (me["organisation"], me["profile"], me["zones"], me["everything"], me["scopes"]) == (
        "Nord Actif",
        "officer",
        ["59"],
        False,
        ["read", "write"],
    )


def test_no_token_or_an_unknown_one_opens_nothing(world: Any) -> None:
    bare = Client().get("/api/v1/organisations")
    assert "jeton" in says(bare, 401, "unauthenticated")
    assert bare["WWW-Authenticate"] == "Bearer"
    officer = world.officer()
    officer.secret = "cordee_autre"  # noqa: S105
    says(officer.get("/organisations"), 401, "unknown")


def test_a_browser_session_opens_nothing(world: Any) -> None:
    officer = world.officer()
    client = Client()
    client.force_login(officer.token.membership.user)
    says(client.get("/api/v1/moi"), 401, "unauthenticated")
    officer.client = client
    assert officer.get("/moi").status_code == 200


def test_expired_revoked_or_ended_says_which(world: Any) -> None:
    now = timezone.now()
    assert "expiré" in says(world.officer(expires_at=now - timedelta(seconds=1)).get("/moi"), 401, "expired")
    assert "révoqué" in says(world.officer(revoked_at=now).get("/moi"), 401, "revoked")
    officer = world.officer()
    membership = officer.token.membership
    membership.period = DateRange(date(2020, 1, 1), date(2021, 1, 1))
    membership.save()
    assert "appartenance" in says(officer.get("/moi"), 401, "ended")


def test_an_ended_membership_never_falls_back_on_another(world: Any) -> None:
    officer = world.officer()
    ended = officer.token.membership
    type(ended)(user=ended.user, organisation=world.structure, profile="structure", period=DateRange(date(2020, 1, 1), None)).save()
    ended.period = DateRange(date(2020, 1, 1), date(2021, 1, 1))
    ended.save()
    says(officer.get("/moi"), 401, "ended")


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"), [(("read",), 200, 403), (("write",), 403, 422), (("read", "write"), 200, 422), ((), 403, 403)]
)
def test_scopes(world: Any, scopes: tuple[str, ...], reads: int, writes: int) -> None:
    officer = world.officer(scopes=scopes)
    assert officer.get("/organisations").status_code == reads
    assert officer.post("/organisations", {}).status_code == writes
    assert officer.patch(f"/organisations/{world.structure.public_id}", {"inconnu": 1}, If_Match='"1"').status_code == writes


def test_each_use_is_kept_with_its_answer(world: Any) -> None:
    officer = world.officer(scopes=("read",))
    officer.get("/moi")
    officer.post("/organisations", {})
    officer.ask("DELETE", "/moi")
    uses = TokenUse.objects.filter(token=officer.token).order_by("id").values_list("method", "path", "status")
    # a wrong method stops before the token is looked at
    assert list(uses) == [("GET", "/api/v1/moi", 200), ("POST", "/api/v1/organisations", 403)]


def test_a_rush_is_slowed_and_does_not_prolong_itself(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RATE", 3)
    officer = world.officer()
    assert [officer.get("/moi").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    slowed = officer.get("/moi")
    says(slowed, 429, "rate")
    assert 0 < int(slowed["Retry-After"]) <= 60
    assert TokenUse.objects.filter(token=officer.token).count() == 3
    assert world.officer().get("/moi").status_code == 200
