"""The order and its words, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.actors.providers.search import facts
from cordee.actors.providers.search.facts import Fact, FactSource, Kind, Known, Question, sentences
from cordee.actors.providers.search.ranking import Candidate, ranked
from cordee.core.access import Actor

DAY = date(2027, 5, 12)
SYSTEM = Actor.system("essai")
ON_THEME = Question(SYSTEM, theme=1, day=DAY)
IN_GENERAL = Question(SYSTEM, day=DAY)


def source(kind: Kind, **by_id: Fact) -> FactSource:
    known = {int(key[1:]): fact for key, fact in by_id.items()}
    return FactSource(f"essai.{kind}", kind, "essai", lambda question, ids: {k: v for k, v in known.items() if k in ids})


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Facts as a later room declares them."""
    monkeypatch.setattr(facts.sources, "_items", {})
    return lambda made: monkeypatch.setitem(facts.sources._items, made.code, made)


@pytest.mark.covers("GOV-024", "PRO-009")
def test_while_no_room_declares_a_fact_the_page_says_so_and_nothing_else(declare: Any) -> None:
    known = facts.known_of(ON_THEME, [7])[7]
    assert known == facts.NOTHING
    assert sentences(known, ON_THEME) == ["aucune mission suivie dans Cordée"]


@pytest.mark.covers("PRO-007", "PRO-009")
def test_declared_facts_are_said_with_their_counts(declare: Any) -> None:
    declare(source(Kind.MISSION, p7=Fact(4, date(2027, 1, 3)), p8=Fact(1, date(2025, 1, 3))))
    declare(source(Kind.MARK, p7=Fact(5, mean=Decimal("4.62")), p8=Fact(2, mean=Decimal(5))))
    declare(source(Kind.SOLICITATION, p7=Fact(2, DAY), p8=Fact(0, date(2026, 9, 12))))
    known = facts.known_of(ON_THEME, [7, 8, 9])
    assert sentences(known[7], ON_THEME) == [
        "4\u00a0missions sur ce thème",
        "note moyenne 4,6 (5\u00a0avis)",
        "sollicité 2 fois ce trimestre",
    ]
    few = ["1\u00a0mission dans Cordée", "2\u00a0avis, la moyenne se lit à partir de 3", "pas sollicité depuis 8 mois"]
    assert sentences(known[8], IN_GENERAL) == few
    assert sentences(known[9], ON_THEME) == ["aucune mission suivie sur ce thème", "jamais sollicité"]
    assert sentences(known[9], IN_GENERAL) == ["aucune mission suivie dans Cordée", "jamais sollicité"]


def test_two_sources_of_one_kind_are_one_fact_weighted_by_their_counts(declare: Any) -> None:
    declare(source(Kind.MARK, p7=Fact(2, mean=Decimal(5))))
    other = FactSource("essai.autre", Kind.MARK, "autre", lambda question, ids: {7: Fact(1, mean=Decimal(2))})
    declare(other)
    known = facts.known_of(IN_GENERAL, [7])[7]
    assert (known.marks, known.shown_mean, known.sources) == (3, Decimal(4), ("essai", "autre"))


def test_a_batch_costs_one_reading_a_source(declare: Any) -> None:
    asked: list[list[int]] = []

    def read(question: Question, ids: Sequence[int]) -> dict[int, Fact]:
        asked.append(list(ids))
        return {}

    declare(FactSource("essai", Kind.MISSION, "essai", read))
    facts.known_of(IN_GENERAL, list(range(50)))
    assert asked == [list(range(50))]


@pytest.mark.parametrize(("last", "said"), [
    (date(2027, 5, 11), "pas sollicité ce trimestre"), (date(2027, 4, 12), "pas sollicité depuis 1 mois"),
    (date(2027, 4, 13), "pas sollicité ce trimestre"), (date(2026, 5, 12), "pas sollicité depuis 12 mois"), (None, "jamais sollicité"),
])  # fmt: skip
def test_rotation_counts_whole_months(last: date | None, said: str) -> None:
    assert facts.rotation(Known(solicited=0, last_solicited=last), DAY) == said


def test_the_quarter_is_the_civil_one() -> None:
    assert [Question(SYSTEM, day=date(2027, m, 15)).quarter.month for m in (1, 3, 4, 6, 9, 12)] == [1, 1, 4, 4, 7, 10]


# -- order ------------------------------------------------------------------------------------------------------------
def known(missions: int, marks: int = 0, mean: float = 0, solicited: int = 0, last: date | None = None) -> Known:
    return Known(missions=missions, marks=marks, mean=Decimal(str(mean)) if marks else None, solicited=solicited, last_solicited=last)


def keys(*candidates: Candidate, structure: int = 1) -> list[int]:
    return [c.key for c in ranked(candidates, structure)]


def test_what_was_asked_for_comes_before_reputation() -> None:
    assert keys(Candidate(1, 1, known(9, 9, 5)), Candidate(2, 2)) == [2, 1]


def test_equal_work_gives_the_turn_to_whoever_was_called_on_least() -> None:
    busy, quiet = known(4, 5, 4.6, solicited=2, last=DAY), known(3, 4, 4.4, last=date(2026, 9, 1))
    never = known(5, 3, 4.5)
    assert keys(Candidate(1, 2, busy), Candidate(2, 2, quiet), Candidate(3, 2, never)) == [3, 2, 1]


def test_two_marks_make_no_reputation() -> None:
    alone, many = known(1, 2, 5), known(1, 3, 3)
    assert [half for half in (alone.shown_mean, many.shown_mean)] == [None, Decimal(3)]


def test_at_equal_merit_the_draw_changes_from_one_structure_to_another_and_not_from_one_reading_to_the_next() -> None:
    crowd = [Candidate(key, 2) for key in range(20)]
    assert keys(*crowd, structure=1) == keys(*reversed(crowd), structure=1) != keys(*crowd, structure=2)
    assert len({keys(*crowd, structure=s)[0] for s in range(40)}) > 8


anyone = st.builds(known, st.integers(0, 6), st.integers(0, 6), st.integers(0, 10).map(lambda n: n / 2), st.integers(0, 3))


@pytest.mark.covers("GOV-024", "PRO-008")
@given(others=st.lists(anyone, min_size=1, max_size=12), structure=st.integers(1, 50))
def test_a_newcomer_is_never_below_all_others_for_lack_of_marks(others: list[Known], structure: int) -> None:
    crowd = [Candidate(key, 2, one) for key, one in enumerate(others, 1)]
    newcomer = Candidate(0, 2, Known(missions=0, marks=0, solicited=0))
    order = ranked([*crowd, newcomer], structure)
    if any(one.is_known for one in crowd):
        assert not order.index(newcomer) > max(order.index(one) for one in crowd if one.is_known)
