"""What hangs on a sheet, several times over: sites, names, posts… Each row has its address, its version, usually its dates."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q, Value

from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed, Versioned


class Child(Addressed, Versioned, HouseModel):
    """A row of a sheet, kept by `directory.children`. The database gives the key and the version to whoever writes by COPY."""

    public_id = models.UUIDField("identifiant public", default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    version = models.PositiveIntegerField("version", default=1, db_default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day included: what people read and type (the period itself ends the day after)."""
        period: Any = getattr(self, "period", None)
        return period.upper - timedelta(days=1) if period and period.upper else None


def lasts(table: str) -> models.CheckConstraint:
    """The constraint of a dated child: its period has at least one day."""
    return models.CheckConstraint(
        condition=Q(period__isnull=True) | Q(period__isempty=False),
        name=f"{table}_lasts",
        violation_error_message="La fin précède le début : vérifiez les deux dates.",
    )


def same_code(field: str) -> tuple[Func, str]:
    """An exclusion's « same code », as `same` for ids: a one-value range, made of the code's hash."""
    code = Func(F(field), function="hashtext")
    return (Func(code, code, Value("[]"), function="INT4RANGE"), RangeOperators.OVERLAPS)
