"""What documents exist, and how one is frozen, checked and rendered. Rooms declare theirs in `room.py`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder

from cordee.core import logos
from cordee.core.documents.blocks import Block, Document, Logo, LogoBand
from cordee.core.documents.text import clean
from cordee.core.registry import Registry

Context: TypeAlias = Mapping[str, Any]
Format: TypeAlias = Literal["docx", "pdf", "pptx"]

MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True, slots=True)
class Mandatory:
    """What the document must say: its name in French, with its article, and whether the context has it."""

    label: str
    present: Callable[[Context], object]


def no_publicity(context: Context) -> Sequence[Logo | str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """`context` reads the database once; everything after it is a pure function of what it returned, frozen as JSON."""

    code: str
    title: str
    subject: str
    context: Callable[[Any, Any], dict[str, Any]]
    body: Callable[[Context], Sequence[Block]]
    mandatory: Sequence[Mandatory] = ()
    publicity: Callable[[Context], Sequence[Logo | str]] = no_publicity
    sender: Callable[[Any, Any], int | None] | None = None  # the organisation whose logo stands above
    subtitle: Callable[[Context], str] = lambda context: ""
    #: which version it is to its reader: that of the object where it has its own, else how many times it was made
    edition: Callable[[Context, int], str] = lambda context, made: f"version {made}"
    audience: Sequence[str] = ()
    formats: Sequence[Format] = ("docx", "pdf")

    def declare(self) -> DocumentType:
        return document_types.add(self.code, self)


document_types: Registry[DocumentType] = Registry("document type")


def freeze(type_code: str, obj: Any, actor: Any) -> dict[str, Any]:
    """The context of a document as it will be stored: dates and decimals are already text, as they will be read back."""
    kind = document_types[type_code]
    context = kind.context(obj, actor)
    return canonical(context | {"logo": logos.frozen(kind.sender(obj, actor))} if kind.sender else context)


def canonical(context: Context) -> dict[str, Any]:
    """The same content in one order: a `jsonb` column does not keep the order of keys."""
    result: dict[str, Any] = json.loads(json.dumps(context, cls=DjangoJSONEncoder, sort_keys=True, allow_nan=False))
    return result


def fingerprint(type_code: str, context: Context) -> str:
    """The hash printed at the foot of a document: that of its content, for a file cannot print the hash of its own bytes."""
    content = json.dumps([type_code, canonical(context)], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def missing(type_code: str, context: Context) -> list[str]:
    """The mandatory items that the context lacks, in French, in the order of their declaration."""
    frozen = canonical(context)
    return [item.label for item in document_types[type_code].mandatory if not item.present(frozen)]


def edition(type_code: str, context: Context, made: int) -> str:
    """« version 3 »; « version 2, tirage 3 » where the text has its own version: the page, the file and the footer say the same."""
    return document_types[type_code].edition(context, made)


def compose(type_code: str, context: Context, *, version: int, reference: str, made_at: datetime) -> Document:
    """The document before any writer: what the three of them receive."""
    kind = document_types[type_code]
    frozen = canonical(context)
    head = logos.drawn(frozen.get("logo")) if kind.sender else None
    shown = [*([head] if head else []), *kind.publicity(frozen)]
    pictures = [item for item in shown if isinstance(item, Logo)]
    mentions = [item for item in shown if isinstance(item, str)]
    return Document(
        title=kind.title,
        reference=clean(reference),
        version=version,
        edition=edition(type_code, frozen, version),
        fingerprint=fingerprint(type_code, frozen),
        made_at=made_at,
        blocks=tuple(kind.body(frozen)),
        publicity=LogoBand(pictures, mentions) if shown else None,
        subtitle=kind.subtitle(frozen),
    )


def render(type_code: str, context: Context, format: Format, *, version: int, reference: str, made_at: datetime) -> bytes:
    """The bytes of a document: the same arguments give the same bytes. `made_at` bears its time zone."""
    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    if format not in document_types[type_code].formats:
        raise ValueError(f"« {type_code} » has no format « {format} »")
    return write(compose(type_code, context, version=version, reference=reference, made_at=made_at), format)


def write(document: Document, format: Format) -> bytes:
    """Writers are imported when they serve: they cost half a second that no page should pay at start."""
    if format == "docx":
        from cordee.core.documents.word import write_docx

        return write_docx(document)
    if format == "pdf":
        from cordee.core.documents.pdf import write_pdf

        return write_pdf(document)
    from cordee.core.documents.slides import write_pptx

    return write_pptx(document)
