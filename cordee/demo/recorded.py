"""Recorded answers that stand for the public services: the demonstration calls no one. Shapes are the services', values invented."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cordee.actors.directory.connected.addresses import ADDRESSES
from cordee.actors.directory.connected.companies import COMPANIES
from cordee.actors.directory.models import Organisation
from cordee.actors.territory.queries import commune_by_code
from cordee.core.clock import today
from cordee.core.connectors import recorded
from cordee.core.models.bases import period_contains_today
from cordee.demo.examples.stage import public_id

FOLDER = Path(__file__).parent / "recorded"
INSOLVENT = "verger-du-canal"
DAYS_AGO = 12


def _sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def insolvency_day() -> date:
    return today() - timedelta(days=DAYS_AGO)


def companies(path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The recorded company, or a sheet of the demonstration as the register would say it; any other number is unknown."""
    answer, siret = _sample("company"), query.get("q", "")
    if siret == answer["results"][0]["siege"]["siret"]:
        return answer
    rows = Organisation.objects.for_system("the demonstration answers for its own").filter(fictitious=True, merged_into=None)
    sheets = rows.filter(pk__in=_bearing(siret)).select_related("commune").order_by("id")
    sheet = sheets.first()
    return {**answer, "results": [_told(answer["results"][0], sheet, siret)] if sheet else []}


def _bearing(siret: str) -> Any:
    identifiers: Any = Organisation._meta.get_field("identifiers").related_model
    rows = identifiers.objects.for_system("the demonstration answers for its own")
    return rows.filter(period_contains_today(), kind="siret", value=siret).order_by().values("organisation_id")


def _told(result: dict[str, Any], sheet: Organisation, siret: str) -> dict[str, Any]:
    told = copy.deepcopy(result)
    name, commune = sheet.name.removesuffix(" (fictif)").upper(), sheet.commune
    told |= {
        "siren": siret[:9],
        "nom_complet": name,
        "nom_raison_sociale": name,
        "sigle": None,
        "date_creation": f"{sheet.founded_in}-04-01",
    }
    told["siege"] |= {"siret": siret, "adresse": "3 QUAI DES EXEMPLES", "date_creation": told["date_creation"]}
    if commune:
        told["siege"] |= {"commune": commune.code, "libelle_commune": commune.name.upper(), "code_postal": commune.postcodes[0]}
    if sheet.public_id == public_id(INSOLVENT):
        told["bodacc"]["procedure_collective"] = {
            "statut": "Redressement judiciaire",
            "id_annonce": None,
            "date": insolvency_day().isoformat(),
        }
    return told


def addresses(path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The centre of the town for any address that names one: near enough for a demonstration."""
    answer = _sample("address")
    commune = commune_by_code(query.get("citycode", ""))
    if commune is None or commune.longitude is None:
        return answer if "exemple" in query.get("q", "").lower() else {**answer, "features": []}
    feature = answer["features"][0]
    feature["geometry"]["coordinates"] = [commune.longitude, commune.latitude]
    feature["properties"] |= {"label": query.get("q", ""), "citycode": commune.code, "city": commune.name}
    return answer


recorded.add(COMPANIES.code, companies)
recorded.add(ADDRESSES.code, addresses)
