"""What a page asks several times is asked once. A read writes nothing, so the answer cannot change meanwhile; an act asks anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from cordee.core.kept import told

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """For the time of a read; within another, the same."""
    token = _answers.set({} if _answers.get() is None else _answers.get())
    try:
        yield
    finally:
        _answers.reset(token)


def once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    def asked() -> Answer:
        answers = _answers.get()
        if answers is None:
            return ask()
        if key not in answers:
            answers[key] = ask()
        answer: Answer = answers[key]
        return answer

    return told(asked)
