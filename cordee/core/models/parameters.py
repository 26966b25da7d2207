"""Business parameters: dated values with an author and a reason. A past decision keeps the value it was taken with."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from cordee.core.models.bases import HouseModel, same
from cordee.core.models.journal import CordeeNow


class ParameterScope(HouseModel):
    """One row per (parameter, zone or everywhere): what the exclusion constraint counts as « the same parameter »."""

    code = models.CharField(max_length=80)
    zone = models.CharField(max_length=12, null=True, blank=True)  # noqa: DJ001  (NULL = everywhere, and it is unique)

    class Meta:
        verbose_name = "portée de paramètre"
        constraints = [models.UniqueConstraint(fields=["code", "zone"], nulls_distinct=False, name="core_parameterscope_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.zone or 'partout'}"


class Parameter(HouseModel):
    scope = models.ForeignKey(ParameterScope, models.PROTECT, related_name="values")
    period = DateRangeField("période")
    value = models.JSONField("valeur")
    author = models.BigIntegerField(null=True)
    author_label = models.CharField("par", max_length=200)
    reason = models.CharField("motif", max_length=500)
    at = models.DateTimeField(db_default=CordeeNow())

    class Meta:
        verbose_name = "paramètre"
        constraints = [
            ExclusionConstraint(
                name="core_parameter_no_overlap",
                index_type="GIST",
                expressions=[
                    same("scope"),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une valeur existe déjà pour une partie de cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} = {self.value}"
