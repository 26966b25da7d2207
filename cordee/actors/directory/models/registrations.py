"""On which outside platforms a structure is listed, since when, and where one sees it. Recorded by hand: no interface is assumed."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from cordee.actors.directory.models.children import Child, lasts, same_code
from cordee.actors.directory.models.organisation import Organisation
from cordee.core.journal import tracked
from cordee.core.models.bases import same


@tracked()
class Registration(Child):
    """Listed, or looked for and not found: both are dated, so that « not listed » is known and not only silent."""

    class Platform(models.TextChoices):
        MARCHE = "marche", "Marché de l'inclusion"
        ESS2024 = "ess2024", "ESS 2024"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="registrations")
    platform = models.CharField("plateforme", max_length=10, choices=Platform.choices)
    listed = models.BooleanField("référencement", choices=[(True, "Référencée"), (False, "Cherchée, non référencée")], default=True)
    link = models.URLField("lien vers sa page", max_length=300, blank=True)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "référencement"
        indexes = [models.Index(fields=["platform", "organisation"], name="directory_registration_by")]
        constraints = [
            ExclusionConstraint(
                name="directory_registration_overlap",
                index_type="GIST",
                expressions=[same("organisation"), same_code("platform"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Un référencement sur cette plateforme couvre déjà une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=models.Q(listed=True) | models.Q(link=""),
                name="directory_registration_link",
                violation_error_message="Une structure non référencée n'a pas de page : retirez le lien, ou dites-la référencée.",
            ),
            lasts("directory_registration"),
        ]

    def __str__(self) -> str:
        return self.get_platform_display() if self.listed else f"{self.get_platform_display()} : non référencée"
