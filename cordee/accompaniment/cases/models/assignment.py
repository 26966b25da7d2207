"""Who handles a dossier, in whose name, between which days."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models.case import Case
from cordee.actors.accounts.models import Membership
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.models.children import lasts, same_code
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed, same


@tracked()
class Assignment(Addressed, HouseModel):
    """The officer of a dossier, or whoever stands in for a time. Ended and never rewritten: minutes of February name February's officer."""

    class Role(models.TextChoices):
        HOLDER = "holder", "Suit le dossier"
        SUBSTITUTE = "substitute", "Remplace"

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_handled", verbose_name="DLA")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="assignments", verbose_name="chargé·e de mission")
    role = models.CharField("rôle", max_length=10, choices=Role.choices)
    period = DateRangeField("période")
    note = models.CharField("note de passage", max_length=1000, blank=True)

    class Meta:
        verbose_name = "affectation"
        indexes = [models.Index(fields=["membership", "case"], name="cases_assignment_who")]
        constraints = [
            lasts("cases_assignment"),
            models.CheckConstraint(condition=Q(role__in=["holder", "substitute"]), name="cases_assignment_role"),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False),
                name="cases_assignment_begins",
                violation_error_message="Indiquez le premier jour.",
            ),
            models.CheckConstraint(
                condition=~Q(role="substitute") | Q(period__endswith__isnull=False),
                name="cases_assignment_substitute_ends",
                violation_error_message="Un remplacement a un dernier jour : indiquez-le.",
            ),
            ExclusionConstraint(
                name="cases_assignment_one_at_a_time",
                index_type="GIST",
                expressions=[same("case"), same_code("role"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une autre personne tient déjà ce rôle sur une partie de cette période.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.membership}"

    @property
    def last_day(self) -> date | None:
        return self.period.upper - timedelta(days=1) if self.period.upper else None
