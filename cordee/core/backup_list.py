"""The backups as a list: when, what was read again, what went wrong. For the administration of the platform."""

from __future__ import annotations

from html import escape
from typing import Any

from cordee.core.access import Actor
from cordee.core.formats import file_size
from cordee.core.journal_list import moment
from cordee.core.lists import Column, List, Sort
from cordee.core.lists.cells import number_cell
from cordee.core.lists.declare import Rows
from cordee.core.models import Backup


def state(trouble: str, *rest: Any) -> str:
    return f'<span class="tag late">Incomplète</span> {escape(trouble)}' if trouble else '<span class="tag ok">Relue en entier</span>'


class BackupList(List):
    code = "core.backups"
    model = Backup
    title = "Sauvegardes"
    one, many = "sauvegarde", "sauvegardes"
    columns = (
        Column("name", "Archive", ("name",)),
        Column("at", "Faite le", ("at",), cell=moment, sort="date"),
        Column("state", "Relecture", ("trouble",), cell=state, export=lambda trouble: trouble or "Relue en entier"),
        Column("tables", "Tables", ("tables",), cell=number_cell, numeric=True, card=False),
        Column("files", "Fichiers", ("files",), cell=number_cell, numeric=True, card=False),
        Column("size", "Poids", ("size",), cell=lambda size: escape(file_size(size)), numeric=True, card=False),
    )
    sorts = (Sort("date", "Date", "at", descending=True),)
    empty = (
        "La première sauvegarde viendra ici. La personne qui tient la machine de Cordée la lance avec « make backup », "
        "et la programme chaque nuit."
    )

    def rows(self, actor: Actor) -> Rows:
        return Backup.objects.visible_to(actor)

    def may_open(self, actor: Actor) -> bool:
        return actor.profile == "admin"
