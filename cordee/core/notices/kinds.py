"""The notices that rooms owe: what they say, to whom, and within how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cordee.core import wording
from cordee.core.parameters import P
from cordee.core.registry import Registry

SEND_DAYS = P(
    "core.notice_send_days",
    "Délai pour envoyer un avis",
    int,
    default=3,
    unit="jours",
    help="Entre l'écriture d'un avis et son départ par courrier, téléphone ou remise en main propre.",
    least=0,
    most=60,
)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    code: str
    label: str
    owed_to: str  # who must receive it, in words
    text: wording.TextKind
    delay: P = SEND_DAYS  # days within which it must leave


notice_kinds: Registry[NoticeKind] = Registry("avis")


def declare(
    code: str,
    label: str,
    *,
    owed_to: str,
    subject: str,
    body: str,
    variables: Mapping[str, tuple[str, str]],
    required: Sequence[str] = (),
    delay: P = SEND_DAYS,
) -> NoticeKind:
    text = wording.declare(code, label, subject=subject, body=body, variables=variables, required=required)
    return notice_kinds.add(code, NoticeKind(code, label, owed_to, text, delay))


def label_of(code: str) -> str:
    kind = notice_kinds.get(code)
    return kind.label if kind else "Avis"
