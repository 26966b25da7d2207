"""Writing a notice, and taking back those of an act that was corrected. The other verbs are the transitions of its lifecycle."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cordee.core import outbox, wording
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.files.actions import join_file
from cordee.core.journal import history
from cordee.core.lifecycle import advance, start
from cordee.core.models import Event, Thread
from cordee.core.models.journal import CordeeNow
from cordee.core.models.notices import Notice
from cordee.core.notices import policies, ways
from cordee.core.notices.kinds import NoticeKind
from cordee.core.parameters import param
from cordee.core.recipients import Addressee


def issue(
    kind: NoticeKind,
    *,
    actor: Actor,
    thread: Thread,
    to: Addressee,
    values: Mapping[str, Any],
    way: str = "",
    cause: Event | None = None,
    hold: timedelta = timedelta(0),
    operation: uuid.UUID | None = None,
) -> Notice:
    """Writes a notice in the words in force and, when its way needs no hand, lets it leave. In the caller's transaction.

    Without a `way`, the best one that reaches its reader. `hold` is the time during which its cause may be taken back.
    """
    to = ways.completed(to)
    chosen = way or ways.possible(to)[0]
    if refusal := ways.refusal_of(chosen, to):
        raise Refused(refusal)
    subject, body = wording.write(kind.text, values, zone=thread.zone)
    notice = Notice(
        kind=kind.code, way=chosen, subject=subject, body=body, thread=thread, zone=thread.zone, cause=cause,
        to_organisation=to.organisation, to_person=to.person, to_user=to.user, to_name=to.name[:200], to_title=to.title[:80],
        sender_organisation=actor.organisation_id, issued_by=actor.user_id, issued_by_label=actor.label,
        due_on=today() + timedelta(days=param(kind.delay, zone=thread.zone)), not_before=CordeeNow() + hold,
    )  # fmt: skip
    start(notice, actor=sender(actor, notice), data={"kind": kind.code, "way": chosen}, operation=operation)
    notice.refresh_from_db()
    return notice


def sender(actor: Actor, notice: Notice) -> Actor:
    """What a notice owes is written even when its cause is the act of someone who sends none."""
    return actor if actor.is_system or policies.may_send(actor, notice) is None else Actor.system(actor.label)


def take_back(cause: Event, *, actor: Actor, reason: str) -> None:
    """An act was corrected: its notices that wait are cancelled, those that left are followed by another that says so."""
    for notice in Notice.objects.for_system("notices of a corrected act").filter(cause=cause).order_by("id"):
        if notice.state in Notice.WITHIN or notice.state == Notice.State.FAILED:
            if notice.state != Notice.State.CANCELLED:
                advance(notice, "cancel", actor=sender(actor, notice), data={"reason": reason})
        elif to := ways.reader_of(notice):
            from cordee.core.notices.reactions import RECTIFIED

            values = {"objet": notice.subject, "date": f"{notice.sent_on:%d/%m/%Y}", "motif": reason}
            issue(RECTIFIED, actor=actor, thread=notice.thread, to=to, values=values, way=_again(notice, to))


def _again(notice: Notice, to: Addressee) -> str:
    """The way of the first notice, if it still reaches them."""
    return notice.way if ways.refusal_of(notice.way, to) is None else ""


def join_proof(*, actor: Actor, notice: Notice, upload: Any) -> None:
    """The slip of the post, a signed copy: read by the DLA and, once the notice has left, by no one else."""
    if refusal := policies.may_send(actor, notice):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act="core.notice.proof"):
        locked = Notice.objects.for_system("one proof at a time").select_for_update(of=("self",), no_key=True).get(pk=notice.pk)
        if locked.state in Notice.WITHIN:
            raise Refused(Refusal("state", "La preuve se joint une fois l'avis parti : notez d'abord son envoi."))
        file = join_file(
            actor=actor,
            thread=locked.thread,
            upload=upload,
            label=f"Preuve de l'avis {locked.reference}",
            audience=[],
            replaces=locked.proof,
        )
        locked.proof = file
        locked.version += 1
        locked.save()


# -- what the transitions do ------------------------------------------------------------------------------------------------
def note_sent(notice: Notice, *, actor: Actor, fact_on: Any = None, received_by: str = "", account: str = "") -> None:
    notice.sent_on = fact_on or today()
    notice.received_by, notice.account = received_by or notice.received_by, account or notice.account


def note_trouble(notice: Notice, *, actor: Actor, reason: str = "", fact_on: Any = None) -> None:
    notice.trouble = reason[:300]


def note_mail_trouble(notice: Notice, *, actor: Actor) -> None:
    notice.trouble = "La messagerie du destinataire n'a pas accepté le courriel, après plusieurs essais."


def note_cancelled(notice: Notice, *, actor: Actor, reason: str) -> None:
    """A letter that waits in the outbox does not leave."""
    notice.trouble = reason[:300]
    events = Event.objects.for_system("the letters of this notice").filter(subject_kind="core.notice", subject_id=notice.pk)
    outbox.stop(list(events.order_by("id").values_list("pk", flat=True)))


def note_read(notice: Notice, *, actor: Actor) -> None:
    notice.read_at, notice.read_by_label = timezone.now(), actor.label


def note_answer(notice: Notice, *, actor: Actor, answer: str, fact_on: Any = None) -> None:
    notice.answer, notice.answered_on = answer, fact_on or today()
    if notice.read_at is None and policies.may_read(actor, notice) is None:
        notice.read_at, notice.read_by_label = timezone.now(), actor.label


def change_way(notice: Notice, *, actor: Actor, way: str) -> None:
    notice.way, notice.sent_on, notice.not_before = way, None, timezone.now()
    notice.due_on = max(notice.due_on, today())


def print_letter(notice: Notice, *, actor: Actor) -> None:
    """The letter is produced, hashed and kept each time it is printed."""
    from cordee.core.produce import produce

    produce("core.notice_letter", notice, actor=actor)
