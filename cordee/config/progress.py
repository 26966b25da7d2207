"""The progress of a command, one line a step: what, ✓, how long. Standard library only, as `trouble`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    print(text, flush=True)


def seconds(since: float) -> str:
    return f"{time.monotonic() - since:.1f} s".replace(".", ",")


@contextmanager
def step(label: str) -> Iterator[None]:
    """On a terminal the line appears when the step starts; in a file or a pipe only when it has ended."""
    live, start = sys.stdout.isatty(), time.monotonic()
    if live:
        print(f"… {label}", end="", flush=True)
    erase = "\r\033[K" if live else ""
    try:
        yield
    except BaseException:
        say(f"{erase}✗ {label}")
        raise
    say(f"{erase}✓ {label} ({seconds(start)})")
