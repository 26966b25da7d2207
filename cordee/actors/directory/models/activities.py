"""The activity that the State's statistics give an organisation: a code of a dated version of the NAF, and what it becomes in the next."""

from __future__ import annotations

from django.db import models

from cordee.core.models import Match, Term


class Activity(Term):
    """A sub-class of the NAF, under its official code; official labels may be alike."""

    label = models.CharField("libellé", max_length=250)

    class Meta(Term.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class ActivityRev2(Activity):
    """NAF rév. 2, in force since 2008."""

    class Meta(Activity.Meta):
        abstract = False
        verbose_name = "code de la NAF rév. 2"


class Activity2025(Activity):
    """NAF 2025, its successor."""

    class Meta(Activity.Meta):
        abstract = False
        verbose_name = "code de la NAF 2025"


class ActivityMatch(Match):
    before = models.ForeignKey(ActivityRev2, models.PROTECT, related_name="becomes", verbose_name="code de la NAF rév. 2")
    after = models.ForeignKey(Activity2025, models.PROTECT, related_name="comes_from", verbose_name="code de la NAF 2025")

    class Meta(Match.Meta):
        abstract = False
        verbose_name = "correspondance de codes NAF"
