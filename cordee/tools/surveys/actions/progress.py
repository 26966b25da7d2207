"""Answers that are not sent yet: kept at every field, found again by the link or by six letters, gone once sent or forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cordee.core.access import Refusal, Refused
from cordee.core.models.bases import TODAY
from cordee.core.parameters import param
from cordee.tools.surveys import links, queries
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response
from cordee.tools.surveys.parameters import PROGRESS_DAYS

TRIES = 5
TAKEN = Refusal("taken", "Ces réponses sont tenues par un autre lien : rouvrez le questionnaire par le vôtre.")


class Kept(NamedTuple):
    """What is kept. `clash`: someone else wrote meanwhile, on another device; nothing of theirs was overwritten."""

    progress: Progress
    clash: bool


def keep_progress(
    *,
    submission: uuid.UUID,
    answers: Mapping[str, Any],
    invitation: Invitation | None = None,
    campaign: Campaign | None = None,
    voice: str = Response.Voice.RESPONDENT,
    base: int | None = None,
) -> Kept:
    """`base`: the revision that this device read; another one there is a clash, whose answers are returned untouched.

    Of an anonymous campaign, nothing says which invitation is being answered: the same device finds it by its submission.
    """
    campaign = invitation.campaign if invitation else campaign
    if closed := queries.closed_to(campaign, invitation):
        raise Refused(Refusal(closed, "Ce questionnaire ne reçoit plus de réponse : ce que vous avez écrit reste sur votre appareil."))
    named = invitation if not (campaign and campaign.anonymous) else None
    with transaction.atomic():
        held = _held(submission, named, voice)
        if held is None:
            return Kept(_first(submission, answers, named, campaign, voice), False)
        if (held.campaign_id, held.invitation_id) != (campaign.pk if campaign else None, named.pk if named else None):
            raise Refused(TAKEN)
        if base is not None and base != held.revision:
            return Kept(held, True)
        held.answers, held.revision, held.kept_on = dict(answers), held.revision + 1, timezone.localdate()
        held.save()
    return Kept(held, False)


def _held(submission: uuid.UUID, invitation: Invitation | None, voice: str) -> Progress | None:
    rows = Progress.objects.for_system("the token is the credential").select_for_update(no_key=True)
    mine = Q(submission=submission) | (Q(invitation=invitation, voice=voice) if invitation else Q(pk__in=[]))
    found: Progress | None = rows.filter(mine).order_by("submission").first()
    return found


def _first(
    submission: uuid.UUID, answers: Mapping[str, Any], invitation: Invitation | None, campaign: Campaign | None, voice: str
) -> Progress:
    """Two devices at the same second: one row, the second one reads it."""
    made = Progress(submission=submission, answers=dict(answers), invitation=invitation, campaign=campaign, voice=voice)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        found = _held(submission, invitation, voice)
        if found is None:
            raise
        return found
    made.refresh_from_db()
    return made


def progress_of(invitation: Invitation, voice: str = Response.Voice.RESPONDENT) -> Progress | None:
    rows = Progress.objects.for_system("the token is the credential").filter(invitation=invitation, voice=voice)
    found: Progress | None = rows.first()
    return found


def give_code(*, submission: uuid.UUID) -> str:
    """Six letters for who has no e-mail. A new code takes the place of the former one; nothing keeps its text."""
    rows = Progress.objects.for_system("whoever fills it asks for it").filter(submission=submission)
    for _ in range(TRIES):
        code = links.new_code()
        try:
            with transaction.atomic():
                if not rows.update(code_sha256=links.code_sha256(code)):
                    raise Refused(Refusal("nothing", "Rien n'est encore enregistré : répondez à une question, puis demandez le code."))
            return code
        except IntegrityError:
            continue
    raise RuntimeError("no free code")


def resume_by_code(code: str) -> Progress | None:
    """What was in progress under these six letters, in whatever case or spacing they are typed."""
    if len(links.plain_code(code)) != links.CODE_LENGTH:
        return None
    rows = Progress.objects.for_system("the code is the credential").filter(code_sha256=links.code_sha256(code))
    found: Progress | None = rows.select_related("invitation", "campaign").first()
    return found


def token_to(progress: Progress) -> str:
    """The token that opens the questionnaire of a progress found again; empty when only one's own link can (anonymous)."""
    subject = progress.invitation or progress.campaign
    return links.token_of(subject) if subject else ""


def sweep_progress() -> int:
    """Nightly: what was begun and left."""
    rows = Progress.objects.for_system("the sweep of the night")
    return rows.filter(kept_on__lt=TODAY - timedelta(days=param(PROGRESS_DAYS))).delete()[0]
