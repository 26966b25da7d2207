"""Bytes are kept once, whole or not at all, and swept only when nobody names them."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.core import files

TEXT = b"Le rapport attendu"
HASH = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    place = tmp_path / "files"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": {"location": place}}}
    return place


def upload(name: str = "rapport.txt", data: bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_stored_file_lies_under_its_hash_and_reads_back(root: Path) -> None:
    stored = files.store(upload("../dossier/rapport.txt"))
    assert (stored.sha256, stored.size, stored.kind.code, stored.name) == (HASH, len(TEXT), "txt", "rapport.txt")
    assert (root / HASH[:2] / HASH).read_bytes() == TEXT
    with files.open_stored(HASH) as opened:
        assert opened.read() == TEXT


def test_the_same_bytes_are_kept_once(root: Path) -> None:
    files.store(upload())
    files.store(upload("autre nom.txt"))
    assert [path for path in root.rglob("*") if path.is_file()] == [root / HASH[:2] / HASH]


def test_a_refused_file_leaves_nothing(root: Path) -> None:
    with pytest.raises(files.RefusedFile):
        files.store(upload("rapport.docx"))
    assert not root.exists()


def test_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_answer(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    acts: list[str] = []
    true_fsync, true_replace = os.fsync, os.replace

    def fsync(handle: int) -> None:
        acts.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        true_fsync(handle)

    def replace(source: str, target: Path) -> None:
        acts.append("rename")
        true_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    files.store(upload())
    assert acts == ["file", "rename", "folder", "folder"]


def test_an_interrupted_write_leaves_no_half_file(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    def full(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        files.store(upload())
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_orphans_are_old_and_named_by_no_row(root: Path) -> None:
    kept = files.store(upload(data=b"connu")).sha256
    lost = files.store(upload(data=b"perdu")).sha256
    fresh = files.store(upload(data=b"en cours")).sha256
    old = (datetime.now(UTC) - timedelta(days=3)).timestamp()
    for sha256 in (kept, lost):
        os.utime(root / files.path_of(sha256), (old, old))
    day_ago = datetime.now(UTC) - timedelta(days=1)
    assert list(files.orphans({kept}, day_ago)) == [lost]
    files.remove(lost)
    assert list(files.orphans({kept}, day_ago)) == []
    with files.open_stored(fresh) as opened:
        assert opened.read() == b"en cours"


def test_no_orphan_where_nothing_was_stored() -> None:
    assert list(files.orphans(set(), datetime.now(UTC))) == []


def test_storing_again_protects_an_old_file_from_the_sweeper(root: Path) -> None:
    sha256 = files.store(upload()).sha256
    os.utime(root / files.path_of(sha256), (0, 0))
    files.store(upload())
    assert list(files.orphans(set(), datetime.now(UTC) - timedelta(days=1))) == []


def test_unfinished_writes_of_dead_processes_are_swept(root: Path) -> None:
    files.store(upload())
    half = root / ".incoming-abc"
    half.write_bytes(b"x")
    assert files.sweep_unfinished(datetime.now(UTC) - timedelta(days=1)) == 0
    os.utime(half, (0, 0))
    assert files.sweep_unfinished(datetime.now(UTC) - timedelta(days=1)) == 1
    assert not half.exists()


def test_a_storage_elsewhere_keeps_the_same_names(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert files.store(upload()).sha256 == HASH
    assert files.store(upload()).sha256 == HASH
    with files.open_stored(HASH) as opened:
        assert opened.read() == TEXT


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_hash_opens_a_file(wrong: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.open_stored(wrong)


def test_produced_bytes_are_kept_without_being_guessed() -> None:
    stored = files.store_bytes(b"%PDF-1.7 produit", kind=files.KINDS["pdf"], name="Fiche d'identité.pdf")
    with files.open_stored(stored.sha256) as opened:
        assert opened.read() == b"%PDF-1.7 produit"
