"""Whatever a person types, the three writers write it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.core import documents
from cordee.core.documents.blocks import Bullets, Callout, Facts, Heading, Paragraph, Run, Signatory, Signatures, Table
from cordee.core.documents.registry import MEDIA_TYPES
from tests.core.documents.sample import document

ANY = st.text(st.characters(), max_size=40)


@settings(max_examples=20, deadline=None)
@given(ANY, ANY, ANY)
def test_any_text_is_written(one: str, two: str, link: str) -> None:
    content = [
        Heading(one),
        Paragraph([one, Run(two, bold=True, link=link), Run(one, link=f"https://{link}")]),
        Bullets([one, two]),
        Facts([(one, two)]),
        Table([one, two], [[one, two]], two),
        Callout(one, two),
        Signatures([Signatory(one, two)], two),
    ]
    for format in MEDIA_TYPES:
        assert documents.write(document(list(content)), format)


def test_a_link_on_letters_that_do_not_show_is_written() -> None:
    content = [Paragraph([Run("\xad", link="https://cordee.example"), Run("ici\xad", link="https://cordee.example")])]
    for format in MEDIA_TYPES:
        assert documents.write(document(content), format)
