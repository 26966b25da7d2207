"""Where the bytes of files live: under their own hash, written before the row that names them, swept after a day without one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from cordee.core.files.kinds import Kind, recognise, safe_name

_CHUNK = 256 * 1024
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Stored:
    sha256: str
    size: int
    kind: Kind
    name: str


def store(upload: File[bytes]) -> Stored:
    """Recognise, hash and write an upload. Call it before the row is committed: a row always finds its bytes."""
    name = safe_name(upload.name or "")
    stream: BinaryIO = upload.file if upload.file is not None else upload  # type: ignore[assignment]
    kind = recognise(stream, name)
    sha256, size = _keep(_chunks(stream))
    return Stored(sha256, size, kind, name)


def store_bytes(data: bytes, *, kind: Kind, name: str) -> Stored:
    """Keep what Cordée itself produced: a document, an export."""
    sha256, size = _keep(iter([data]))
    return Stored(sha256, size, kind, safe_name(name))


def path_of(sha256: str) -> str:
    if len(sha256) != 64 or not _HEX.issuperset(sha256):
        raise ValueError("not a SHA-256")
    return f"{sha256[:2]}/{sha256}"


def open_stored(sha256: str) -> File[bytes]:
    """The stored bytes, for reading; `FileNotFoundError` when they are not there."""
    return _storage().open(path_of(sha256), "rb")


def remove(sha256: str) -> None:
    _storage().delete(path_of(sha256))


def orphans(known: set[str], older_than: datetime) -> Iterator[str]:
    """Hashes stored before that moment that no row names. The delay protects an upload whose row is not committed yet."""
    for folder in sorted(_folders()):
        for name in sorted(_storage().listdir(folder)[1]):
            path = f"{folder}/{name}"
            if len(name) != 64 or not _HEX.issuperset(name) or name in known:
                continue
            if _storage().get_modified_time(path) < older_than:
                yield name


def sweep_unfinished(older_than: datetime) -> int:
    """Remove what a dead process left half written."""
    storage = _storage()
    if not isinstance(storage, FileSystemStorage):
        return 0
    dead = [path for path in Path(storage.location).glob(".incoming-*") if path.stat().st_mtime < older_than.timestamp()]
    for path in dead:
        path.unlink(missing_ok=True)
    return len(dead)


def _folders() -> Iterable[str]:
    try:
        folders = _storage().listdir("")[0]
    except FileNotFoundError:  # nothing was ever stored
        return []
    return [name for name in folders if len(name) == 2 and _HEX.issuperset(name)]


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _keep(chunks: Iterator[bytes]) -> tuple[str, int]:
    """On a disk: temporary name, fsync, rename, fsync of the folder. On another storage, its own promise of durability."""
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        return _keep_on_disk(chunks, Path(storage.location))
    data = b"".join(chunks)
    sha256 = hashlib.sha256(data).hexdigest()
    if not storage.exists(path_of(sha256)):
        storage.save(path_of(sha256), ContentFile(data))
    return sha256, len(data)


def _storage() -> Storage:
    return storages["default"]


def _keep_on_disk(chunks: Iterator[bytes], root: Path) -> tuple[str, int]:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=root)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        target = root / path_of(digest.hexdigest())
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(temporary, target)  # the same bytes under the same name: storing twice is storing once, with a fresh date
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (target.parent, root):
        _sync(folder)
    return digest.hexdigest(), size


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
