"""The statements of a sending, written by hand: there are four of them, and the base must do them in this order."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response


class Held(NamedTuple):
    """What is true once the locks are held."""

    closed: str  # not_yet | closed | withdrawn, empty while an answer is taken
    answered: bool
    revision: int  # of the answer that is there, 0 when there is none
    draft: int | None  # of what is kept and not sent yet
    rule: Any  # the JSON of the levels in force today, or None
    now: datetime
    today: date


WITHDRAWN = "WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn'"
OF_CAMPAIGN = "WHEN c.state = 'prepared' THEN 'not_yet' WHEN c.state = 'closed' OR c.closes_at <= cordee_now() THEN 'closed'"
LAST = "coalesce((SELECT max(p.revision) FROM surveys_response p WHERE p.invitation_id = i.id AND p.voice = %s), 0)"
DRAFT = "(SELECT p.revision FROM surveys_progress p WHERE p.submission = %s OR (p.invitation_id = i.id AND p.voice = %s) LIMIT 1)"
DRAFT_ALONE = "(SELECT p.revision FROM surveys_progress p WHERE p.submission = %s)"
RULE = "(SELECT r.rule FROM surveys_levelrule r WHERE r.questionnaire_id = v.questionnaire_id AND r.period @> cordee_today())"
MOMENT = "cordee_now(), cordee_today()"
VERSION = "JOIN surveys_version v ON v.id ="
#: parent before child: the campaign's lock is taken first
BY_INVITATION = " ".join([
    "SELECT CASE", WITHDRAWN, OF_CAMPAIGN, "ELSE '' END, i.answered,", LAST, ",", DRAFT, ",", RULE, ",", MOMENT,
    "FROM surveys_invitation i JOIN surveys_campaign c ON c.id = i.campaign_id", VERSION, "i.asked_id",
    "WHERE i.id = %s FOR SHARE OF c FOR NO KEY UPDATE OF i",
])  # fmt: skip
ALONE = " ".join([
    "SELECT CASE", WITHDRAWN, "ELSE '' END, i.answered,", LAST, ",", DRAFT, ",", RULE, ",", MOMENT,
    "FROM surveys_invitation i", VERSION, "i.asked_id WHERE i.id = %s FOR NO KEY UPDATE OF i",
])  # fmt: skip
BY_OPEN_LINK = " ".join([
    "SELECT CASE", OF_CAMPAIGN, "ELSE '' END, false, 0,", DRAFT_ALONE, ",", RULE, ",", MOMENT,
    "FROM surveys_campaign c", VERSION, "c.asked_id WHERE c.id = %s FOR SHARE OF c",
])  # fmt: skip


def hold(submission: uuid.UUID, campaign: Campaign | None, invitation: Invitation | None, voice: str) -> Held:
    """Locks the campaign (shared: sendings do not wait for each other), then the invitation."""
    query = BY_OPEN_LINK if invitation is None else BY_INVITATION if campaign else ALONE
    values: list[Any] = [voice, submission, voice, invitation.pk] if invitation else [submission, campaign.pk if campaign else None]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        closed, answered, revision, draft, rule, now, today = cursor.fetchone()
    return Held(closed, answered, revision, draft, json.loads(rule) if isinstance(rule, str) else rule, now, today)


def in_progress(submission: uuid.UUID, invitation: Invitation | None, voice: str) -> Progress:
    """What `Held.draft` told of."""
    own = Q(submission=submission)
    if invitation:
        own |= Q(invitation=invitation, voice=voice)
    found: Progress = Progress.objects.filter(own)[:1].get()
    return found


@lru_cache(maxsize=1)
def _insertion() -> tuple[str, list[Any]]:
    fields = [field for field in Response._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(str(field.column) for field in fields)
    places = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
    query = f"INSERT INTO surveys_response ({columns}) VALUES ({places}) ON CONFLICT (submission) DO NOTHING RETURNING id"  # noqa: S608 - names of the model
    return query, fields


def insert(response: Response) -> bool:
    """False when this sending had already arrived: the base waited for the one in progress to know."""
    query, fields = _insertion()
    values = [field.get_db_prep_save(getattr(response, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    if row:
        response.pk = row[0]
    return row is not None


def supersede(submission: uuid.UUID, invitation: Invitation, voice: str) -> None:
    """Before a correction: the former answer is no longer the latest, what was in progress is sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH sent AS (DELETE FROM surveys_progress WHERE submission = %s OR (invitation_id = %s AND voice = %s)) "
            "UPDATE surveys_response SET latest = false WHERE invitation_id = %s AND voice = %s AND latest",
            [submission, invitation.pk, voice, invitation.pk, voice],
        )


def conclude(submission: uuid.UUID, invitation: Invitation | None, voice: str, *, answered: bool) -> None:
    """After a first answer: the invitation knows that it was used, nothing is in progress any more."""
    with connection.cursor() as cursor:
        if invitation is None:
            cursor.execute("DELETE FROM surveys_progress WHERE submission = %s", [submission])
            return
        cursor.execute(
            "WITH sent AS (DELETE FROM surveys_progress WHERE submission = %s OR (invitation_id = %s AND voice = %s)) "
            "UPDATE surveys_invitation SET answered = true WHERE id = %s AND %s AND NOT answered",
            [submission, invitation.pk, voice, invitation.pk, answered],
        )


def already(submission: uuid.UUID, campaign: Campaign | None, invitation: Invitation | None) -> Response | None:
    """The answer that this very sending made. Of another invitation, it answers nothing: a number is no credential."""
    rows = Response.objects.for_system("the first receipt of a sending").filter(submission=submission)
    if invitation is None or (campaign is not None and campaign.anonymous):
        rows = rows.filter(campaign=campaign, invitation=None)
    else:
        rows = rows.filter(invitation=invitation)
    found: Response | None = rows.first()
    return found
