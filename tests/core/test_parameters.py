"""Business parameters: dated, by place, never rewritten; what was decided keeps the value that it was decided with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cordee.actors.directory.room import ANSWER_DAYS
from cordee.core.models import Parameter, ParameterScope
from cordee.core.parameters import forget_parameters, param, set_param
from tests import factories as make

BEFORE, DAY, AFTER = date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1)


def rows() -> Any:
    return Parameter.objects.for_system("test").order_by("id")


@pytest.mark.covers("SYS-906")
def test_a_new_value_holds_from_its_day_and_the_past_keeps_its_own(db: None) -> None:
    actor = make.admin(name="Compas").actor
    set_param(ANSWER_DAYS, 10, actor=actor, since=DAY, reason="Circulaire")
    set_param(ANSWER_DAYS, 15, actor=actor, since=AFTER, reason="Avenant")
    assert [param(ANSWER_DAYS, on=day) for day in (BEFORE, DAY, date(2026, 12, 31), AFTER)] == [7, 10, 10, 15]
    assert [(r.author_label, r.reason) for r in rows()] == [("Camille Compas", "Circulaire"), ("Camille Compas", "Avenant")]


@pytest.mark.covers("SYS-906")
def test_a_place_may_have_its_own_value_over_that_of_the_nation(db: None) -> None:
    actor = make.admin().actor
    set_param(ANSWER_DAYS, 10, actor=actor, since=DAY, reason="Circulaire")
    set_param(ANSWER_DAYS, 5, actor=actor, since=DAY, reason="Accord local", zone="59")
    assert [param(ANSWER_DAYS, on=DAY, zone=zone) for zone in ("59", "02", None)] == [5, 10, 10]


def test_a_value_put_between_two_others_stops_at_the_next(db: None) -> None:
    actor = make.admin().actor
    for value, day in ((10, DAY), (30, AFTER), (20, date(2026, 10, 1))):
        set_param(ANSWER_DAYS, value, actor=actor, since=day, reason="Essai")
    assert [param(ANSWER_DAYS, on=day) for day in (DAY, date(2026, 10, 1), date(2026, 12, 31), AFTER)] == [10, 20, 20, 30]


def test_a_value_replaced_on_its_first_day_is_still_told(db: None) -> None:
    actor = make.admin().actor
    set_param(ANSWER_DAYS, 70, actor=actor, since=DAY, reason="Faute de frappe")
    set_param(ANSWER_DAYS, 7, actor=actor, since=DAY, reason="Correction")
    assert param(ANSWER_DAYS, on=DAY) == 7
    assert [(r.value, r.reason, r.period.isempty) for r in rows()] == [(70, "Faute de frappe", True), (7, "Correction", False)]


def test_two_values_of_one_day_are_refused_by_the_base(db: None) -> None:
    scope = ParameterScope.objects.for_system("test").create(code=ANSWER_DAYS.code, zone=None)
    Parameter(scope=scope, period=DateRange(DAY, None), value=1, author_label="x", reason="x").save()
    with pytest.raises(IntegrityError, match="core_parameter_no_overlap"), transaction.atomic():
        Parameter(scope=scope, period=DateRange(AFTER, None), value=2, author_label="x", reason="x").save()
    with pytest.raises(IntegrityError, match="core_parameterscope_once"), transaction.atomic():
        ParameterScope.objects.for_system("test").create(code=ANSWER_DAYS.code, zone=None)


def test_they_are_read_once_a_request_and_afresh_in_the_next(db: None, django_assert_num_queries: Any) -> None:
    ines = make.officer()
    forget_parameters()
    with django_assert_num_queries(1):
        assert [param(ANSWER_DAYS, on=DAY), param(ANSWER_DAYS, on=AFTER), param(ANSWER_DAYS, zone="59")] == [7, 7, 7]
    scope = ParameterScope.objects.for_system("test").create(code=ANSWER_DAYS.code, zone=None)
    Parameter(scope=scope, period=DateRange(date(2020, 1, 1), None), value=3, author_label="x", reason="by another process").save()
    assert param(ANSWER_DAYS, on=DAY) == 7, "this request keeps what it began with"
    ines.client.get("/")
    assert param(ANSWER_DAYS, on=DAY) == 3
