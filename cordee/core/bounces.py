"""An address that no longer receives: whoever learns it (the mail server's refusal, a returned letter) tells it here once.

Rooms that keep addresses register what they do with it; they are told in the transaction that keeps the failure.
"""

from __future__ import annotations

from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

from cordee.core.registry import Registry

Listener = Callable[[str, str], None]
listeners: Registry[Listener] = Registry("suite d'une adresse qui ne reçoit plus")
PERMANENT = 500


def tell(address: str, why: str) -> None:
    """The address that bounced, and what was said of it."""
    for listener in listeners:
        listener(address.strip().lower(), why)


def is_refusal(trouble: Exception) -> bool:
    """The server refuses this very recipient for good (5xx): trying again would change nothing. Other failures are the transport's."""
    return isinstance(trouble, SMTPRecipientsRefused) and all(code >= PERMANENT for code, _ in trouble.recipients.values())
