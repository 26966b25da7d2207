"""The base and what it holds. Rooms bring their own Django commands; these give them one French face."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import StringIO

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cordee.config.database import require_usable
from cordee.config.progress import say, step
from cordee.config.trouble import Trouble

UNUSED_BOOTSTRAP = ("bootstrap-grid.*", "bootstrap-reboot.*", "bootstrap-utilities.*", "*.rtl.*", "bootstrap.esm.*")


def open_base() -> None:
    """Django ready and the base answering."""
    django.setup()
    require_usable(connection)


def call(name: str, *arguments: str) -> None:
    try:
        call_command(name, *arguments)
    except CommandError as refusal:
        raise Trouble(str(refusal)) from None


def migrate(arguments: list[str]) -> int:
    with step("Base de données"):
        open_base()
    with step("Structure de la base"):
        call("migrate", "--no-input", "--verbosity=0", "--skip-checks", *arguments)
    if not arguments:
        with step("Grilles de la bibliothèque"):
            call("load_library", "--verbosity=0")
    return 0


def collect_static() -> None:
    """Only when a file changed: compressing all of them takes longer than everything else at start."""
    stamp = settings.STATIC_ROOT / ".stamp"
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            info = os.stat(storage.path(path))
            digest.update(f"{path}\0{info.st_size}\0{info.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    unused = [f"--ignore={part}" for part in UNUSED_BOOTSTRAP]
    call("collectstatic", "--no-input", "--clear", "--verbosity=0", "--skip-checks", *unused)
    stamp.write_text(digest.hexdigest())


def has_examples() -> bool:
    return "load_examples" in get_commands()


def load_examples(arguments: list[str]) -> int:
    with step("Données de démonstration"):
        open_base()
        call("load_examples", *arguments)
    return 0


def generate(arguments: list[str]) -> int:
    open_base()
    call("generate", *arguments)
    return 0


def bench(arguments: list[str]) -> int:
    """In a process of its own: it measures the memory of what it starts."""
    program = settings.BASE_DIR / "bench" / "run.py"
    return subprocess.call([sys.executable, str(program), *arguments], cwd=settings.BASE_DIR)  # noqa: S603  our own program


def check(arguments: list[str]) -> int:
    with step("Base de données"):
        open_base()
    with step("Structure de la base à jour"):
        executor = MigrationExecutor(connection)
        late = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if late:
            raise Trouble(f"Il reste {len(late)} changements de structure à appliquer. Lancez « make migrate ».")
    with step("Réglages et modèles"):
        try:
            call_command("check", "--database=default", "--fail-level=ERROR", *arguments, stdout=StringIO(), stderr=StringIO())
        except CommandError as refusal:
            raise Trouble(str(refusal)) from None
    say("L'installation est en ordre.")
    return 0
