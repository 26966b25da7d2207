"""The environment, read once and typed. Every setting that a deployment may change is declared here."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cordee.config.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _number(name: str, default: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Trouble(f"{name} vaut « {text} », il faut un nombre de 1 à {most}. Par exemple : {name}={default}.")
    return int(text)


def _folder(name: str) -> Path | None:
    text = os.environ.get(name)
    return Path(text).absolute() if text else None


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """An identity provider: its address (what precedes `/.well-known/openid-configuration`), our name and our secret there."""

    url: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Env:
    """What the outside may say. `docs/operations` lists the same names; a test holds the two together."""

    var: Path = field(default_factory=lambda: Path(os.environ.get("CORDEE_VAR", ROOT / "var")).absolute())
    database_url: str = field(default_factory=lambda: os.environ.get("DATABASE_URL", ""))
    pg_fast: bool = field(default_factory=lambda: _flag("CORDEE_PG_FAST"))
    pg_programs: Path | None = field(default_factory=lambda: _folder("CORDEE_PG_PROGRAMS"))
    demo: bool = field(default_factory=lambda: _flag("CORDEE_DEMO"))
    debug: bool = field(default_factory=lambda: _flag("CORDEE_DEBUG"))
    https: bool = field(default_factory=lambda: _flag("CORDEE_HTTPS"))
    hosts: list[str] = field(default_factory=lambda: _words("CORDEE_HOSTS", "127.0.0.1,localhost"))
    bind: str = field(default_factory=lambda: os.environ.get("CORDEE_BIND", "127.0.0.1"))
    port: int = field(default_factory=lambda: _number("PORT", 8000, 65535))
    web_processes: int = field(default_factory=lambda: _number("CORDEE_WEB_PROCESSES", 2, 64))
    public_url: str = field(default_factory=lambda: os.environ.get("CORDEE_URL", f"http://127.0.0.1:{_number('PORT', 8000, 65535)}"))
    email_url: str = field(default_factory=lambda: os.environ.get("CORDEE_EMAIL", ""))
    email_from: str = field(default_factory=lambda: os.environ.get("CORDEE_EMAIL_FROM", "Cordée <ne-pas-repondre@cordee.example>"))
    operator: str = field(default_factory=lambda: os.environ.get("CORDEE_OPERATOR", "l'organisme qui exploite cette installation"))
    contact: str = field(default_factory=lambda: os.environ.get("CORDEE_CONTACT", ""))
    accel: str = field(default_factory=lambda: os.environ.get("CORDEE_ACCEL", ""))

    def proconnect(self) -> OpenIdConnect | None:
        """ProConnect, when this installation is declared there: the three values, or none of them."""
        names = ("CORDEE_PROCONNECT_URL", "CORDEE_PROCONNECT_ID", "CORDEE_PROCONNECT_SECRET")
        url, client_id, client_secret = (os.environ.get(name, "") for name in names)
        if not url:
            return None
        if not (client_id and client_secret):
            raise Trouble("CORDEE_PROCONNECT_URL demande aussi CORDEE_PROCONNECT_ID et CORDEE_PROCONNECT_SECRET, reçus de ProConnect.")
        return OpenIdConnect(url.rstrip("/"), client_id, client_secret)

    def secret_key(self) -> str:
        """The signing key: given by the environment, or made at first run and kept for this installation alone."""
        if given := os.environ.get("CORDEE_SECRET_KEY"):
            return given
        path = self.var / "secret.key"
        if not path.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            with suppress(FileExistsError):  # another process was faster: its key is the key
                os.link(draft, path)
            draft.unlink()
        return path.read_text()
