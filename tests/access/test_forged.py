"""Forged bodies: addresses that one may open, with the key of something else in them. Each is refused, and not a row is written."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection

from cordee.core.lifecycle import lifecycles
from tests import factories as make
from tests.access.world import World

#: written by the request itself: who came, and what was answered
OWN = ("accounts_session", "core_cache", "core_readlog")


class Forged(NamedTuple):
    """`place` and the values of `body` are filled from `Stage.keys`."""

    what: str
    who: str
    place: str
    body: dict[str, str]
    status: int


SITE = {"kind": "antenna", "name": "Pris", "version": "1", "period_0": "2024-01-01"}
CASES = [
    Forged("a place of another sheet", "officer", "/annuaire/{near}/lieux/{site}/modifier/", SITE, 404),
    Forged("a place out of reach", "officer_elsewhere", "/annuaire/{sheet}/lieux/{site}/modifier/", SITE, 404),
    Forged("taking off what one may only propose", "structure", "/annuaire/{sheet}/lieux/{site}/retirer/", {"reason": "À moi."}, 404),
    Forged("a mandate for oneself", "officer", "/annuaire/{operator}/mandats/ajouter/", {"level": "national"}, 404),
    Forged("a tie to a hidden sheet", "officer", "/annuaire/{sheet}/liens/ajouter/", {"kind": "member", "target": "Chantier caché",
           "target_cle": "{hidden}", "period_0": "2024-01-01"}, 422),
    Forged("a merge with a hidden sheet", "officer", "/annuaire/{sheet}/fusionner/", {"avec": "{hidden}", "digest": "0" * 32}, 200),
    Forged("a merge with an open card", "officer", "/annuaire/{sheet}/fusionner/", {"avec": "{card}", "digest": "0" * 32}, 409),
    Forged("a hidden successor", "officer", "/annuaire/{sheet}/succession/", {"on": "2025-01-01", "kind": "takeover",
           "successor": "Chantier caché", "successor_cle": "{hidden}"}, 422),
    Forged("one's own proposal accepted", "structure", "/actes/directory.change_request/{proposed}/accept/", {}, 409),
    Forged("a proposal of elsewhere", "officer_elsewhere", "/actes/directory.change_request/{proposed}/accept/", {}, 404),
    Forged("the act of another proposal", "officer", "/actes/directory.change_request/{proposed}/corriger/{event}/", {"reason": "N."}, 404),
    Forged("many proposals of elsewhere", "officer_elsewhere", "/annuaire/propositions/actes/", {"acte": "accept", "confirme": "1",
           "ligne": "{proposed}"}, 302),
    Forged("someone else's membership", "structure", "/comptes/agir-pour/", {"membership": "{officer_membership}"}, 404),
    Forged("a profile above one's own", "structure", "/annuaire/{sheet}/acces/", {"email": "moi@essai.example", "profile": "officer"}, 422),
    Forged("an administrator", "officer", "/annuaire/{sheet}/acces/", {"email": "moi@essai.example", "profile": "admin"}, 422),
    Forged("an access of another organisation", "officer", "/annuaire/{near}/acces/{colleague}/retirer/", {}, 404),
    Forged("support by who is not of the team", "national", "/annuaire/{sheet}/acces/{colleague}/assister/", {"reason": "Pour voir."}, 404),
    Forged("a notice answered for its reader", "officer", "/actes/core.notice/{notice}/reply/", {"answer": "Oui."}, 409),
    Forged("a notice of others", "network", "/actes/core.notice/{notice}/acknowledge/", {}, 404),
    Forged("the import of another team", "officer_elsewhere", "/imports/suivi/{run}/", {"acte": "reprendre", "l3c0": "Pris"}, 404),
    Forged("the view of someone else", "structure", "/vues/{view}/supprimer/", {}, 404),
    Forged("figures for who may not read them", "network", "/annuaire/{sheet}/chiffres/", {}, 404),
    Forged("a sheet of the card's owner", "officer", "/annuaire/actes/", {"acte": "fiches", "confirme": "1", "ligne": "{card}"}, 200),
    Forged("a setting of everyone", "officer", "/reglages/core.notice_send_days/", {"value": "1", "place": "tout", "since": "2030-01-01",
           "reason": "Plus vite.", "etape": "enregistrer"}, 404),
    Forged("a setting for another territory", "regional", "/reglages/core.notice_send_days/", {"value": "1", "place": "75",
           "since": "2030-01-01", "reason": "Plus vite.", "etape": "enregistrer"}, 422),
]  # fmt: skip


class Stage(World):
    """The world, with a sheet that the officer does not see and another of which they see the card."""

    def __init__(self) -> None:
        super().__init__()
        hidden = make.organisation("Chantier caché", zone="31")
        card = make.organisation("Carte ouverte", zone="31", roles=("provider",))
        self.keys = {
            "sheet": self.structure, "near": self.pair.second, "hidden": hidden, "card": card, "site": self.children["site"],
            "operator": self.people["officer"].organisation, "proposed": self.proposed, "view": self.view, "run": self.run,
            "officer_membership": self.people["officer"].membership, "colleague": self.colleague.membership, "notice": self.notice,
        }  # fmt: skip

    def filled(self, text: str) -> str:
        return text.format(event=self.acceptance.pk, **{name: row.public_id for name, row in self.keys.items()})


def everything() -> dict[str, list[str]]:
    """Every row of the rooms, as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(core|directory|accounts|territory)_'"
        )
        found = {}
        for name in sorted(name for (name,) in cursor.fetchall() if name not in OWN):
            cursor.execute(f"SELECT md5(string_agg(to_jsonb(t)::text, '' ORDER BY to_jsonb(t)::text)) FROM {name} t")
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.mark.covers("SYS-001", "SYS-902", "GOV-902")
def test_a_forged_body_is_refused_and_writes_nothing(db: None) -> None:
    stage, wrong = Stage(), []
    assert {"directory.change_request", "core.notice"} <= {lifecycle.code for lifecycle in lifecycles}
    clients = {case.who: stage.client(case.who) for case in CASES}  # signed in before one looks
    before = everything()
    for case in CASES:
        cache.clear()
        body: dict[str, Any] = {name: stage.filled(value) for name, value in case.body.items()}
        answer = clients[case.who].post(stage.filled(case.place), body)
        after = everything()
        written = [name for name, rows in after.items() if rows != before[name]]
        if answer.status_code != case.status or written:
            wrong.append(f"{case.what} ({case.who}): {answer.status_code} instead of {case.status}, written: {written}")
        before = after
    assert not wrong, "\n".join(wrong)
