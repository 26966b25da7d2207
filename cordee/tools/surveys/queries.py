"""Who reads which questionnaire, campaign, invitation and response."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q

from cordee.core.access import Actor, threads_of
from cordee.core.models import ThreadedQuerySet
from cordee.tools.surveys.definition import Definition, read
from cordee.tools.surveys.models.questionnaires import Questionnaire

Rows = TypeVar("Rows", bound=ThreadedQuerySet)


def questionnaires_seen(rows: Rows, actor: Actor) -> Rows:
    """Those of one's territory or threads, and the library."""
    if actor.zones is None:
        return rows
    return rows.filter(
        Q(zone__in=sorted(actor.zones)) | Q(thread_id__in=threads_of(actor)) | Q(shared=True, state=Questionnaire.State.ACTIVE)
    )


def campaigns_seen(rows: Rows, actor: Actor) -> Rows:
    return rows.within(actor)


def invitations_seen(rows: Rows, actor: Actor) -> Rows:
    return rows.within(actor)


def responses_seen(rows: Rows, actor: Actor) -> Rows:
    return rows.within(actor)


def definition_of(version_id: int) -> Definition:
    """Cached per version in the process: what is published no longer changes."""
    from cordee.tools.surveys.models import Version

    return read(Version.objects.for_system("a definition is public").get(pk=version_id).definition)
