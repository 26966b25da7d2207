"""What a DLA does beyond its own territory: an accompaniment may reach a whole region. It opens no right: mandates alone do."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.models.children import Child, lasts
from cordee.core.journal import tracked


@tracked()
class Perimeter(Child):
    class Kind(models.TextChoices):
        DEPARTMENT = "department", "Département"
        BASIN = "basin", "Bassin d'emploi"
        EPCI = "epci", "Territoire intercommunal"
        REGION = "region", "Région"
        WIDER = "wider", "Plusieurs régions"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="perimeters")
    kind = models.CharField("étendue", max_length=10, choices=Kind.choices)
    place = models.CharField("lieu", max_length=120)
    purpose = models.CharField("ce qui y est accompagné", max_length=300, blank=True)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "périmètre élargi"
        constraints = [
            models.CheckConstraint(
                condition=~Q(place=""),
                name="network_perimeter_placed",
                violation_error_message="Indiquez le lieu : un département, un bassin, une région.",
            ),
            lasts("network_perimeter"),
        ]

    def __str__(self) -> str:
        return self.place
