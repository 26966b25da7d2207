"""What one exchanges with Enée by hand: the columns of the flat file, and what was last copied of each sheet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models.provider import Provider
from cordee.core.journal import tracked
from cordee.core.models import Event, HouseModel, Versioned


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


class EneeCopy(HouseModel):
    """What was last typed into Enée of a sheet, a common base: one for all teams. Who and when are the event's, erased with it.

    `fields` = {field: [its values as the register kept them, its text as one read it]}.
    """

    provider = models.OneToOneField(Provider, models.PROTECT, related_name="enee_copy", verbose_name="prestataire")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name="recopiée le")
    fields = models.JSONField("champs recopiés")

    class Meta:
        verbose_name = "fiche recopiée dans Enée"
        constraints = [
            models.CheckConstraint(
                condition=~Q(fields={}),
                name="providers_eneecopy_fields",
                violation_error_message="Rien n'est à recopier : la correspondance ne garde aucun champ que vous lisez.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} dans Enée"
