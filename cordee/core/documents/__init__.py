"""Documents: a type names its context, its body, what it must say and what it must show; three writers do the rest."""

from cordee.core.documents.registry import (
    MEDIA_TYPES,
    Context,
    DocumentType,
    Format,
    Mandatory,
    compose,
    document_types,
    edition,
    fingerprint,
    freeze,
    missing,
    render,
    write,
)

__all__ = [
    "MEDIA_TYPES",
    "Context",
    "DocumentType",
    "Format",
    "Mandatory",
    "compose",
    "document_types",
    "edition",
    "fingerprint",
    "freeze",
    "missing",
    "render",
    "write",
]
