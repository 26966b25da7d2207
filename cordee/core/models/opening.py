"""What is done once: what people put aside for good, and the backups that were read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from cordee.core.models.bases import Addressed, HouseModel, HouseQuerySet
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from typing import Any

    from cordee.core.access import Actor


class SetAside(HouseModel):
    """What one person (or the whole house, when no one is named) does not want to be shown again. What is done is never stored here."""

    code = models.CharField(max_length=80)
    user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=CordeeNow())

    class Meta:
        verbose_name = "mise de côté"
        constraints = [models.UniqueConstraint(fields=["code", "user_id"], nulls_distinct=False, name="core_setaside_once")]

    def __str__(self) -> str:
        return self.code


class BackupQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self if actor.profile == "admin" else self.none()


class Backup(Addressed, HouseModel):
    """A backup, as the command that made it saw it: read again and whole, or what went wrong."""

    at = models.DateTimeField("faite le", db_default=CordeeNow())
    name = models.CharField("archive", max_length=120)
    tables = models.PositiveIntegerField("tables relues", default=0)
    files = models.PositiveIntegerField("fichiers relus", default=0)
    size = models.PositiveBigIntegerField("poids", default=0)
    trouble = models.CharField("ce qui a manqué", max_length=300, blank=True)

    objects: ClassVar[Any] = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = "sauvegarde"
        indexes = [models.Index(fields=["-at", "-id"], name="core_backup_at")]

    def __str__(self) -> str:
        return self.name
