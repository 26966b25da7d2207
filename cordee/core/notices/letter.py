"""The postal letter of a notice, and several of them in one PDF to print in one go."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from django.utils import timezone

from cordee.core import logos
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.documents import Context, DocumentType, Mandatory, fingerprint, write
from cordee.core.documents.blocks import Block, Document, Letter
from cordee.core.formats import date_long
from cordee.core.models import Document as Made
from cordee.core.models.notices import Notice
from cordee.core.notices import ways
from cordee.core.recipients import Addressee, addressee
from cordee.core.wording import paragraphs


def context(notice: Notice, actor: Actor) -> dict[str, Any]:
    """Frozen at the moment of printing: the address as it was then, the text as it was written."""
    to = ways.reader_of(notice)
    from_ = addressee(notice.sender_organisation) if notice.sender_organisation else None
    return {
        "logo": logos.frozen(notice.sender_organisation),
        "sender": _sender(from_, actor),
        "recipient": _window(to, notice) if to else [],
        "city": from_.city if from_ else "",
        "date": date_long(today()),
        "subject": notice.subject,
        "paragraphs": paragraphs(notice.body),
        "signature": [notice.issued_by_label, from_.name if from_ else ""],
        "reference": notice.reference,
    }


def _sender(from_: Addressee | None, actor: Actor) -> list[str]:
    lines = [from_.name, *from_.address, from_.phone, from_.email] if from_ else [actor.organisation]
    return [line for line in lines if line]


def _window(to: Addressee, notice: Notice) -> list[str]:
    """Six lines of thirty-eight characters, as the post reads them; the person comes under the organisation, by function if unnamed."""
    whom = f"À l'attention de {to.attention}" if to.attention else f"À l'attention de : {notice.to_title}" if notice.to_title else ""
    return [part for line in (to.name, whom, *to.address) for part in wrap(line, 38)][:6]


def letter_of(c: Context) -> Letter:
    dated = f"{c['city']}, le {c['date']}" if c["city"] else f"Le {c['date']}"
    signature = [s for s in c["signature"] if s]
    logo = logos.drawn(c.get("logo"))
    return Letter(c["sender"], c["recipient"], dated, c["subject"], c["paragraphs"], signature, c["reference"], logo)


def body(c: Context) -> Sequence[Block]:
    return [letter_of(c)]


LETTER = DocumentType(
    code="core.notice_letter",
    title="Lettre",
    subject="core.notice",
    context=context,
    body=body,
    mandatory=(Mandatory("l'adresse du destinataire", lambda c: len(c["recipient"]) > 1),),
    audience=("operator",),
    formats=("pdf",),
)


def one_pdf(notices: list[Notice], actor: Actor) -> tuple[str, str, bytes]:
    """The letters just printed, in the order of the list: one file for the printer."""
    ids = [notice.pk for notice in notices]
    made = Made.objects.for_system("the notices were fetched through visible_to").filter(type=LETTER.code, subject_id__in=ids)
    latest = {row.subject_id: row.context for row in made.order_by("version")}
    contexts = [latest[pk] for pk in ids]
    document = Document(
        title="Lettres à poster",
        reference="",
        version=1,
        edition="",
        fingerprint=fingerprint(LETTER.code, {"letters": contexts}),
        made_at=timezone.now(),
        blocks=[letter_of(c) for c in contexts],
    )
    return f"lettres-{timezone.localdate():%Y-%m-%d}.pdf", "application/pdf", write(document, "pdf")
