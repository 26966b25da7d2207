"""What the outside says: an alert of the register, the platforms where structures are listed, a place put on the map."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cordee.actors.directory.connected import watching
from cordee.actors.directory.connected.companies import Company, Fact
from cordee.demo.examples.stage import Stage, period
from cordee.demo.recorded import DAYS_AGO, INSOLVENT

MARCHE = "https://{}.example/le-marche"  # no page of a real platform is invented


def listed(stage: Stage) -> None:
    """Where structures are listed, and a place on the map."""
    for key, platform, start, end in (
        ("fabrique-des-rives", "marche", stage.ago(400), None),
        ("linge-et-compagnie", "marche", stage.ago(820), None),
        ("linge-et-compagnie", "ess2024", stage.ago(1300), stage.ago(700)),
    ):
        stage.child("registration", key, platform=platform, listed=True, link=MARCHE.format(key), period=period(start, end))
    stage.child("registration", "verger-du-canal", platform="marche", listed=False, link="", period=period(stage.ago(60)))
    commune = stage["fabrique-des-rives"].commune
    point: dict[str, Any] = {}
    if commune and commune.latitude and commune.longitude:
        point = {"latitude": Decimal(f"{commune.latitude:.6f}"), "longitude": Decimal(f"{commune.longitude:.6f}")}
    stage.child("site", "fabrique-des-rives", kind="antenna", name="Atelier couture", commune=commune, period=period(2015), **point)


def alert(stage: Stage) -> None:
    number = stage[INSOLVENT].identifiers.get(kind="siret").value
    fact = Fact("insolvency", "Redressement judiciaire", stage.ago(DAYS_AGO))
    watching.take_in(stage[INSOLVENT].pk, number, Company(number, {}, "", [fact]))
