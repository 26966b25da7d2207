"""What committees put on people's day: a meeting that comes, an opinion to give, minutes to write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, Func, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from cordee.actors.partners.models import AgendaItem, Meeting, Member, Opinion
from cordee.actors.partners.parameters import MINUTES_DAYS, REMINDER_DAYS
from cordee.actors.partners.queries import interested
from cordee.core.access import READERS, Actor
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import param
from cordee.core.todo import TodoSource, declare, line, words

MINE = frozenset({"officer", "head", "regional", "national"})


def _seated(actor: Actor) -> Any:
    """Committees in which the actor's organisation sits today; who only looks is asked nothing."""
    rows = Member.objects.for_system("one's own seats").filter(period_contains_today(), organisation_id=actor.organisation_id)
    return (rows.none() if actor.profile in READERS else rows).order_by().values("committee")


def _coming(actor: Actor) -> Any:
    soon = CordeeNow() + timedelta(days=param(REMINDER_DAYS))
    return Meeting.objects.for_system("of committees named by the caller").filter(
        state=Meeting.State.PLANNED, starts_at__gte=CordeeNow(), starts_at__lte=soon
    )


def _number(rows: Any) -> Any:
    return Coalesce(Subquery(rows.order_by().values("meeting").annotate(n=Count("pk")).values("n")), 0)


POINTS = words(F("_points"), Case(When(_points__gt=1, then=Value(" points")), default=Value(" point"), output_field=CharField()))


def meetings_to_attend(actor: Actor) -> Any:
    """The detail says how many points, and how many are closed by a link of interest of one's organisation."""
    items = AgendaItem.objects.for_system("points of one's own meetings").filter(meeting=OuterRef("pk"))
    rows = _coming(actor).filter(committee__in=_seated(actor), convened_at__isnull=False)
    rows = rows.annotate(_points=_number(items), _closed=_number(items.filter(interested(actor.organisation_id or 0))))
    closed = Case(
        When(_closed=0, then=Value("")),
        When(_closed=1, then=Value(", un lien d'intérêt déclaré")),
        default=words(", ", F("_closed"), " liens d'intérêt déclarés"),
        output_field=TextField(),
    )
    return line(
        rows,
        due=F("starts_at"),
        since=F("convened_at"),
        title=words("Préparer la réunion : ", F("committee__name")),
        detail=words(POINTS, closed),
        key=F("public_id"),
    )


def meetings_to_animate(actor: Actor) -> Any:
    items = AgendaItem.objects.for_system("points of one's own meetings").filter(meeting=OuterRef("pk"))
    rows = _coming(actor).filter(committee__organisation_id=actor.organisation_id).annotate(_points=_number(items))
    told = Case(When(convened_at=None, then=Value("la convocation reste à envoyer")), default=POINTS, output_field=TextField())
    return line(
        rows,
        due=F("starts_at"),
        since=Coalesce(F("convened_at"), F("starts_at")),
        title=words("Animer la réunion : ", F("committee__name")),
        detail=told,
        key=F("public_id"),
    )


def opinions_to_give(actor: Actor) -> Any:
    """Asked before the meeting, by whoever sits; gone once one seat of the organisation has answered."""
    given = Opinion.objects.for_system("one's own opinions").filter(item=OuterRef("pk"), member__organisation_id=actor.organisation_id)
    rows = AgendaItem.objects.for_system("points of one's own committees").filter(
        ~Exists(given.order_by()),
        ~Q(interested(actor.organisation_id or 0)),
        asks_opinion=True,
        meeting__state=Meeting.State.PLANNED,
        meeting__convened_at__isnull=False,
        meeting__starts_at__gte=CordeeNow(),
        meeting__committee__in=_seated(actor),
    )
    return line(
        rows,
        due=F("meeting__starts_at"),
        since=F("meeting__convened_at"),
        title=words("Donner votre avis : ", Coalesce(F("organisation__name"), F("title"))),
        detail=words(F("meeting__committee__name")),
        key=F("public_id"),
    )


def minutes_to_write(actor: Actor) -> Any:
    """A meeting whose hour has passed and that nobody told; one that was held and whose minutes are not published."""
    rows = Meeting.objects.for_system("of one's own committees").filter(
        Q(state=Meeting.State.HELD) | Q(state=Meeting.State.PLANNED, starts_at__lt=CordeeNow()),
        committee__organisation_id=actor.organisation_id,
    )
    title = Case(
        When(state=Meeting.State.HELD, then=words("Publier le compte rendu : ", F("committee__name"))),
        default=words("Noter si la réunion s'est tenue : ", F("committee__name")),
        output_field=TextField(),
    )
    day = Func(F("starts_at"), template="to_char(%(expressions)s AT TIME ZONE 'Europe/Paris', 'DD/MM/YYYY')", output_field=TextField())
    return line(
        rows,
        due=F("starts_at") + timedelta(days=param(MINUTES_DAYS)),
        since=F("starts_at"),
        title=title,
        detail=words("réunion du ", day),
        key=F("public_id"),
    )


declare(TodoSource("partners.attend", "Préparer", "/comites/reunions/{key}/", meetings_to_attend))
declare(TodoSource("partners.opinion", "Donner", "/comites/points/{key}/avis/", opinions_to_give))
declare(TodoSource("partners.animate", "Animer", "/comites/reunions/{key}/", meetings_to_animate, profiles=MINE))
declare(TodoSource("partners.minutes", "Publier", "/comites/reunions/{key}/", minutes_to_write, profiles=MINE))
