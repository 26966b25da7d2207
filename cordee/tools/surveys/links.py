"""Personal links. A token is derived from the invitation and the secret of the installation: the base keeps its hash only, and a
reminder can write the same address again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing

ENTRY_HOURS = 12
_signer = signing.TimestampSigner(salt="cordee.surveys.entry")

if TYPE_CHECKING:
    from cordee.core.access import Actor
    from cordee.tools.surveys.models import Campaign, Invitation

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither I nor O, which are read as figures
CODE_LENGTH = 6


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(subject: Invitation | Campaign) -> str:
    """The token of its last link; empty when none was given."""
    return _derived(f"{subject._meta.label_lower}:{subject.public_id}:{subject.links}")[:43] if subject.links else ""


def path_of(token: str) -> str:
    """Where a link leads: short, for it is read on posters and typed from paper."""
    return f"/q/{token}/"


def entry_key(subject: Invitation | Campaign, channel: str, actor: Actor) -> str:
    """The key of who enters an answer with an account, for oneself or for somebody else: it says who and how, for half a day."""
    return _signer.sign_object([subject._meta.model_name, str(subject.public_id), channel, actor.user_id, actor.membership_id])


def read_entry(key: str) -> tuple[str, str, str, int, int | None] | None:
    """(invitation | campaign, its public id, channel, user, membership); None when it was forged or is over."""
    try:
        kind, public_id, channel, user, membership = _signer.unsign_object(key, max_age=ENTRY_HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return kind, public_id, channel, user, membership


def code_sha256(code: str) -> str:
    """Six letters are soon tried: without the secret of the installation, their hash says nothing."""
    return hashed(_derived(f"code:{plain_code(code)}"))


def plain_code(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _derived(text: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"cordee.surveys:{text}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
