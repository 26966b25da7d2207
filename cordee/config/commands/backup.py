"""One archive for the base and the files, read again before it is called a backup, and put back in one transaction."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection

from cordee.config.commands import data, tools
from cordee.config.commands.running import with_platform_stopped
from cordee.config.env import Env
from cordee.config.progress import say, step
from cordee.config.trouble import Trouble

DUMP, SUMMARY, FILES = "base.dump", "resume.json", "files/"
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout = 0;\n"


def backup(arguments: list[str]) -> int:
    """The base first: a file is written before the row that names it, so the files copied later are never too few."""
    data.open_base()
    folder = Path(arguments[0]).absolute() if arguments else Env().var / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"cordee-{datetime.now():%Y-%m-%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        dump, draft = Path(scratch) / DUMP, Path(scratch) / archive.name
        with step("Base de données"):
            tools.run("pg_dump", "-Fc", "--no-owner", "--no-acl", "-f", dump, "-d", tools.address(), act="La sauvegarde de la base")
        with step("Fichiers"):
            write_archive(draft, dump)
        with step("Relecture de l'archive"):
            tables, files = read_again(draft, Path(scratch))
        draft.chmod(0o600)
        draft.rename(archive)
        note(archive.name, tables=tables, files=files, size=archive.stat().st_size)
    say(f"Sauvegarde faite et relue : {archive} ({tables} tables, {files} fichiers). Gardez-en une copie sur une autre machine.")
    return 0


def read_again(draft: Path, scratch: Path) -> tuple[int, int]:
    """What does not read again is noted too: the administration sees it on its home."""
    try:
        return verify(draft, scratch)
    except Trouble as trouble:
        note(draft.name, trouble=str(trouble)[:300])
        raise


def note(name: str, **facts: Any) -> None:
    from cordee.core.models import Backup

    Backup(name=name, **facts).save()


def write_archive(draft: Path, dump: Path) -> None:
    with draft.open("xb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(dump, DUMP)
            files = 0
            for path in sorted(p for p in settings.FILES_ROOT.rglob("*") if p.is_file()):
                tar.add(path, FILES + path.relative_to(settings.FILES_ROOT).as_posix())
                files += 1
            summary = dump.with_name(SUMMARY)
            with dump.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            summary.write_text(json.dumps({"release": settings.RELEASE, "files": files, "dump_sha256": digest}))
            tar.add(summary, SUMMARY)
        file.flush()
        os.fsync(file.fileno())


def verify(archive: Path, scratch: Path) -> tuple[int, int]:
    """Read the whole archive: the dump is the one that was made, its list can be read, no file is missing."""
    try:
        with tarfile.open(archive) as tar:
            summary: dict[str, Any] = json.load(member(tar, SUMMARY))
            dump = scratch / "relue.dump"
            with dump.open("wb") as copy:
                shutil.copyfileobj(member(tar, DUMP), copy)
            files = sum(1 for info in tar if info.isfile() and info.name.startswith(FILES))
    except (tarfile.TarError, KeyError, ValueError, EOFError):
        raise Trouble(f"{archive} n'est pas une sauvegarde de Cordée complète. Choisissez-en une autre dans var/backups.") from None
    with dump.open("rb") as content:
        same = hashlib.file_digest(content, "sha256").hexdigest() == summary["dump_sha256"]
    if not same or files != summary["files"]:
        raise Trouble(f"{archive} est abîmée : son contenu n'est plus celui qui a été sauvegardé. Choisissez-en une autre.")
    listing = tools.run("pg_restore", "--list", dump, act="La lecture de la sauvegarde")
    return sum(" TABLE DATA " in line for line in listing.splitlines()), files


def member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    content = tar.extractfile(name)
    if content is None:
        raise KeyError(name)
    return content


def restore(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise Trouble("Indiquez l'archive à remettre en place : make restore FILE=var/backups/cordee-….tar")
    archive, var = Path(arguments[0]).absolute(), Env().var
    if not archive.is_file():
        raise Trouble(f"Il n'y a pas d'archive à cet endroit : {archive}. Les sauvegardes sont dans {var / 'backups'}.")
    with with_platform_stopped(var, "restaurer"), tempfile.TemporaryDirectory(dir=var) as scratch:
        with step("Lecture de l'archive"):
            data.open_base()
            tables, files = verify(archive, Path(scratch))
        with step("Fichiers"):
            put_files_back(archive)
        with step("Base de données"):
            put_base_back(Path(scratch))
    data.migrate([])
    say(f"La sauvegarde est en place ({tables} tables, {files} fichiers). Vous pouvez rouvrir Cordée.")
    return 0


def put_files_back(archive: Path) -> None:
    """Files are named by their content: the missing ones are added, none is overwritten or removed."""
    with tarfile.open(archive) as tar:
        for info in tar:
            name = PurePosixPath(info.name)
            if not info.isfile() or not info.name.startswith(FILES) or ".." in name.parts:
                continue
            target = settings.FILES_ROOT.joinpath(*name.parts[1:])
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f"{target.name}.part")
            with draft.open("wb") as copy:
                shutil.copyfileobj(member(tar, info.name), copy)
                copy.flush()
                os.fsync(copy.fileno())
            draft.rename(target)


def put_base_back(scratch: Path) -> None:
    """All or nothing: the old base disappears in the transaction that brings the new one."""
    dump, script = scratch / "relue.dump", scratch / "base.sql"
    tools.run("pg_restore", "--no-owner", "--no-acl", "-f", script, dump, act="La lecture de la sauvegarde")
    whole = scratch / "tout.sql"
    with script.open("rb") as source, whole.open("wb") as target:
        target.write(b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
        target.writelines(line for line in source if line != UNKNOWN_TO_OLDER_SERVERS)
    connection.close()
    once = ("--single-transaction", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1")
    tools.run("psql", *once, "-d", tools.address(), "-f", whole, act="La restauration de la base")
