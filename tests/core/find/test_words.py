"""What was typed, what is shown of it, and the words of files."""

from __future__ import annotations

import io
import zipfile

import docx
import pptx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cordee.core.files.reader import MOST_CHARACTERS, text_of
from cordee.core.find.marks import folded, marked, passage
from cordee.core.find.sought import LONGEST, seek
from cordee.core.text import phone_key

PHONES = {
    "06 12 34 56 78": "0612345678",
    "+33 6 12 34 56 78": "0612345678",
    "+33 (0)6.12.34.56.78": "0612345678",
    "0033-6-12-34-56-78": "0612345678",
    "33612345678": "0612345678",
    "+32 2 123 45 67": "+3221234567",
    "": "",
    "poste 12": "12",
}


@pytest.mark.parametrize(("written", "key"), PHONES.items())
def test_a_telephone_has_one_writing_here_and_in_the_database(db: None, written: str, key: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone_key(%s)", [written])
        assert (phone_key(written), cursor.fetchone()[0]) == (key, key)


@given(st.text(max_size=400))
def test_anything_can_be_sought(text: str) -> None:
    sought = seek(text)
    assert len(sought.text) <= LONGEST
    assert "\x00" not in sought.text
    assert all(word.isalnum() for word in sought.words)
    assert sought.query is None or sought.words
    assert isinstance(sought.phone + sought.email + sought.digits + sought.refusal, str)


def test_linking_words_are_dropped_unless_they_are_all_there_is() -> None:
    assert seek("l'Atelier de la Gare").words == ("atelier", "gare")
    assert seek("de la").words == ("de", "la")


@pytest.mark.parametrize(
    ("text", "refused"), [("", False), ("a", True), ("?!", True), ("é", True), ("ab", False), ("1", True), ("a b", True)]
)
def test_what_cannot_be_sought_is_said(text: str, refused: bool) -> None:
    assert bool(seek(text).refusal) is refused


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=60), st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), max_size=4))
def test_marks_escape_everything_else(text: str, words: list[str]) -> None:
    bare = marked(text, words).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare


def test_marks_ignore_accents_and_endings() -> None:
    assert marked("Comité <b> de formation", ["comite", "formations"]) == "<mark>Comité</mark> &lt;b&gt; de <mark>formation</mark>"


def test_a_passage_is_around_the_word_or_nothing() -> None:
    body = "Début. " + "remplissage " * 40 + "le maraîchage bio " + "suite " * 60
    said = passage(body, ["maraichage"])
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert "maraîchage bio" in said
    assert len(said) < 220
    assert passage(body, ["absent"]) == passage("", ["absent"]) == passage(body, []) == ""


# -- reading files ----------------------------------------------------------------------------------------------------------------
def word_file() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Le conseil d'administration")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Subvention", "12 000 €"
    made.sections[0].header.paragraphs[0].text = "En-tête"
    made.save(out)
    return out.getvalue()


def slides_file() -> bytes:
    made, out = pptx.Presentation(), io.BytesIO()
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "Restitution du diagnostic"
    made.save(out)
    return out.getvalue()


def book_file() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Encadrante", 14])
    return out.getvalue()


def open_document(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", f'<o xmlns:text="t"><text:p>{text} <text:span>suite</text:span></text:p></o>')
    return out.getvalue()


@pytest.mark.covers("SYS-910")
@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("docx", word_file(), ["Le conseil d'administration", "Subvention", "12 000 €", "En-tête"]),
        ("pptx", slides_file(), ["Restitution du diagnostic"]),
        ("xlsx", book_file(), ["Encadrante", "14"]),
        ("odt", open_document("Statuts"), ["Statuts suite"]),
        ("ods", open_document("Budget"), ["Budget suite"]),
        ("txt", "Élan créé".encode("cp1252"), ["Élan créé"]),
        ("csv", "\ufeffnom;ville\nÉlan;Lille".encode(), ["nom;ville\nÉlan;Lille"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_words_of_a_file_are_read(kind: str, data: bytes, words: list[str]) -> None:
    text = text_of(kind, data)
    assert [word for word in words if word not in text] == []


def test_a_text_is_cut_and_keeps_no_character_that_the_database_refuses() -> None:
    assert len(text_of("txt", b"mot " * 100_000)) <= MOST_CHARACTERS
    assert text_of("txt", b"a\x00b\x01c") == "a b c"


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><o xmlns:text="t"><text:p>&b;</text:p></o>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", bomb)
    with pytest.raises(ValueError, match="entity"):
        text_of("odt", out.getvalue())
