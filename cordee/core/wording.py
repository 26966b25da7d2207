"""Texts that people edit: a notice, a mail. Each is declared in code with its variables, and valued like any business parameter:
dated, by place, with an author and a reason. What was sent keeps the words it was sent with.

    REFUSED = wording.declare("directory.change_refused", "Réponse négative…", subject="…", body="… {motif}", variables={…})
    subject, body = wording.write(REFUSED, {"motif": "…"}, zone="59")
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cordee.core.formats import joined
from cordee.core.parameters import P, param
from cordee.core.registry import Registry

VARIABLE = re.compile(r"\{([^{}\n]{0,40})\}")
PREFIX = "text."


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    body: str

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Wording:
        return cls(stored["subject"], stored["body"])


@dataclass(frozen=True, slots=True)
class TextKind:
    """A text and what it may say: variable → (what it stands for, a sample of it)."""

    code: str
    label: str
    parameter: P
    variables: Mapping[str, tuple[str, str]]
    required: Sequence[str] = ()

    @property
    def samples(self) -> dict[str, str]:
        return {name: sample for name, (_, sample) in self.variables.items()}


texts: Registry[TextKind] = Registry("texte")


def declare(
    code: str, label: str, *, subject: str, body: str, variables: Mapping[str, tuple[str, str]], required: Sequence[str] = ()
) -> TextKind:
    """A text that speaks of a variable it does not have, or forgets one it owes, does not start."""
    parameter = P(PREFIX + code, label, Wording.of, default={"subject": subject, "body": body}, room=code.split(".", 1)[0])
    kind = TextKind(code, label, parameter, variables, required)
    if wrong := faults(kind, Wording(subject, body)):
        raise RuntimeError(f"{code}: {' '.join(wrong)}")
    return texts.add(code, kind)


def faults(kind: TextKind, text: Wording) -> list[str]:
    """What prevents this text from being used, in French."""
    used = VARIABLE.findall(f"{text.subject}\n{text.body}")
    unknown = sorted({name for name in used if name not in kind.variables})
    missing = [name for name in kind.required if name not in used]
    found = []
    if unknown:
        known = joined([f"{{{name}}}" for name in kind.variables])
        found.append(f"{joined([f'{{{name}}}' for name in unknown])} n'existe pas. Les mots remplacés ici sont {known}.")
    if missing:
        found.append(f"Ce texte doit dire {joined([f'{{{name}}}' for name in missing])} : ajoutez-le où il convient.")
    if "{" in VARIABLE.sub("", text.subject + text.body) or "}" in VARIABLE.sub("", text.subject + text.body):
        found.append("Une accolade est seule : un mot remplacé s'écrit entre deux accolades, comme {structure}.")
    return found


def fill(text: Wording, values: Mapping[str, Any]) -> tuple[str, str]:
    """One pass: a value that itself holds braces is printed as it is."""

    def said(found: re.Match[str]) -> str:
        return str(values[found[1]])

    return " ".join(VARIABLE.sub(said, text.subject).split())[:200], VARIABLE.sub(said, text.body).strip()


def write(kind: TextKind, values: Mapping[str, Any], *, zone: str | None = None, on: date | None = None) -> tuple[str, str]:
    """(subject, body) in the words in force on that day, in that place."""
    return fill(param(kind.parameter, on=on, zone=zone), values)


_in_code: Registry[str] = Registry("texte gardé tel quel")


def kept_in_code(code: str, label: str) -> str:
    """A text that no one edits, because it protects an account: the page of texts says so."""
    return _in_code.add(code, label)


def in_code() -> list[str]:
    return list(_in_code)


def paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")) if part.strip()]
