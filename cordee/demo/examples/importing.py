"""The file of an operator that joins the platform: five hundred lines (fictif), twenty of which are to be mended."""

from __future__ import annotations

import csv
import io

from cordee.actors.directory.models import Organisation
from cordee.core.imports import actions
from cordee.core.imports.declare import imports
from cordee.core.models import ImportRun
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import PERSONAS
from cordee.demo.volume.invent import Crowd, Sheet
from cordee.demo.volume.load import places_of

LINES, TO_MEND = 500, 20
FIRST = 98_000  # numbers of the crowd's series that `generate` reaches last
SEED = 1901
WHERE = ("12", "31", "34", "81")
TITLES = (
    "Raison sociale",
    "N° SIRET",
    "Forme juridique",
    "Adresse",
    "CP",
    "Commune",
    "Tél",
    "Mail",
    "Créée en",
    "Budget annuel",
    "Fictive",
)


def tell(stage: Stage) -> None:
    admin = stage.acting(next(persona.email for persona in PERSONAS if persona.code == "administration"))
    with told_at(stage.ago(1), 16) as at:
        run = actions.send_file(
            actor=admin,
            declaration=imports["directory.organisations"],
            stream=io.BytesIO(spreadsheet(stage)),
            name="structures-occitanie.csv",
        )
        run = actions.work(actor=admin, run=run, write=False, progress=lambda done: None)
        run = actions.work(actor=admin, run=run, write=True, progress=lambda done: None)
    dates = {"sent_at": at, "tried_at": at, "written_at": at}
    ImportRun.objects.for_system("the story's own dates").filter(pk=run.pk).update(**dates)


def spreadsheet(stage: Stage) -> bytes:
    """As it came out of a spreadsheet: Latin-1, semicolons, and what a spreadsheet does to numbers."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(TITLES)
    for rank, sheet in enumerate(Crowd(SEED, places_of(WHERE), stage.day, FIRST).sheets(LINES)):
        cells = line(sheet)
        if rank % (LINES // TO_MEND) == 7:
            spoil(cells, rank // (LINES // TO_MEND))
        writer.writerow(cells)
    return text.getvalue().encode("cp1252", "replace")


def line(s: Sheet) -> list[str]:
    form = str(Organisation.LegalForm(s.legal_form).label)
    budget = f"{s.years[-1].budget:,.2f}".replace(",", " ").replace(".", ",") if s.years else ""
    founded = str(s.founded_in)
    return [s.name, s.siret, form, s.address, s.place.postcode, s.place.name, s.phone, s.email, founded, budget, "oui"]


def spoil(cells: list[str], rank: int) -> None:
    """Four sorts of mistakes, five times each."""
    if rank % 4 == 0:
        cells[1] = f"{float(cells[1]):.2E}".replace(".", ",")
    elif rank % 4 == 1:
        cells[5] = f"{cells[5]}x"
    elif rank % 4 == 2:
        cells[9] = "12,500"
    else:
        cells[7] = cells[7].replace("@", " chez ")
