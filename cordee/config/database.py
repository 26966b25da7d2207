"""Which database: the embedded server, or the one that DATABASE_URL names; and what to say when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from cordee.config.embedded import EmbeddedPostgres
from cordee.config.trouble import Trouble

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST = 15
EXAMPLE = "postgresql://compte:motdepasse@serveur:5432/cordee"


def database(url: str, embedded: EmbeddedPostgres) -> dict[str, object]:
    """Django's settings for `DATABASE_URL`, or for the embedded server when it is unset."""
    if not url:
        return embedded.settings()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Trouble(f"DATABASE_URL n'a pas la forme attendue : {EXAMPLE} (le port est un nombre).") from None
    if parts.scheme not in ("postgres", "postgresql"):
        raise Trouble(f"DATABASE_URL doit désigner un serveur PostgreSQL : {EXAMPLE}. Sans DATABASE_URL, Cordée apporte le sien.")
    if not parts.path.strip("/"):
        raise Trouble(f"DATABASE_URL ne dit pas le nom de la base. Forme attendue : {EXAMPLE}.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": {"connect_timeout": "10"} | options,
    }


def require_usable(connection: BaseDatabaseWrapper) -> None:
    """Connect, or say in one sentence why that is impossible."""
    from django.db import NotSupportedError, OperationalError

    try:
        connection.ensure_connection()
    except NotSupportedError:
        raise too_old("antérieure") from None
    except OperationalError as error:
        raise refusal(str(error), connection.settings_dict) from None
    version: int = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    require_recent(version)


def require_recent(version: int) -> None:
    """150004 is 15.4."""
    if version // 10000 < OLDEST:
        raise too_old(str(version // 10000))


def too_old(version: str) -> Trouble:
    return Trouble(f"Ce serveur PostgreSQL est en version {version}, il en faut une au moins égale à {OLDEST}. Mettez-le à jour.")


def refusal(message: str, settings: dict[str, object]) -> Trouble:
    """The server speaks English or French, as its administrator chose."""
    where = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    text = message.lower()
    if "password" in text or "mot de passe" in text or "authenti" in text:
        return Trouble(f"Le serveur {where} refuse le compte « {settings['USER']} » ou son mot de passe. Corrigez DATABASE_URL.")
    if "does not exist" in text or "n'existe pas" in text:
        return Trouble(f"La base « {settings['NAME']} » ou son compte n'existe pas sur {where}. Créez-les, ou corrigez DATABASE_URL.")
    if "too many" in text or "trop de" in text:
        return Trouble(f"Le serveur {where} n'a plus de connexion libre. Relancez dans un instant, ou augmentez son max_connections.")
    return Trouble(f"Aucun serveur PostgreSQL ne répond à l'adresse {where}. Démarrez-le, ou corrigez DATABASE_URL.")
