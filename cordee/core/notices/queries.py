"""Reads of notices: what is owed, what awaits its reader, those of one thread, the letters of one."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from cordee.core.access import Actor
from cordee.core.models import Document
from cordee.core.models.journal import CordeeNow
from cordee.core.models.notices import Notice
from cordee.core.recipients import stood_for
from cordee.core.todo import evening

UNREAD_FOR = timedelta(days=60)
SHOWN = 5
State, Way = Notice.State, Notice.Way


def owed(actor: Actor) -> QuerySet[Any]:
    """Notices that wait for someone's hand: to print, to post, to say, to send again."""
    gesture = Case(
        When(state=State.FAILED, then=Value("Renvoyer l'avis à ")),
        When(state=State.PRINTED, then=Value("Poster la lettre à ")),
        When(way=Way.POST, then=Value("Imprimer la lettre à ")),
        When(way=Way.PHONE, then=Value("Appeler ")),
        default=Value("Remettre l'avis à "),
        output_field=CharField(),
    )
    why = Case(When(state=State.FAILED, then=F("trouble")), default=F("subject"), output_field=CharField())
    rows: QuerySet[Any] = Notice.objects.visible_to(actor).filter(state__in=Notice.OWED)
    owing: QuerySet[Any] = rows.annotate(
        due=evening("due_on"), since=F("issued_at"), title=Concat(gesture, F("to_name")), detail=why, key=F("public_id")
    )
    return owing


def unread(actor: Actor) -> QuerySet[Any]:
    """What the actor's organisation was told on line and has not acknowledged."""
    for_me = Q(to_user__isnull=True) | Q(to_user=actor.user_id)
    mine: QuerySet[Any] = Notice.objects.visible_to(actor).filter(
        for_me, to_organisation__in=stood_for(actor.organisation_id), state=State.SENT
    )
    told: QuerySet[Any] = mine.filter(way__in=[Way.IN_APP, Way.EMAIL], issued_at__gt=CordeeNow() - UNREAD_FOR)
    return told


def to_acknowledge(actor: Actor) -> QuerySet[Any]:
    waiting: QuerySet[Any] = unread(actor).annotate(
        due=Value(None, output_field=CharField()),
        since=F("issued_at"),
        title=Concat(Value("Lire l'avis : "), F("subject"), output_field=CharField()),
        detail=Concat(Value("De "), F("issued_by_label"), output_field=CharField()),
        key=F("public_id"),
    )
    return waiting


def count_owed(actor: Actor) -> tuple[int, str] | None:
    number = owed(actor).count()
    return (number, f"{number} avis à envoyer") if number else None


def latest_of(thread_id: int, actor: Actor) -> Any:
    """For a panel: the last notices of a thread that this actor may read."""
    return Notice.objects.visible_to(actor).filter(thread=thread_id).order_by("-issued_at", "-id")[:SHOWN]


def letters_of(notice: Notice) -> list[SimpleNamespace]:
    """The letters printed, latest first, as files to open (two queries). For the DLA alone."""
    made = Document.objects.for_system("the notice was fetched through visible_to").filter(type="core.notice_letter", subject_id=notice.pk)
    return [
        SimpleNamespace(
            name=f.label,
            url=reverse("core:file", args=[f.public_id]),
            size=f.size,
            kind="PDF",
            at=f.added_at,
            by=f.added_by_label,
            sha256=f.sha256,
        )
        for document in made.order_by("-version").prefetch_related("files")
        for f in document.files.all()
    ]
