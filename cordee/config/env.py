"""The environment, read once and typed. Every setting that a deployment may change is declared here."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


@dataclass(frozen=True, slots=True)
class Env:
    """What the outside may say. `docs/operations` lists the same names; a test holds the two together."""

    var: Path = field(default_factory=lambda: Path(os.environ.get("CORDEE_VAR", ROOT / "var")).absolute())
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    demo: bool = field(default_factory=lambda: _flag("CORDEE_DEMO"))
    debug: bool = field(default_factory=lambda: _flag("CORDEE_DEBUG"))
    https: bool = field(default_factory=lambda: _flag("CORDEE_HTTPS"))
    hosts: list[str] = field(default_factory=lambda: _words("CORDEE_HOSTS", "127.0.0.1,localhost"))
    public_url: str = field(default_factory=lambda: os.environ.get("CORDEE_URL", "http://127.0.0.1:8000"))
    email_url: str = field(default_factory=lambda: os.environ.get("CORDEE_EMAIL", ""))
    email_from: str = field(default_factory=lambda: os.environ.get("CORDEE_EMAIL_FROM", "Cordée <ne-pas-repondre@cordee.example>"))
    accel: str = field(default_factory=lambda: os.environ.get("CORDEE_ACCEL", ""))

    def secret_key(self) -> str:
        """The signing key: given by the environment, or made at first run and kept for this installation alone."""
        if given := os.environ.get("CORDEE_SECRET_KEY"):
            return given
        path = self.var / "secret.key"
        try:
            return path.read_text()
        except FileNotFoundError:
            self.var.mkdir(parents=True, exist_ok=True)
            key = secrets.token_urlsafe(48)
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(fd, "w") as file:
                file.write(key)
            return key
