"""Enée told by hand: the columns that the regional DLA gives to its file, and a sheet that it copied before it changed."""

from __future__ import annotations

from cordee.actors.providers import actions
from cordee.actors.providers.enee import copies, mapping
from cordee.actors.providers.models import Provider
from cordee.core.copying import fields_of
from cordee.demo.examples.register import REGIONAL
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

#: the columns of Enée are not published: these titles are the team's own
COLUMNS = [
    ["siret", "N° SIRET"],
    ["name", "Raison sociale"],
    ["kind", "Statut du prestataire"],
    ["address", "Adresse"],
    ["postcode", "CP"],
    ["city", "Commune"],
    ["email", "Mél"],
    ["phone", "Tél."],
    ["competences", "Domaines de compétence"],
    ["departments", "Zone d'intervention"],
    ["presentation", "Présentation"],
    ["day_ttc", "Tarif jour TTC"],
]
NEW_WORDS = (
    "Trois consultants depuis l'automne, une méthode : partir des chiffres de l'atelier et des personnes qui y travaillent (fictif)."
)
KEPT, COPIED, CHANGED = 64, 62, 40  # days before J


def tell(stage: Stage) -> None:
    """After the register: the sheet of Trois-Ponts was verified, then copied; its presentation changed since."""
    regional = stage.acting(address(REGIONAL))
    with told_at(stage.ago(KEPT), 11):
        mapping.TABLES.keep(actor=regional, columns=COLUMNS, version=0)
    trois_ponts = Provider.objects.for_system("a sheet of the story").get(organisation=stage["trois-ponts"])
    with told_at(stage.ago(COPIED), 15):
        copies.SHEET.mark(actor=regional, subject=trois_ponts, seen=fields_of(copies.lines(regional, trois_ponts)))
    with told_at(stage.ago(CHANGED), 9):
        actions.edit_section(
            actor=stage.acting(address("prestataire")), provider=trois_ponts, section="presentation", values={"presentation": NEW_WORDS},
            version=trois_ponts.version,
        )  # fmt: skip
