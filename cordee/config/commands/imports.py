"""`import`: a table of structures, from the server, by the same declaration as the screen: understood, tried, then written."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cordee.config.commands.data import open_base
from cordee.config.progress import say, step
from cordee.config.trouble import Trouble

SERVER = "Import depuis le serveur"


def import_file(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m cordee import", description="Importe un tableau de structures (CSV, Excel, OpenDocument)."
    )
    parser.add_argument("file", metavar="FICHIER", type=Path)
    parser.add_argument("--oui", action="store_true", help="écrire sans demander de confirmation")
    asked = parser.parse_args(arguments)
    if not asked.file.is_file():
        raise Trouble(f"Le fichier « {asked.file} » n'existe pas : vérifiez son chemin.")
    open_base()
    return _import(asked.file, sure=asked.oui)


def _import(path: Path, *, sure: bool) -> int:
    from cordee.core.access import Actor, Refused
    from cordee.core.imports import actions
    from cordee.core.imports.declare import imports
    from cordee.core.imports.telling import mapped, outcome, shape

    actor, declaration = Actor.system(SERVER), imports["directory.organisations"]
    try:
        with step("Lecture du fichier"), path.open("rb") as stream:
            run = actions.send_file(actor=actor, declaration=declaration, stream=stream, name=path.name)
        for line in (*shape(run), *mapped(run)):
            say(line)
        if lacking := actions.missing(run):
            raise Trouble(f"Aucune colonne ne donne « {', '.join(lacking)} » : nommez-la dans le fichier, puis recommencez.")
        with step("Essai, sans rien écrire"):
            run = actions.work(actor=actor, run=run, write=False, progress=lambda done: None)
        say(outcome(run))
        if not sure and not _agreed():
            say("Rien n'a été écrit.")
            return 0
        with step("Écriture"):
            run = actions.work(actor=actor, run=run, write=True, progress=lambda done: None)
    except Refused as refused:
        raise Trouble(refused.refusal.sentence) from None
    say(outcome(run))
    _leave_refused(run, path)
    return 0


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Écrire ces changements ? (oui / non) ").strip().lower() in ("oui", "o")


def _leave_refused(run: object, path: Path) -> None:
    """The lines to mend, beside the file: mended, that file is imported alone."""
    from cordee.core.files.store import open_stored

    kept = getattr(run, "refused_file", None)
    if kept is not None:
        beside = path.with_name(kept.name)
        with open_stored(kept.sha256) as stored:
            beside.write_bytes(stored.read())
        say(f"Les lignes refusées, avec leur motif : {beside}")
