"""The network and its reference data by the API: what the screens show, for every token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts.models import ApiToken
from cordee.actors.network.actions import declinations, references
from cordee.actors.territory.models import Zone
from cordee.core.api import fingerprint
from tests import factories as make
from tests.factories import Someone

TODAY = timezone.localdate()


def ask(who: Someone, path: str) -> Any:
    secret = f"cordee_{who.membership.pk}"
    tokens = ApiToken.objects.for_system("test")
    if not tokens.filter(sha256=fingerprint(secret)).exists():
        ApiToken(
            membership=who.membership, name="essai", sha256=fingerprint(secret), hint="ess", scopes=["read"],
            expires_at=timezone.now() + timedelta(days=1),
        ).save()  # fmt: skip
    return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def test_who_carries_a_territory_on_a_day(db: None) -> None:
    nord = make.operator("59", "Nord Essai")
    make.child("site", nord, kind="antenna", name="Antenne du canal", phone="0320112233", period=make.EVER)
    salome = make.director()
    found = ask(salome, "/reseau/territoires/59").json()
    assert [(one["name"], one["since"], one["until"]) for one in found["operators"]] == [("Nord Essai", "2020-01-01", None)]
    assert found["operators"][0]["places"] == [{"name": "Antenne du canal", "city": "", "phone": "0320112233"}]
    assert ask(salome, "/reseau/territoires/59?au=2019-06-01").json()["operators"] == []
    assert ask(salome, "/reseau/territoires/00").status_code == 404
    names = [one["name"] for one in ask(salome, "/reseau/operateurs?niveau=departmental&region=32").json()["items"]]
    assert names == ["Nord Essai"]
    assert ask(salome, "/reseau/operateurs?region=76").json()["items"] == []


@pytest.mark.covers("GOV-013")
def test_reference_data_with_their_editions_and_no_value_where_the_reading_is_uncertain(db: None) -> None:
    salome = make.director()
    figures = ask(salome, "/reseau/reperes?nature=figure").json()["items"]
    uncertain = next(one for one in figures if one["code"] == "satisfaction-2019")["edition"]
    assert (uncertain["value"], uncertain["said"], uncertain["certainty"]) == (None, "95 % ou 95,9 %", "uncertain")
    entry = references.add_entry(actor=make.SYSTEM, kind="initiative", values={"title": "Un"}, since=TODAY)
    references.add_body(actor=make.SYSTEM, entry=entry, organisation=make.operator("59", "Nord Essai"), part="carrier")
    references.correct_entry(actor=make.SYSTEM, entry=entry, values={"title": "Deux"}, since=TODAY, reason="Titre", seen=1)
    told = ask(salome, f"/reseau/reperes/{entry.public_id}").json()
    assert [one["title"] for one in told["editions"]] == ["Deux", "Un"]
    assert (told["carriers"], told["supporters"]) == (["Nord Essai"], [])


def test_a_draft_of_the_objectives_is_the_dla_s_own(db: None) -> None:
    ines, salome = make.officer("59"), make.director()
    made = declinations.start_declination(actor=ines.actor, zone=Zone.objects.get(code="59"))
    assert [one["state"] for one in ask(ines, "/reseau/territoires/59/declinaisons").json()["items"]] == ["draft"]
    assert ask(salome, "/reseau/territoires/59/declinaisons").json()["items"] == []
    assert ask(salome, f"/declinaisons/{made.public_id}").status_code == 404
