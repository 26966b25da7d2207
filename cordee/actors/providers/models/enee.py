"""Which columns the flat file of Enée bears, under which titles, in which order: one table for each operator, one for the nation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Versioned


@tracked()
class EneeMapping(HouseModel, Versioned):
    """`columns` = [[field, title], …] in the order of the file. Without operator: what every operator begins with."""

    operator = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="opérateur")
    columns = models.JSONField("colonnes")

    class Meta:
        verbose_name = "correspondance avec Enée"
        constraints = [
            models.UniqueConstraint(
                fields=["operator"],
                name="providers_eneemapping_once",
                nulls_distinct=False,
                violation_error_message="Cette correspondance existe déjà : rouvrez la page pour la modifier.",
            ),
            models.CheckConstraint(
                condition=Q(columns__0__isnull=False),
                name="providers_eneemapping_columns",
                violation_error_message="Gardez au moins une colonne : un fichier sans colonne ne dit rien.",
            ),
        ]

    def __str__(self) -> str:
        return "Correspondance avec Enée"
