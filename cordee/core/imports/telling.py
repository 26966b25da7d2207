"""An import in words: what the file is made of, which column fills what, what came out. Shared by the page and the command."""

from __future__ import annotations

from cordee.core.formats import counted, joined
from cordee.core.imports.declare import of_run
from cordee.core.imports.mapping import split
from cordee.core.imports.sources import SEPARATORS, encoding_label
from cordee.core.models import ImportRun

KINDS = {"csv": "Texte", "xlsx": "Classeur Excel", "xls": "Classeur Excel (ancien format)", "ods": "Classeur OpenDocument"}


def facts(run: ImportRun) -> list[tuple[str, str]]:
    """What the file is made of."""
    way = run.reading["way"]
    pairs = [("Fichier", KINDS[run.file.kind])]
    if way["sheet"]:
        pairs.append(("Feuille", way["sheet"]))
    else:
        pairs += [("Accents", encoding_label(way["encoding"])), ("Séparateur", SEPARATORS.get(way["separator"], way["separator"]))]
    return [*pairs, ("Ligne des titres", str(way["header"])), ("Lignes", counted(run.reading["lines"], "ligne"))]


def shape(run: ImportRun) -> list[str]:
    return [" · ".join(f"{name} : {value}" for name, value in facts(run)), *run.reading["remarks"]]


def mapped(run: ImportRun) -> list[str]:
    """One line a column."""
    fields = of_run(run).fields()
    said = []
    for rank, title in enumerate(run.reading["titles"]):
        name, year = split(run.mapping.get(str(rank), ""))
        target = f"{fields[name].label}{f' {year}' if year else ''}" if name else "laissée de côté"
        said.append(f"  {title} → {target}")
    return said


def outcome(run: ImportRun) -> str:
    done = bool(run.written_at)
    words = (
        ("create", "créée" if done else "à créer"),
        ("change", "modifiée" if done else "à modifier"),
        ("same", "sans changement"),
        ("refused", "refusée"),
    )
    said = [f"{run.counts[name]} {word}{'s' if done and run.counts[name] > 1 and name != 'same' else ''}" for name, word in words]
    return f"Lignes : {joined(said)}."
