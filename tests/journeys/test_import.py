"""An officer brings five hundred lines, twenty of which are to be mended: what was understood, the trial, the report, the mending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cordee.actors.directory.models import Organisation
from cordee.core.models import Task
from cordee.core.tasks import do_task
from cordee.demo.volume import numbers
from tests.journeys.world import INES, MARC

Arrive = Callable[..., Any]
LINES, EVERY = 500, 25


def spreadsheet(folder: Path) -> Path:
    """Latin-1, semicolons, amounts with spaces; one line in twenty-five names a town that does not exist."""
    rows = ["Raison sociale;N° SIRET;CP;Commune;Budget 2024"]
    for n in range(LINES):
        town = "Lile" if n % EVERY == 3 else "Lille"
        rows.append(f"Élan {n:03} (fictif);{numbers.siret(98500 + n)};59000;{town};{n} 234,50 €")
    path = folder / "mes structures.csv"
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    return path


def work() -> None:
    """The worker's turn."""
    for pk in list(Task.objects.for_system("test").filter(ended_at=None).order_by("id").values_list("pk", flat=True)):
        do_task(pk)


@pytest.mark.covers("ORG-901")
def test_five_hundred_lines_twenty_to_mend(someone: Arrive, world: Any, own_db: Any, tmp_path: Path) -> None:
    ines = someone(INES)
    ines.open("/annuaire/")
    ines.follow("Importer des organisations")
    ines.page.wait_for_url("**/imports/envoyer/organisations/")
    ines.judge()
    ines.page.get_by_label("Fichier à importer").set_input_files(spreadsheet(tmp_path))
    ines.press("Envoyer le fichier")
    ines.sees("Ce que Cordée a compris")
    ines.sees("Windows (Latin-1)")
    ines.sees("lu : 999")
    ines.judge()
    ines.press("Essayer l'import")
    ines.sees("Vous pouvez quitter cette page")
    ines.judge()
    own_db.together(work)
    ines.page.reload()
    ines.sees("Ce que l'import ferait")
    ines.judge()
    ines.page.get_by_role("button", name="Importer 480").click()
    ines.sees("Vous pouvez quitter cette page")
    own_db.together(work)
    ines.page.reload()
    ines.sees("Compte rendu")
    assert Organisation.objects.for_system("test").filter(name__startswith="Élan").count() == LINES - 20
    ines.judge()
    wrong = ines.page.get_by_label("Commune", exact=True)
    assert wrong.count() == 20
    for place in range(20):
        wrong.nth(place).fill("Lille")
    ines.press("Relire les lignes corrigées")
    own_db.together(work)
    ines.page.reload()
    ines.page.get_by_role("button", name="Importer 20").click()
    own_db.together(work)
    ines.page.reload()
    ines.sees("Compte rendu")
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
