"""Is a platform running on this folder? Counted by `flock`, which the kernel drops even after `kill -9`."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cordee.config.trouble import Trouble


@contextmanager
def _locked(var: Path, how: int) -> Iterator[None]:
    var.mkdir(parents=True, exist_ok=True)
    fd = os.open(var / "running.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, how | fcntl.LOCK_NB)
        yield
    finally:
        os.close(fd)


@contextmanager
def as_platform(var: Path) -> Iterator[None]:
    """Several may run at once: web here, tasks there."""
    try:
        with _locked(var, fcntl.LOCK_SH):
            yield
    except BlockingIOError:
        raise Trouble("Une restauration ou une remise à zéro est en cours sur ce dossier. Relancez quand elle sera finie.") from None


@contextmanager
def with_platform_stopped(var: Path, act: str) -> Iterator[None]:
    try:
        with _locked(var, fcntl.LOCK_EX):
            yield
    except BlockingIOError:
        raise Trouble(f"Cordée est ouverte sur ce dossier ({var}). Arrêtez-la par Ctrl-C dans sa fenêtre avant de {act}.") from None
