"""A document type from its context to its bytes: frozen, checked, and the same each time."""

from __future__ import annotations

import json
import time
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest

from cordee.core import documents
from cordee.core.documents.blocks import Facts, Heading, Logo, Paragraph
from cordee.core.documents.registry import MEDIA_TYPES
from tests.core.documents.sample import MADE_AT, document

CONTEXT = {"name": "Élan", "siret": "", "amount": "9500.00", "european": True}


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> documents.DocumentType:
    kind = documents.DocumentType(
        code="test.sheet",
        title="Fiche d'identité",
        subject="directory.Organisation",
        context=lambda obj, actor: {"name": obj, "on": date(2027, 4, 12), "amount": Decimal("9500.00"), "by": actor},
        body=lambda context: [Heading("Identité"), Facts([(key, str(value)) for key, value in context.items()])],
        mandatory=[
            documents.Mandatory("le numéro SIRET", lambda context: context.get("siret")),
            documents.Mandatory("le nom de la structure", lambda context: context["name"]),
        ],
        publicity=lambda context: [Logo("Union européenne"), "Cofinancé par l'Union européenne."] if context.get("european") else [],
        formats=("docx", "pdf", "pptx"),
    )
    monkeypatch.setitem(documents.document_types._items, kind.code, kind)
    return kind


def produce(format: documents.Format, context: Any = CONTEXT, **given: Any) -> bytes:
    return documents.render("test.sheet", context, format, **{"version": 1, "reference": "R-1", "made_at": MADE_AT} | given)


def test_the_same_context_gives_the_same_bytes(sheet: documents.DocumentType) -> None:
    first = {format: produce(format) for format in MEDIA_TYPES}
    whole = {format: documents.write(document(), format) for format in MEDIA_TYPES}
    time.sleep(2.1)  # a zip archive counts in steps of two seconds
    for format in MEDIA_TYPES:
        assert produce(format, dict(reversed(CONTEXT.items()))) == first[format]  # a jsonb column does not keep the order
        assert documents.write(document(), format) == whole[format]
        assert produce(format, CONTEXT | {"name": "Autre"}) != first[format]
        assert produce(format, version=2) != first[format]


def test_a_frozen_context_is_what_will_be_read_back(sheet: documents.DocumentType) -> None:
    frozen = documents.freeze("test.sheet", "Élan", "actor")
    assert frozen == {"amount": "9500.00", "by": "actor", "name": "Élan", "on": "2027-04-12"}
    assert json.loads(json.dumps(frozen)) == frozen
    with pytest.raises(TypeError):
        documents.freeze("test.sheet", object(), "actor")


def test_missing_items_are_named_in_french_in_their_order(sheet: documents.DocumentType) -> None:
    assert documents.missing("test.sheet", CONTEXT) == ["le numéro SIRET"]
    assert documents.missing("test.sheet", CONTEXT | {"name": ""}) == ["le numéro SIRET", "le nom de la structure"]
    assert documents.missing("test.sheet", CONTEXT | {"siret": "1"}) == []


def test_publicity_is_shown_when_its_rule_says_so(sheet: documents.DocumentType) -> None:
    def text(context: Any) -> str:
        return "\n".join(p.text for p in docx.Document(BytesIO(produce("docx", context))).paragraphs)

    assert "Cofinancé par l'Union européenne." in text(CONTEXT)
    assert "européenne" not in text(CONTEXT | {"european": False})


def test_the_fingerprint_follows_the_content_and_is_printed(sheet: documents.DocumentType) -> None:
    mark = documents.fingerprint("test.sheet", CONTEXT)
    assert len(mark) == 64
    assert mark == documents.fingerprint("test.sheet", dict(reversed(CONTEXT.items())))
    assert mark != documents.fingerprint("test.sheet", CONTEXT | {"siret": "1"})
    footer = docx.Document(BytesIO(produce("docx"))).sections[0].footer.paragraphs[0].text
    assert mark[:10] in footer


def test_a_format_that_is_not_offered_and_a_date_without_zone_are_refused(
    sheet: documents.DocumentType, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="time zone"):
        produce("pdf", made_at=datetime(2027, 4, 12))
    plain = documents.DocumentType(code="test.plain", title="x", subject="x", context=lambda o, a: {}, body=lambda c: [Paragraph("x")])
    monkeypatch.setitem(documents.document_types._items, plain.code, plain)
    with pytest.raises(ValueError, match="no format"):
        documents.render("test.plain", {}, "pptx", version=1, reference="", made_at=MADE_AT)


def test_a_type_is_declared_at_the_start_only(sheet: documents.DocumentType) -> None:
    with pytest.raises(RuntimeError, match="after the start"):
        sheet.declare()
