"""The embedded server under bad luck: races, kills, stale locks, closed folders."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS
from django.db.utils import ConnectionHandler

from cordee.config import embedded
from cordee.config.binaries import reachable
from cordee.config.embedded import EmbeddedPostgres
from cordee.config.trouble import Trouble

USE = """
import sys, time
from pathlib import Path
from cordee.config.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), user="cordee", dbname="cordee", durable=False)
server.ensure()
print(int((server.data / "postmaster.pid").read_text().split()[0]), flush=True)
time.sleep(float(sys.argv[2]))
"""


def server_in(folder: Path, *, durable: bool = False) -> EmbeddedPostgres:
    return EmbeddedPostgres(folder / "pg", user="cordee", dbname="cordee", durable=durable)


def another_user(folder: Path, stay: float = 0) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", USE, str(folder / "pg"), str(stay)], stdout=subprocess.PIPE, text=True)


def postmaster(user: subprocess.Popen[str]) -> int:
    assert user.stdout is not None
    return int(user.stdout.readline())


def query(server: EmbeddedPostgres, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(host=str(server.run), user=server.user, dbname=server.dbname, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_two_processes_at_once_share_one_server_and_the_last_one_stops_it(open_folder: Path) -> None:
    with another_user(open_folder, stay=0.3) as first, another_user(open_folder, stay=0.3) as second:
        assert postmaster(first) == postmaster(second)
        assert [first.wait(20), second.wait(20)] == [0, 0]
    assert not server_in(open_folder).running()


def test_a_killed_user_is_not_counted_any_more(open_folder: Path) -> None:
    server = server_in(open_folder)
    with another_user(open_folder, stay=60) as killed:
        pid = postmaster(killed)
        assert server.used()
        killed.kill()
    assert not server.used()
    assert server.running()
    server.ensure()
    assert int((server.data / "postmaster.pid").read_text().split()[0]) == pid
    server.release()
    assert not server.running()


def test_a_killed_server_comes_back_with_what_was_committed(open_folder: Path) -> None:
    server = server_in(open_folder, durable=True)
    server.ensure()
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.running() and time.monotonic() < deadline:
        time.sleep(0.05)
    server.ensure(doubt=True)
    assert query(server, "SELECT answer FROM kept") == [(42,)]
    server.release()


def test_a_pid_file_that_names_a_living_stranger_is_no_obstacle(open_folder: Path) -> None:
    server = server_in(open_folder)
    server.ensure()
    server.release()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n{server.run}\n\n0 0\nready\n")
    server.ensure()
    assert query(server, "SELECT 1") == [(1,)]
    server.release()


def test_an_interrupted_creation_is_begun_again(open_folder: Path) -> None:
    server = server_in(open_folder)
    (server.root / "data.new").mkdir(parents=True)
    (server.root / "data.new" / "PG_VERSION").write_text("18\n")
    server.ensure()
    assert query(server, "SELECT 1") == [(1,)]
    server.release()


def test_files_of_another_version_are_left_alone(open_folder: Path) -> None:
    server = server_in(open_folder)
    server.ensure()
    server.release()
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match=r"PostgreSQL 14 .*make restore"):
        server.ensure()
    assert not server.used()


def test_a_path_too_long_for_a_socket(open_folder: Path) -> None:
    deep = open_folder / ("dossier-au-nom-long-" * 6)
    server = server_in(deep)
    assert not server.run.is_relative_to(deep)
    server.ensure()
    assert query(server, "SELECT 1") == [(1,)]
    server.release()


def test_a_full_disk_is_told_before_the_base_is_made(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "ROOM_FOR_A_NEW_BASE", 1 << 60)
    with pytest.raises(Trouble, match="Libérez de la place"):
        server_in(open_folder).ensure()


def test_below_a_closed_folder_root_finds_another_place_and_stays_there(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr(embedded, "server_account", lambda: nobody)
    monkeypatch.setattr(embedded, "private_place", lambda: open_folder / "private")
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    assert not reachable(closed / "pg", nobody)
    moved = server_in(closed)
    assert moved.moved
    assert moved.root.parent == open_folder / "private"
    assert not server_in(open_folder / "not-yet").moved


def test_the_server_answers_on_its_socket_only(open_folder: Path) -> None:
    server = server_in(open_folder)
    server.ensure()
    assert query(server, "SHOW listen_addresses") == [("",)]
    assert server.run.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0
    server.release()


@pytest.mark.django_db
def test_a_page_after_the_death_of_the_server_starts_it_again(open_folder: Path, settings: object) -> None:
    server = server_in(open_folder)
    settings.EMBEDDED_PG = server  # type: ignore[attr-defined]
    connection = ConnectionHandler({DEFAULT_DB_ALIAS: server.settings()})[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    connection.close()
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()
    server.release()


@pytest.mark.django_db
def test_a_connection_is_used_again_while_its_server_is_there_and_no_longer(open_folder: Path, settings: object) -> None:
    server = server_in(open_folder)
    settings.EMBEDDED_PG = server  # type: ignore[attr-defined]
    connection, other = (ConnectionHandler({DEFAULT_DB_ALIAS: server.settings()})[DEFAULT_DB_ALIAS] for _ in range(2))
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    assert connection.is_usable()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    for one in (connection, other):
        one.close()
    server.release()
