"""How a dossier entered: from which file, saying what. What the file says again changes nothing."""

from __future__ import annotations

from django.db import models

from cordee.accompaniment.cases.models import Case
from cordee.core.models import HouseModel
from cordee.core.models.journal import CordeeNow


class Entry(HouseModel):
    """`told`: what the file said, as JSON. `version`: that of the dossier as the file left it; another one, and it has lived here since."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="entry", verbose_name="dossier")
    file = models.CharField("fichier", max_length=120)
    lines = models.JSONField("lignes du fichier")
    told = models.JSONField("ce que disait le fichier")
    version = models.IntegerField("version laissée")
    at = models.DateTimeField("repris le", db_default=CordeeNow())

    class Meta:
        verbose_name = "reprise"

    def __str__(self) -> str:
        return f"{self.case} : {self.file}"
