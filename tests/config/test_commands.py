"""The commands as an operator types them: what they do, and the sentence they say when something outside is wrong."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from cordee.config.commands import COMMANDS, main, reset, serve
from cordee.config.commands.running import as_platform, with_platform_stopped
from cordee.config.trouble import Trouble, from_os_error
from tests.databases import ROOT, OwnDatabase


@pytest.fixture
def var(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CORDEE_VAR", str(open_folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return open_folder


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err.strip()


# -- bad situations ---------------------------------------------------------------------------------------------------
def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ouvrir"]) == 1
    assert said(capsys).startswith("La commande « ouvrir » n'existe pas.")


def test_a_taken_port_names_the_next_one(var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(serve.time, "sleep", lambda _: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(number))
        assert main(["serve"]) == 1
    assert said(capsys) == f"Le port {number} est déjà pris par un autre programme. Choisissez-en un autre : PORT={number + 1} make demo"


@pytest.mark.parametrize("given", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none(var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str) -> None:
    monkeypatch.setenv("PORT", given)
    assert main(["serve"]) == 1
    assert said(capsys) == f"PORT vaut « {given} », il faut un nombre de 1 à 65535. Par exemple : PORT=8000."


def test_an_address_of_another_machine(var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CORDEE_BIND", "192.0.2.1")
    assert main(["serve"]) == 1
    assert "CORDEE_BIND" in said(capsys)


def test_a_folder_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CORDEE_VAR", "/proc/cordee")
    assert main(["serve"]) == 1
    assert said(capsys).startswith("Cordée ne peut pas écrire ici : /proc/cordee.")


def test_a_full_disk_is_told_and_a_fault_of_ours_is_not_hidden() -> None:
    assert "Le disque est plein (/x)" in str(from_os_error(OSError(errno.ENOSPC, "full", "/x")))
    assert from_os_error(OSError(errno.EBADF, "bad")) is None


def test_an_unreadable_address_of_a_base_is_one_sentence_in_a_true_process(var: Path) -> None:
    done = cordee(var, "migrate", DATABASE_URL="mysql://u@h/x")
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL doit désigner un serveur PostgreSQL")
    assert len(done.stderr.splitlines()) == 1


def test_reset_never_touches_the_base_of_another_server(monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/x")
    with pytest.raises(Trouble, match="n'efface pas la base d'un autre serveur"):
        reset.reset(["--yes"])


def test_an_open_platform_and_a_restoration_exclude_each_other(var: Path) -> None:
    with as_platform(var), as_platform(var):
        with pytest.raises(Trouble, match="Arrêtez-la par Ctrl-C"), with_platform_stopped(var, "restaurer"):
            pass
    with with_platform_stopped(var, "restaurer"):
        with pytest.raises(Trouble, match="en cours sur ce dossier"), as_platform(var):
            pass


# -- backup -----------------------------------------------------------------------------------------------------------
def test_what_was_lost_after_a_backup_comes_back(own_db: OwnDatabase, var: Path, settings: object) -> None:
    settings.FILES_ROOT = var / "files"  # type: ignore[attr-defined]
    kept = var / "files" / "ab" / "abcdef"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a deliverable")
    users = get_user_model().objects
    users.create_user("avant@cordee.example")
    assert main(["backup"]) == 0
    (archive,) = (var / "backups").iterdir()
    assert archive.stat().st_mode & 0o077 == 0

    users.all().delete()
    users.create_user("apres@cordee.example")
    kept.unlink()
    for _ in range(2):  # a restored base can be saved and restored again
        assert main(["restore", str(archive)]) == 0
        assert [user.email for user in users.all()] == ["avant@cordee.example"]
        assert kept.read_bytes() == b"a deliverable"
        archive.unlink()
        assert main(["backup"]) == 0
        (archive,) = (var / "backups").iterdir()


def test_a_damaged_archive_changes_nothing(own_db: OwnDatabase, var: Path, settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings.FILES_ROOT = var / "files"  # type: ignore[attr-defined]
    get_user_model().objects.create_user("avant@cordee.example")
    assert main(["backup"]) == 0
    (archive,) = (var / "backups").iterdir()
    whole = archive.read_bytes()
    for damage in (whole[: len(whole) // 2], b"not an archive", whole.replace(b"PGDMP", b"PGDMQ", 1)):
        archive.write_bytes(damage)
        assert main(["restore", str(archive)]) == 1
        assert "Choisissez-en une autre" in said(capsys)
    assert main(["restore", str(var / "absente.tar")]) == 1
    assert said(capsys).startswith("Il n'y a pas d'archive à cet endroit")
    assert get_user_model().objects.count() == 1


# -- a true platform --------------------------------------------------------------------------------------------------
def cordee(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cordee", *words],
        cwd=ROOT, env=environment(var, **more), capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CORDEE_", "DJANGO_", "DATABASE_"))}
    return kept | {"CORDEE_VAR": str(var), "CORDEE_PG_FAST": "1", "CORDEE_WEB_PROCESSES": "1"} | more


@contextmanager
def platform(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "cordee", "demo"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(var, PORT=str(port)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            shown = []
            for line in process.stdout:
                shown.append(line)
                if "Ctrl-C" in line:
                    break
            assert f"http://127.0.0.1:{port}" in "".join(shown), "".join(shown)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
    except urllib.error.HTTPError as answer:
        answer.close()
        return True
    except OSError:
        return False
    return True


def processes_of(var: Path) -> list[int]:
    """Web and tasks, known by the platform's folder in their environment. PostgreSQL outlives a kill, and is used again."""
    mark, found = f"CORDEE_VAR={var}".encode(), []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if mark in (entry / "environ").read_bytes().split(b"\0") and b"-m" in words:  # a zombie has no words
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_a_platform_opens_survives_a_kill_and_closes_cleanly(var: Path, port: int) -> None:
    with platform(var, port) as process:
        assert answers(port)
        assert len(processes_of(var)) >= 3
        assert "Arrêtez-la par Ctrl-C" in cordee(var, "reset", "--yes").stderr
        process.kill()
    deadline = time.monotonic() + 15
    while (answers(port) or processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not answers(port)
    assert processes_of(var) == []

    with platform(var, port) as process:
        assert answers(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert not (var / "pg" / "data" / "postmaster.pid").exists()
    assert cordee(var, "reset").returncode == 0
    assert not (var / "pg").exists()
    assert (var / "secret.key").exists()
