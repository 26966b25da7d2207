"""*Recherche d'entreprises*: what the public register says of a SIRET. Everything may be null; those who opted out are absent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cordee.core.connectors import Connector, Trouble, ask, at, declare, list_at, text_at
from cordee.core.connectors.declare import switch

TITLE = "Recherche d'entreprises"
COMPANIES = declare(
    Connector(
        code="recherche-entreprises",
        title=TITLE,
        what="Remplir une fiche depuis un SIRET ; être prévenu d'une procédure collective, d'une fermeture ou d'une radiation.",
        url="https://recherche-entreprises.api.gouv.fr",
        switch=switch("recherche-entreprises", TITLE),
        kept_hours=12,
        pause=0.5,
    )
)
UNKNOWN = (
    "Recherche d'entreprises ne connaît pas ce SIRET : l'organisation a pu demander à ne pas être diffusée. Saisissez la fiche à la main."
)
#: legal category (its first digits) → legal form of a sheet
FORMS = {
    "1": "self_employed", "51": "cooperative", "5": "company", "7": "public", "82": "mutual", "92": "association", "93": "foundation",
}  # fmt: skip
COOPERATIVES = ("5458", "5460", "5558", "5560", "5658", "5660")


@dataclass(frozen=True, slots=True)
class Company:
    """What was understood of an answer; an empty value was not said."""

    siret: str
    values: dict[str, Any]
    commune: str
    alerts: list[Fact]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the register says and that the officer must know. `key` recognises it from one night to the next."""

    kind: str
    said: str
    on: date | None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.said}:{self.on or ''}"[:200]


class Absent(Exception):
    """The register was asked, and does not know this number."""

    sentence = UNKNOWN


def company_of(siret: str) -> Company:
    """Raises `Trouble` when the service fails, `Absent` when it does not know the number."""
    answer = ask(COMPANIES, "/search", {"q": siret, "per_page": "1"})
    if not isinstance(answer.get("results"), list):
        raise Trouble("garbage", TITLE)
    found = [result for result in answer["results"] if isinstance(result, dict)]
    if not found:
        raise Absent
    place = _place(found[0], siret)
    if place is None:
        raise Absent
    return Company(siret, _values(found[0], place), text_at(place, "commune", 5), _facts(found[0], place))


def _place(result: dict[str, Any], siret: str) -> dict[str, Any] | None:
    """The establishment that bears this number; the head office, when nothing else is said of it."""
    places = [place for place in [at(result, "siege"), *list_at(result, "matching_etablissements")] if isinstance(place, dict)]
    for place in places:
        if text_at(place, "siret") == siret:
            return place
    if text_at(result, "siren") == siret[:9]:
        return next(iter(places), {}) if not any(text_at(place, "siret") for place in places) else {}
    return None


def _values(result: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    """Field of the sheet → what the register says; what it does not say is left out."""
    year = day_at(result, "date_creation")
    address, town, postcode = text_at(place, "adresse"), text_at(place, "libelle_commune", 100), text_at(place, "code_postal", 5)
    said = {
        "name": text_at(result, "nom_raison_sociale") or text_at(result, "nom_complet"),
        "acronym": text_at(result, "sigle", 30),
        "legal_form": legal_form(text_at(result, "nature_juridique")),
        "founded_in": year.year if year and 1600 <= year.year <= 2100 else None,
        "naf": text_at(place, "activite_principale", 6) or text_at(result, "activite_principale", 6),
        "naf25": text_at(place, "activite_principale_naf25", 6) or text_at(result, "activite_principale_naf25", 6),
        "address": address.removesuffix(f"{postcode} {town}").strip() if postcode and town else address,
        "postcode": postcode if postcode.isdigit() and len(postcode) == 5 else "",
        "city": town,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def legal_form(code: str) -> str:
    if code in COOPERATIVES:
        return "cooperative"
    return next((form for start, form in FORMS.items() if code.startswith(start)), "") if code.isdigit() else ""


def day_at(data: Any, path: str) -> date | None:
    try:
        return date.fromisoformat(text_at(data, path)[:10])
    except ValueError:
        return None


def _facts(result: dict[str, Any], place: dict[str, Any]) -> list[Fact]:
    found = []
    status = text_at(result, "bodacc.procedure_collective.statut", 120)
    if status:
        found.append(Fact("insolvency", status, day_at(result, "bodacc.procedure_collective.date")))
    if at(result, "bodacc.radiation.est_radie") is True:
        found.append(Fact("struck_off", "", day_at(result, "bodacc.radiation.date")))
    if text_at(result, "etat_administratif") == "C":
        found.append(Fact("closed", "entreprise", day_at(result, "date_fermeture")))
    elif text_at(place, "etat_administratif") in ("F", "C"):
        found.append(Fact("closed", "établissement", day_at(place, "date_fermeture")))
    return found
