"""What reading asks of the base: one campaign, one response, those before it, words as they were written."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cordee.core.access import Actor, capacities_in
from cordee.core.models import Document, Event
from cordee.tools.surveys.definition import Definition, Item, Section
from cordee.tools.surveys.models import Campaign, Response
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.reading import policies
from cordee.tools.surveys.synthesis import shape, store, told

BEFORE = 12  # earlier fillings offered for comparison
DOCUMENTS = 4
TEXTS = ("short", "long")


# -- one response -----------------------------------------------------------------------------------------------------------
def response_for(actor: Actor, public_id: uuid.UUID) -> Response | None:
    related = ("asked__questionnaire", "campaign", "organisation", "person", "thread")
    found: Response | None = Response.objects.visible_to(actor).select_related(*related).filter(public_id=public_id).first()
    return found if found and policies.reads_response(actor, found) else None


def erased_on(response: Response) -> datetime | None:
    """When its personal answers were blanked, if they were."""
    rows = Event.objects.for_system("of a response already seen").filter(
        subject_kind=Response._meta.label_lower, subject_id=response.pk, code="surveys.response.erased"
    )
    found: datetime | None = rows.order_by("-id").values_list("at", flat=True).first()
    return found


def earlier(actor: Actor, response: Response) -> list[Response]:
    """The same questionnaire, filled before by the same structure or person, in the same voice; latest first."""
    if response.organisation_id is None and response.person_id is None:
        return []
    rows = Response.objects.visible_to(actor).filter(
        organisation_id=response.organisation_id,
        person_id=response.person_id,
        asked__questionnaire_id=response.asked.questionnaire_id,
        voice=response.voice,
        latest=True,
        submitted_on__lte=response.submitted_on,
    )
    rows = rows.exclude(pk=response.pk).select_related("asked__questionnaire", "campaign", "organisation", "person", "thread")
    found = rows.order_by("-submitted_on", "-submitted_at", "id")[:BEFORE]
    return [one for one in found if _is_before(one, response) and policies.reads_response(actor, one)]


def _is_before(one: Response, other: Response) -> bool:
    """By the day of the answer, which paper entered later keeps; by the hour within a day."""
    if one.submitted_on != other.submitted_on or one.submitted_at is None or other.submitted_at is None:
        return one.submitted_on < other.submitted_on
    return one.submitted_at < other.submitted_at


# -- one campaign -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reading:
    """A campaign's synthesis as one actor reads it."""

    campaign: Campaign
    definition: Definition
    sections: list[Section]
    synthesis: shape.Synthesis
    answers_too: bool
    withheld: bool

    @property
    def words_too(self) -> bool:
        """Answers one by one, and what people wrote: of an anonymous campaign, once it is closed and enough answered. Read as they
        arrive, they would say who has just answered."""
        arriving = self.campaign.anonymous and self.campaign.state != Campaign.State.CLOSED
        return self.answers_too and not self.withheld and not arriving


def campaign_for(actor: Actor, public_id: uuid.UUID) -> Campaign | None:
    """Those that one sees; whoever funds a territory reads besides what is said together in all of it."""
    rows = Campaign.objects.within(actor) if actor.capacity == "funder" else Campaign.objects.visible_to(actor)
    found: Campaign | None = rows.select_related("asked__questionnaire", "asker", "thread").filter(public_id=public_id).first()
    return found if found and policies.reads_synthesis(actor, found) else None


def reading(actor: Actor, campaign: Campaign) -> Reading:
    definition = definition_of(campaign.asked_id)
    answers_too = policies.reads_answers(actor, campaign)
    capacities = set(capacities_in(actor, campaign.thread)) | ({"operator"} if actor.is_system else set())
    return read_as(campaign, definition, policies.open_sections(definition, capacities), answers_too=answers_too)


def read_as(campaign: Campaign, definition: Definition, sections: list[Section], *, answers_too: bool) -> Reading:
    whole = store.of_campaign(campaign)
    small_too = answers_too and not campaign.anonymous
    opened = {section.code for section in sections}
    scores = not any(item.marked for section in definition.sections if section.code not in opened for item in section.items)
    shown = told.for_reader(whole, opened, scores=scores, small_too=small_too)
    return Reading(campaign, definition, sections, shown, answers_too, told.is_withheld(whole, small_too=small_too))


def counted(campaign: Campaign) -> Any:
    """The responses that its synthesis counts, by their public key: drawn at random, it says nothing of an order.
    The caller has asked who may read them."""
    rows = Response.objects.for_system("the campaign was fetched through visible_to, its answers are open to the reader").filter(
        campaign=campaign, latest=True
    )
    agreed = Response.objects.for_system("what was agreed instead").filter(
        invitation_id=OuterRef("invitation_id"), voice=Response.Voice.AGREED, latest=True
    )
    alone = Q(voice=Response.Voice.RESPONDENT) & ~Exists(agreed)
    return rows.filter(Q(voice=Response.Voice.AGREED) | alone).order_by("public_id")


WORDS = """
SELECT c.code, w.public_id, w.words, w.name FROM unnest(%(codes)s::text[], %(parts)s::text[]) AS c(code, part) CROSS JOIN LATERAL (
  SELECT r.public_id, r.answers->c.code->>c.part AS words, coalesce(o.name, concat_ws(' ', p.first_name, p.last_name)) AS name
  FROM surveys_response r
  LEFT JOIN directory_organisation o ON o.id = r.organisation_id
  LEFT JOIN directory_person p ON p.id = r.person_id
  WHERE r.campaign_id = %(campaign)s AND r.latest AND r.voice <> 'officer' AND r.answers->c.code->>c.part > ''
    AND (%(after)s::uuid IS NULL OR r.public_id > %(after)s::uuid)
  ORDER BY r.public_id LIMIT %(most)s) AS w
ORDER BY w.public_id
"""


def verbatims(
    campaign: Campaign, items: Sequence[Item], *, most: int, after: uuid.UUID | None = None
) -> dict[str, list[tuple[uuid.UUID, str, str]]]:
    """By question: key, words (a text, or the comment of another question) and who wrote them: nobody, in an anonymous campaign.
    The caller has asked who may read them."""
    found: dict[str, list[tuple[uuid.UUID, str, str]]] = {}
    parts = ["v" if item.kind in TEXTS else "comment" for item in items]
    asked: dict[str, Any] = {"codes": [item.code for item in items], "parts": parts, "campaign": campaign.pk, "after": after, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(WORDS, asked)
        for code, key, words, name in cursor.fetchall():
            found.setdefault(code, []).append((key, words, "" if campaign.anonymous else name))
    return found


def told_in_words(section: Section) -> list[Item]:
    """Its questions whose words are read on the page; those of repeated blocks are in the workbook."""
    return [] if section.repeat else [item for item in section.items if item.kind in TEXTS or item.comment]


def documents_of(campaign: Campaign, actor: Actor) -> list[Any]:
    """The files of the last analyses, for those whose capacities open them."""
    found = (
        Document.objects.for_system("the campaign was fetched through visible_to; audience is applied here")
        .filter(type="surveys.analysis", subject_id=campaign.pk, audience__overlap=capacities_in(actor, campaign.thread) or [""])
        .prefetch_related("files")
        .order_by("-id")[:DOCUMENTS]
    )
    return [
        SimpleNamespace(
            name=file.name, url=reverse("core:file", args=[file.public_id]), size=file.size, kind=file.kind.upper(), at=file.added_at,
            by=file.added_by_label, version=document.version, sealed=file.sealed, sha256=file.sha256,
        )
        for document in found
        for file in document.files.all()
    ]  # fmt: skip
