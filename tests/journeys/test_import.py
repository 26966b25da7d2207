"""An officer brings five hundred lines, twenty of which are to be mended: what was understood, the trial, the report, the mending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cordee.actors.directory.models import Organisation
from tests.journeys.importing import LINES, carry_out, send, spreadsheet, try_out, work
from tests.journeys.world import INES, MARC

Arrive = Callable[..., Any]


@pytest.mark.covers("ORG-901")
def test_five_hundred_lines_twenty_to_mend(someone: Arrive, world: Any, own_db: Any, tmp_path: Path) -> None:
    ines = someone(INES)
    ines.open("/annuaire/")
    ines.follow("Importer des organisations")
    ines.page.wait_for_url("**/imports/envoyer/organisations/")
    ines.judge()
    send(ines, spreadsheet(tmp_path))
    try_out(ines, own_db)
    carry_out(ines, own_db, LINES - 20)
    assert Organisation.objects.for_system("test").filter(name__startswith="Élan").count() == LINES - 20
    wrong = ines.page.get_by_label("Commune", exact=True)
    assert wrong.count() == 20
    for place in range(20):
        wrong.nth(place).fill("Lille")
    ines.press("Relire les lignes corrigées")
    own_db.together(work)
    ines.page.reload()
    carry_out(ines, own_db, 20)
    assert Organisation.objects.for_system("test").filter(name__startswith="Élan").count() == LINES
    ines.open("/imports/")
    ines.judge()
    assert "lignes à reprendre" not in ines.page.locator("main table, main .cards, #liste").first.inner_text()


def test_the_same_pages_on_a_phone(someone: Arrive, tmp_path: Path) -> None:
    marc = someone(MARC, 360)
    marc.open("/imports/")
    marc.sees("Les fichiers que vous importerez viendront ici")
    marc.judge()
    marc.open("/imports/envoyer/organisations/")
    marc.page.get_by_label("Fichier à importer").set_input_files(spreadsheet(tmp_path))
    marc.press("Envoyer le fichier")
    marc.sees("Ce que remplit chaque colonne")
    marc.judge()
