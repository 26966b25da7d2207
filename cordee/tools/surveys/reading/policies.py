"""Who reads an answer, and who reads what all answers say. Objects come through `visible_to`; what is refused here is a 404."""

from __future__ import annotations

from collections.abc import Iterable

from cordee.core.access import Actor, capacities_in, threads_of
from cordee.core.models import Thread
from cordee.tools.surveys.definition import Definition, Section
from cordee.tools.surveys.models import Campaign, Questionnaire, Response

#: an opinion on somebody's work: read by whoever asked and by the DLA, never by who is judged nor by other structures
OPINIONS = {Questionnaire.Use.SATISFACTION, Questionnaire.Use.WORKSHOP, Questionnaire.Use.PARTICIPANTS}
#: besides whoever asks: they read what all say together, never who said it
AGGREGATES = frozenset({"operator", "network", "funder"})


def gave(actor: Actor, response: Response) -> bool:
    """The structure that answered reads what it answered."""
    return actor.organisation_id is not None and actor.organisation_id == response.organisation_id and response.person_id is None


def reads_response(actor: Actor, response: Response) -> bool:
    """An anonymous answer is never read alone: it only counts in what all say."""
    campaign = response.campaign
    if campaign is not None and campaign.anonymous:
        return False
    if actor.is_system or gave(actor, response) or "operator" in capacities_in(actor, response.thread):
        return True
    if _asks(actor, campaign):
        return True
    if campaign is not None or response.asked.questionnaire.use in OPINIONS:
        return False
    there = Thread.objects.filter(pk=response.thread_id)
    return there.filter(pk__in=threads_of(actor)).exists()


def reads_synthesis(actor: Actor, campaign: Campaign) -> bool:
    return _asks(actor, campaign) or actor.is_system or bool(AGGREGATES & set(capacities_in(actor, campaign.thread)))


def reads_answers(actor: Actor, campaign: Campaign) -> bool:
    """One by one, and in their own words."""
    return _asks(actor, campaign) or actor.is_system or "operator" in capacities_in(actor, campaign.thread)


def _asks(actor: Actor, campaign: Campaign | None) -> bool:
    return campaign is not None and actor.organisation_id is not None and campaign.asker_id == actor.organisation_id


def open_sections(definition: Definition, capacities: Iterable[str], *, all_of_them: bool = False) -> list[Section]:
    """Those that name no reader, or one of these capacities; who answered reads all."""
    mine = set(capacities)
    return [section for section in definition.sections if all_of_them or not section.readers or mine & set(section.readers)]
