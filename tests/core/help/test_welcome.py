"""The first visit: three plain sentences for each profile, one action, and no line that begins with a colon."""

from __future__ import annotations

import pytest

from cordee.core.formats import NBSP
from cordee.core.help.roles import ROLES
from cordee.core.help.welcome import code_of, first_acts, welcome_of

FORBIDDEN = ("Vous voyez :", " :", " ;", "!", "veuillez")


@pytest.mark.parametrize("profile", [profile for role in ROLES for profile in role.profiles])
def test_each_profile_is_welcomed_in_three_sentences(profile: str) -> None:
    welcome = welcome_of(profile, frozenset())
    assert welcome is not None
    assert len(set(welcome.sentences)) == 3
    for sentence in welcome.sentences:
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
        assert not any(word in sentence for word in FORBIDDEN), sentence
        assert len(sentence) <= 130, sentence
    assert welcome_of(profile, frozenset({code_of(profile)})) is None
    assert profile in first_acts


def test_the_colon_stays_with_its_word() -> None:
    welcome = welcome_of("provider", frozenset())
    assert welcome is not None
    assert f"la relire{NBSP}: ce qui" in welcome.sentences[2]
