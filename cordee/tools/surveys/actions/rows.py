"""The statement of a sending, written by hand: what holds, what is written and what is over, in one go."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Q
from psycopg.types.json import Jsonb

from cordee.core.planned import fetch_one
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response


class Held(NamedTuple):
    """What was true once the locks were held, and the row that was written; without one, the rest says why."""

    closed: str  # not_yet | closed | withdrawn, empty while an answer is taken
    answered: bool
    revision: int  # of the answer that was there, 0 when there was none
    draft: int | None  # of what was kept and not sent yet
    now: datetime
    today: date
    pk: int | None


WITHDRAWN = "WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn'"
OF_CAMPAIGN = "WHEN c.state = 'prepared' THEN 'not_yet' WHEN c.state = 'closed' OR c.closes_at <= cordee_now() THEN 'closed'"
LAST = "coalesce((SELECT max(p.revision) FROM surveys_response p WHERE p.invitation_id = i.id AND p.voice = %(voice)s), 0) AS revision"
OWN = "(p.submission = %(submission)s OR (p.invitation_id = %(invitation)s AND p.voice = %(voice)s))"
DRAFT = " ".join(["(SELECT p.revision FROM surveys_progress p WHERE", OWN, "LIMIT 1) AS draft"])
KEPT = f"{DRAFT}, cordee_now() AS now, cordee_today() AS today"
#: the lock of the campaign is shared: sendings do not wait for each other, a closing waits for them. Parent before child
BY_INVITATION = " ".join([
    "SELECT CASE", WITHDRAWN, OF_CAMPAIGN, "ELSE '' END AS closed, i.answered,", LAST, ",", KEPT,
    "FROM surveys_invitation i JOIN surveys_campaign c ON c.id = i.campaign_id WHERE i.id = %(invitation)s",
    "FOR SHARE OF c FOR NO KEY UPDATE OF i",
])  # fmt: skip
ALONE = " ".join([
    "SELECT CASE", WITHDRAWN, "ELSE '' END AS closed, i.answered,", LAST, ",", KEPT,
    "FROM surveys_invitation i WHERE i.id = %(invitation)s FOR NO KEY UPDATE OF i",
])  # fmt: skip
BY_OPEN_LINK = " ".join([
    "SELECT CASE", OF_CAMPAIGN, "ELSE '' END AS closed, false AS answered, 0 AS revision,", KEPT,
    "FROM surveys_campaign c WHERE c.id = %(campaign)s FOR SHARE OF c",
])  # fmt: skip
#: `superseded` is counted so that it is done before the insertion: one answer alone is the latest
SENDING = """
WITH held AS MATERIALIZED ({held}), taken AS (
  SELECT * FROM held
  WHERE closed = '' AND NOT (answered AND %(anonymous)s) AND revision = %(base)s AND coalesce(draft = %(draft)s, true)
    AND NOT EXISTS (SELECT FROM surveys_response r WHERE r.submission = %(submission)s)
), superseded AS (
  UPDATE surveys_response r SET latest = false FROM taken
  WHERE r.invitation_id = %(invitation)s AND r.voice = %(voice)s AND r.latest RETURNING 1
), sent AS (
  INSERT INTO surveys_response ({columns}) SELECT {values} FROM taken WHERE (SELECT count(*) FROM superseded) >= 0
  ON CONFLICT (submission) DO NOTHING RETURNING id
), gone AS (
  DELETE FROM surveys_progress p USING sent WHERE {own}
), used AS (
  UPDATE surveys_invitation i SET answered = true FROM sent WHERE i.id = %(invitation)s AND NOT i.answered AND %(voice)s <> 'officer'
)
SELECT held.*, (SELECT id FROM sent) FROM held
"""
#: the moment is that of the base, once the locks are held; an anonymous answer keeps its day alone
OF_THE_MOMENT = {"submitted_on": "today", "submitted_at": "CASE WHEN NOT %(anonymous)s THEN now END"}


@lru_cache(maxsize=3)
def _sending(held: str) -> tuple[str, list[Any]]:
    fields = [field for field in Response._meta.concrete_fields if not field.primary_key]
    places = {str(field.column): f"%(row_{field.column})s::{field.db_type(connection)}" for field in fields} | OF_THE_MOMENT
    return SENDING.format(held=held, columns=", ".join(places), values=", ".join(places.values()), own=OWN), fields


def send(response: Response, *, campaign: Campaign | None, invitation: Invitation | None, anonymous: bool, draft: int | None) -> Held:
    """Writes the answer if it is still taken: as the revision that follows what was there, and from the draft that was read."""
    query, fields = _sending(BY_OPEN_LINK if invitation is None else BY_INVITATION if campaign else ALONE)
    row = {f"row_{field.column}": getattr(response, field.attname) for field in fields}
    row |= {"row_answers": Jsonb(response.answers), "row_result": Jsonb(response.result)}
    told = {
        "campaign": campaign.pk if campaign else None, "invitation": invitation.pk if invitation else None, "anonymous": anonymous,
        "submission": response.submission, "voice": response.voice, "base": response.revision - 1, "draft": draft,
    }  # fmt: skip
    held = Held(*cast("tuple[Any, ...]", fetch_one(query, row | told)))
    response.pk, response.submitted_on, response.submitted_at = held.pk, held.today, None if anonymous else held.now
    return held


def in_progress(submission: uuid.UUID, invitation: Invitation | None, voice: str) -> Progress:
    """What `Held.draft` told of."""
    own = Q(submission=submission)
    if invitation:
        own |= Q(invitation=invitation, voice=voice)
    found: Progress = Progress.objects.filter(own)[:1].get()
    return found


def already(submission: uuid.UUID, campaign: Campaign | None, invitation: Invitation | None) -> Response | None:
    """The answer that this very sending made. Of another invitation, it answers nothing: a number is no credential."""
    rows = Response.objects.for_system("the first receipt of a sending").filter(submission=submission)
    if invitation is None or (campaign is not None and campaign.anonymous):
        rows = rows.filter(campaign=campaign, invitation=None)
    else:
        rows = rows.filter(invitation=invitation)
    found: Response | None = rows.first()
    return found
