"""What was last typed into Enée of a dossier, and the order in which each team copies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Event, HouseModel, Versioned


@tracked()
class CaseMapping(HouseModel, Versioned):
    """`columns` = [[field, title], …] in the order of the sheet. Without operator: what every operator begins with."""

    operator = models.ForeignKey(Organisation, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="opérateur")
    columns = models.JSONField("champs")

    class Meta:
        verbose_name = "correspondance des dossiers avec Enée"
        constraints = [
            models.UniqueConstraint(
                fields=["operator"],
                name="takeover_casemapping_once",
                nulls_distinct=False,
                violation_error_message="Cette correspondance existe déjà : rouvrez la page pour la modifier.",
            ),
            models.CheckConstraint(
                condition=Q(columns__0__isnull=False),
                name="takeover_casemapping_columns",
                violation_error_message="Gardez au moins un champ : une fiche sans champ ne dit rien.",
            ),
        ]

    def __str__(self) -> str:
        return "Correspondance des dossiers avec Enée"


class CaseCopy(HouseModel):
    """`fields` = {field: [its values as they were kept, its text, the event of its mark]}. Who and when are the events'."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="copied", verbose_name="dossier")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name="recopié le")
    fields = models.JSONField("champs recopiés")

    class Meta:
        verbose_name = "dossier recopié dans Enée"
        constraints = [
            models.CheckConstraint(
                condition=~Q(fields={}),
                name="takeover_casecopy_fields",
                violation_error_message="Rien n'est à recopier : la correspondance ne garde aucun champ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} dans Enée"
