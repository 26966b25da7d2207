"""A spreadsheet of the nation's structures: made from the same crowd as `generate`, imported as an administrator would, twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Agreement, Organisation, Role, Sector
from cordee.core.access import Actor
from cordee.core.imports import actions
from cordee.core.imports.declare import imports
from cordee.core.models import ImportRun
from cordee.demo.volume.invent import Crowd, Sheet
from cordee.demo.volume.load import places_of

ADMINISTRATOR = Actor(
    user_id=None, membership_id=None, organisation_id=None, profile="admin", capacity="operator", zones=None, label="Mesure"
)
TITLES = (
    "Nom", "SIRET", "SIREN", "Type ou rôle", "Forme juridique", "Créée en", "ESUS", "Adresse", "Code postal", "Ville",
    "Téléphone", "Courriel", "NAF", "Services", "Clientèle", "Appropriation du numérique", "Comptabilité analytique", "Secteurs",
    "Type de territoire", "Conventionnée depuis le",
)  # fmt: skip
FIGURES = ("Permanents", "Personnes en insertion", "ETP", "Budget", "Ventes (%)", "Part État", "Subventions")


def spreadsheet(count: int) -> bytes:
    """As a French spreadsheet writes it: Latin-1, semicolons, decimal commas."""
    today = timezone.localdate()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    years = (today.year - 2, today.year - 1)
    writer.writerow([*TITLES, *(f"{title} {year}" for year in years for title in FIGURES)])
    sectors = dict(Sector.objects.values_list("code", "label"))
    for sheet in Crowd(2, places_of(), today).sheets(count):
        writer.writerow([*words(sheet, sectors), *figures(sheet, years)])
    return text.getvalue().encode("cp1252", "replace")


def words(s: Sheet, sectors: dict[str, str]) -> Iterator[Any]:
    kinds = [Role.Kind(s.role).label, *([Agreement.Type(s.agreement).label] if s.agreement else [])]
    clients = {"b2b": "Professionnels", "b2c": "Particuliers", "both": "Les deux"}[s.clients]
    level, accounting = Organisation.DigitalLevel(s.digital_level).label, {True: "oui", False: "non", None: ""}[s.analytical_accounting]
    yield from (
        s.name,
        s.siret,
        s.siren,
        ", ".join(kinds),
        Organisation.LegalForm(s.legal_form).label,
        s.founded_in,
        "oui" if s.esus else "non",
    )
    yield from (
        s.address,
        s.place.postcode,
        s.place.name,
        s.phone,
        s.email,
        s.activity.naf,
        s.activity.services,
        clients,
        level,
        accounting,
    )
    yield from (
        ", ".join(sectors[code] for code in s.sectors),
        Organisation.Setting(s.setting).label,
        f"01/01/{s.agreed_from}" if s.agreement else "",
    )


def figures(s: Sheet, years: tuple[int, ...]) -> Iterator[Any]:
    known = {y.year: y for y in s.years}
    for year in years:
        y = known.get(year)
        if y is None:
            yield from [""] * len(FIGURES)
            continue
        numbers = (y.permanent, y.insertion, y.fte, y.budget, y.sales, y.services, 100 - y.sales - y.services)
        yield from ("" if n is None else str(n).replace(".", ",") for n in numbers)


def send(data: bytes) -> ImportRun:
    return actions.send_file(
        actor=ADMINISTRATOR, declaration=imports["directory.organisations"], stream=io.BytesIO(data), name="structures.csv"
    )


def work(run: ImportRun, *, write: bool) -> ImportRun:
    return actions.work(actor=ADMINISTRATOR, run=run, write=write, progress=lambda done: None)
