"""From the files to the base, as often as one likes."""

from __future__ import annotations

from django.db import connection, transaction

from cordee.actors.territory.models import NATIONAL
from cordee.core.access import Actor
from cordee.tools.surveys import queries
from cordee.tools.surveys.actions.editing import create_questionnaire, edit_questionnaire, publish, save_draft
from cordee.tools.surveys.definition import read
from cordee.tools.surveys.library.grids import Grid, ready
from cordee.tools.surveys.models import Questionnaire, Version

LIBRARY = Actor.system("Bibliothèque de la plateforme")


def load() -> list[str]:
    """Codes of the grids that are new, or that got a new version. A draft that somebody prepares is left to them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('surveys.library'))")
        return [grid.code for grid in ready().values() if _bring(grid)]


def _bring(grid: Grid) -> bool:
    known = Questionnaire.objects.for_system("the library").filter(code=grid.code).first()
    if known is None:
        made = create_questionnaire(
            actor=LIBRARY, organisation=None, zone=NATIONAL, values=_values(grid), definition=grid.data, code=grid.code
        )  # fmt: skip
        publish(actor=LIBRARY, questionnaire=made)
        return True
    if _was_published(known, grid) or queries.draft_of(known):
        return False
    edit_questionnaire(actor=LIBRARY, questionnaire=known, values=_values(grid), version=known.version)
    save_draft(actor=LIBRARY, questionnaire=known, definition=grid.data)
    publish(actor=LIBRARY, questionnaire=known)
    return True


def _values(grid: Grid) -> dict[str, object]:
    return {"title": grid.title, "use": grid.use, "purpose": grid.purpose, "shared": True}


def _was_published(known: Questionnaire, grid: Grid) -> bool:
    """As it is in its file, once at least: what the national level changed since then stays."""
    versions = Version.objects.for_system("versions of the library").filter(questionnaire=known, state=Version.State.PUBLISHED)
    return any(read(definition) == grid.definition for definition in versions.values_list("definition", flat=True))
