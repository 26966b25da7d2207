"""The signed link at the foot of a letter: it stops one kind for one person, without signing in (RFC 8058)."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from cordee.core.outbox import MailKind, mail_kinds

_signer = signing.Signer(salt="cordee.accounts.stop")


def stop_path(user_id: int, kind: str) -> str:
    return reverse("accounts:stop", args=[_signer.sign_object([user_id, kind])])


def read(signed: str) -> tuple[int, MailKind] | None:
    """Whom and what the link stops; None when it was forged, or when the kind is no longer sent."""
    try:
        user_id, kind = _signer.unsign_object(signed)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (user_id, mail_kinds[kind]) if kind in mail_kinds and not mail_kinds[kind].statutory else None
