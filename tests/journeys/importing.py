"""A spreadsheet of five hundred lines, and the worker's turn: what the journeys that import share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cordee.core.models import Task
from cordee.core.tasks import do_task
from cordee.demo.volume import numbers
from tests.journeys.conftest import Someone

LINES, EVERY = 500, 25


def spreadsheet(folder: Path, *, wrong: bool = True) -> Path:
    """Latin-1, semicolons, amounts with spaces; one line in twenty-five names a town that does not exist."""
    rows = ["Raison sociale;N° SIRET;CP;Commune;Budget 2024"]
    for n in range(LINES):
        town = "Lile" if wrong and n % EVERY == 3 else "Lille"
        rows.append(f"Élan {n:03} (fictif);{numbers.siret(98500 + n)};59000;{town};{n} 234,50 €")
    path = folder / "mes structures.csv"
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    return path


def work() -> None:
    """The worker's turn."""
    for pk in list(Task.objects.for_system("test").filter(ended_at=None).order_by("id").values_list("pk", flat=True)):
        do_task(pk)


def send(person: Someone, path: Path) -> None:
    """The file, then what was understood of it: its encoding and what each column fills."""
    person.page.get_by_label("Fichier à importer").set_input_files(path)
    person.press("Envoyer le fichier")
    person.sees("Ce que Cordée a compris")
    person.sees("Windows (Latin-1)")
    person.sees("lu : 999")
    person.judge()


def try_out(person: Someone, own_db: Any) -> None:
    person.press("Essayer l'import")
    person.sees("Vous pouvez quitter cette page")
    person.judge()
    own_db.together(work)
    person.page.reload()
    person.sees("Ce que l'import ferait")
    person.judge()


def carry_out(person: Someone, own_db: Any, lines: int) -> None:
    person.page.get_by_role("button", name=f"Importer {lines}").click()
    person.sees("Vous pouvez quitter cette page")
    own_db.together(work)
    person.page.reload()
    person.sees("Compte rendu")
    person.judge()
