"""Python and SQL must normalise alike: an index made by one is searched with words made by the other."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.core.text import fr_normalize, words

LATIN = st.characters(max_codepoint=0x24F, exclude_characters="\x00") | st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF)
PUNCTUATION = st.sampled_from("'’`‐-–—―_./-œŒæÆ ()")


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(LATIN | PUNCTUATION, max_size=40))
def test_sql_and_python_agree(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT fr_normalize(%s)", [text])
        assert cursor.fetchone()[0] == fr_normalize(text)


@given(text=st.text(max_size=60))
def test_words_are_letters_and_digits_only(text):
    assert all(word.isalnum() for word in words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("L'Haÿ-les-Roses", "l hay les roses"), ("Schœlcher", "schoelcher"), ("ÉLAN_formation", "elan formation"), ("", "")],
)
def test_normalised(text, expected):
    assert fr_normalize(text) == expected
