"""Who reads which questionnaire, campaign, invitation and response; what a version asks, what a link opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone

from cordee.core.access import Actor, actor_of_membership, threads_of
from cordee.core.models import HouseQuerySet
from cordee.core.models.bases import period_contains_today
from cordee.tools.surveys import opening, policies
from cordee.tools.surveys.definition import Definition, Levels, read, read_levels
from cordee.tools.surveys.links import hashed, read_entry
from cordee.tools.surveys.models import Campaign, Invitation, LevelRule, Questionnaire, Response, Version

Rows = TypeVar("Rows", bound=HouseQuerySet)


# -- who sees what ----------------------------------------------------------------------------------------------------------
def _by_territory_or(rows: Rows, actor: Actor, *others: Q) -> Rows:
    """The DLA by its territory, whatever its other professionals; everyone else by what `others` say."""
    if actor.is_system or actor.zones is None:
        return rows
    territory = [Q(zone__in=sorted(actor.zones))] if actor.capacity == "operator" and not actor.party_only else []
    return rows.among(*territory, *others)


def questionnaires_seen(rows: Rows, actor: Actor) -> Rows:
    """Those of one's territory, those in which one's organisation takes part, and the library."""
    library = Q(shared=True, state=Questionnaire.State.ACTIVE)
    return _by_territory_or(rows, actor, Q(thread_id__in=threads_of(actor)), library)


def campaigns_seen(rows: Rows, actor: Actor) -> Rows:
    return _by_territory_or(rows, actor, Q(thread_id__in=threads_of(actor)))


def invitations_seen(rows: Rows, actor: Actor) -> Rows:
    """And whoever acts for the organisation that is asked."""
    own = Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    return _by_territory_or(rows, actor, Q(thread_id__in=threads_of(actor)), own)


def responses_seen(rows: Rows, actor: Actor) -> Rows:
    """One by one, the answers of an anonymous campaign are read once it is closed and they are shuffled: never as they arrive."""
    own = Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    return _by_territory_or(rows.exclude(_still_told_apart()), actor, Q(thread_id__in=threads_of(actor)), own)


def _still_told_apart() -> Q:
    return Q(submitted_at__isnull=True, campaign__state=Campaign.State.OPEN)


# -- versions and levels ----------------------------------------------------------------------------------------------------
def definition_of(version_id: int) -> Definition:
    """What a published version asks, read once in each process: it no longer changes."""
    return _definition(connection.settings_dict["NAME"], version_id)


@lru_cache(maxsize=512)
def _definition(base: str, version_id: int) -> Definition:
    rows = Version.objects.for_system("a version is read by whoever is asked").filter(pk=version_id, state=Version.State.PUBLISHED)
    return read(rows.values_list("definition", flat=True).get())


def latest_of(questionnaire: Questionnaire) -> Version | None:
    """The version in service."""
    rows = Version.objects.for_system("of a questionnaire already seen").filter(questionnaire=questionnaire, state=Version.State.PUBLISHED)
    found: Version | None = rows.order_by("-number").first()
    return found


def draft_of(questionnaire: Questionnaire) -> Version | None:
    rows = Version.objects.for_system("of a questionnaire already seen").filter(questionnaire=questionnaire, state=Version.State.DRAFT)
    found: Version | None = rows.order_by("pk").first()
    return found


def library(code: str) -> Version:
    """The version in service of a grid that rooms open by its name."""
    rows = Version.objects.for_system("a grid of the library").filter(questionnaire__code=code, state=Version.State.PUBLISHED)
    found: Version = rows.select_related("questionnaire").order_by("-number")[:1].get()
    return found


def rule_in_force(version: Version, *, on: date | None = None) -> dict[str, Any]:
    """The dated rule of that day, as JSON; without one, what the version itself says."""
    rules = LevelRule.objects.for_system("rules of a questionnaire already seen").filter(questionnaire_id=version.questionnaire_id)
    rule = rules.filter(period__contains=on or timezone.localdate()).values_list("rule", flat=True).first()
    return dict(rule if rule is not None else version.definition.get("levels", {}))


def levels_of(version: Version, *, on: date | None = None) -> Levels:
    return read_levels(rule_in_force(version, on=on))


# -- links ------------------------------------------------------------------------------------------------------------------
class Opened(NamedTuple):
    """What a link opens. `closed` is empty while an answer is taken: not_yet | closed | withdrawn | answered (anonymous, used).

    `actor` and `channel`: who enters the answer with an account, and how it was given to them.
    """

    campaign: Campaign | None
    invitation: Invitation | None
    closed: str
    actor: Actor | None = None
    channel: str = ""

    @property
    def subject(self) -> Invitation | Campaign:
        """What is answered; one of them opened."""
        return self.invitation or cast("Campaign", self.campaign)

    @property
    def anonymous(self) -> bool:
        return self.campaign is not None and self.campaign.anonymous

    @property
    def levels(self) -> Levels:
        """Those of the day, read with what opens."""
        subject: Any = self.subject  # with the rule that `_rule` adds
        return definition_of(subject.asked_id).levels if subject.rule is None else read_levels(subject.rule)


def opened_by(token: str, *, told: bool = True) -> Opened | None:
    """The invitation, or the campaign with an open link, behind a token. Two queries at most; None when it was forged or replaced.

    `told`: for a page, which says who asks whom; a sending shows nothing of them, and does not read them.
    """
    if ":" in token:
        return _entered(token, told)
    key = hashed(token)
    if not told:
        return _opened(opening.invitation(key), lambda: opening.campaign(key))
    return _opened(_only(_invitations(told).filter(token_sha256=key)), lambda: _only(_campaigns(told).filter(open_link_sha256=key)))


def _only(rows: Any) -> Any:
    """The row of a unique key: nothing to sort."""
    return next(iter(rows), None)


#: what a page says of the questionnaire, of who asks and of who is asked: a wide sheet, or a definition kept in each process, is not read
_THREAD = ("id", "kind", "zone", "archived_at", "parent")
_ASKED = ("id", "number", "state", "questionnaire__id", "questionnaire__title", "questionnaire__purpose", "questionnaire__code",
          "questionnaire__organisation__name", "questionnaire__organisation__zone")  # fmt: skip


def _narrow(model: type[Any], under: str = "") -> list[str]:
    """Every column of a row of the room, and what is said of its neighbours."""
    own = [f"{under}{field.attname}" for field in model._meta.concrete_fields if not field.is_relation]
    own += [f"{under}{field.name}" for field in model._meta.concrete_fields if field.is_relation]
    return own + [f"{under}thread__{name}" for name in _THREAD]


def _rule() -> Subquery:
    rules = LevelRule.objects.for_system("of what is asked").filter(period_contains_today(), questionnaire__versions=OuterRef("asked"))
    return Subquery(rules.order_by().values("rule")[:1])


def _invitations(told: bool = True) -> Any:
    rows = Invitation.objects.for_system("the token is the credential").select_related("campaign").annotate(rule=_rule()).order_by()
    if not told:
        return rows
    rows = rows.select_related(
        "asked__questionnaire__organisation", "campaign__asker", "campaign__thread", "organisation", "person", "thread"
    )
    neighbours = ("campaign__asker__name", "organisation__name", "organisation__zone", "person__first_name", "person__last_name")
    return rows.only(*_narrow(Invitation), *_narrow(Campaign, "campaign__"), *(f"asked__{name}" for name in _ASKED), *neighbours)


def _campaigns(told: bool = True) -> Any:
    rows = Campaign.objects.for_system("the token is the credential").annotate(rule=_rule()).order_by()
    if not told:
        return rows
    rows = rows.select_related("asked__questionnaire__organisation", "asker", "thread")
    return rows.only(*_narrow(Campaign), *(f"asked__{name}" for name in _ASKED), "asker__name")


def _opened(invitation: Invitation | None, otherwise: Callable[[], Campaign | None], **more: Any) -> Opened | None:
    if invitation:
        return Opened(invitation.campaign, invitation, closed_to(invitation.campaign, invitation), **more)
    campaign = otherwise()
    return Opened(campaign, None, closed_to(campaign, None), **more) if campaign else None


def _entered(key: str, told: bool) -> Opened | None:
    """With an account: the membership must still be in force, and still allow it."""
    entry = read_entry(key)
    actor = actor_of_membership(entry[3], entry[4]) if entry else None
    if entry is None or actor is None:
        return None
    kind, public_id, channel = entry[:3]
    rows = {"invitation": _invitations, "campaign": _campaigns}
    found = {name: _only(each(told).filter(public_id=public_id)) if name == kind else None for name, each in rows.items()}
    opened = _opened(found["invitation"], lambda: found["campaign"], actor=actor, channel=channel)
    if opened is None:
        return None
    if opened.invitation:
        return None if policies.may_answer(actor, opened.invitation) else opened
    return opened if opened.campaign and policies.may_enter(actor, opened.campaign) is None else None


def opened(subject: Invitation | Campaign) -> Opened:
    """The same for whoever is let in by an account, or by the six letters."""
    if isinstance(subject, Campaign):
        campaign: Campaign = _campaigns().get(pk=subject.pk)
        return Opened(campaign, None, closed_to(campaign, None))
    fresh: Invitation = _invitations().get(pk=subject.pk)
    return Opened(fresh.campaign, fresh, closed_to(fresh.campaign, fresh))


def closed_to(campaign: Campaign | None, invitation: Invitation | None) -> str:
    if invitation and invitation.withdrawn_at:
        return "withdrawn"
    if campaign is None:
        return ""
    if campaign.state == Campaign.State.OPEN and campaign.closes_at > timezone.now():
        return "answered" if campaign.anonymous and invitation and invitation.answered else ""
    return "not_yet" if campaign.state == Campaign.State.PREPARED else "closed"


# -- figures ----------------------------------------------------------------------------------------------------------------
class Rate(NamedTuple):
    answered: int
    invited: int
    received: int  # every answer, those of an open link too
    unsent: int  # invited by mail, and no address was found or the letter has not left yet


def rate_of(campaign: Campaign) -> Rate:
    """Of the very minute: two queries."""
    invitations = Invitation.objects.for_system("of a campaign already seen").filter(campaign=campaign, withdrawn_at=None)
    counted = invitations.aggregate(
        n_invited=Count("pk"),
        n_answered=Count("pk", filter=Q(answered=True)),
        n_unsent=Count("pk", filter=Q(sent_at=None, channel=Invitation.Channel.MAIL, answered=False)),
    )
    received = Response.objects.for_system("of a campaign already seen").filter(campaign=campaign, latest=True).count()
    return Rate(counted["n_answered"], counted["n_invited"], received, counted["n_unsent"])


def current_response(invitation: Invitation, voice: str = Response.Voice.RESPONDENT) -> Response | None:
    """What this invitation answers today."""
    rows = Response.objects.for_system("of an invitation already seen").filter(invitation=invitation, voice=voice, latest=True)
    found: Response | None = rows.order_by("-revision").first()
    return found


def last_number(questionnaire_id: int) -> int:
    rows: Any = Version.objects.for_system("numbering of versions").filter(questionnaire_id=questionnaire_id)
    return rows.aggregate(last=Max("number"))["last"] or 0
