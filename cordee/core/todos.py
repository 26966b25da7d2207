"""What the ground floor owes: letters that were not delivered, one's own long work that stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef

from cordee.core.access import Actor
from cordee.core.models import Mail, Task
from cordee.core.models.journal import CordeeNow
from cordee.core.todo import NO_DATE, TodoSource, declare, line, words

RECENT = timedelta(days=7)


def undelivered(actor: Actor) -> Any:
    """Due the day after the last attempt was given up: someone is waiting for this letter."""
    return line(
        Mail.objects.visible_to(actor),
        due=F("not_before") + timedelta(days=1),
        since=F("created_at"),
        title=words("Reprendre le courriel à ", F("recipient")),
        detail=words("non remis : ", F("subject")),
        key=F("public_id"),
    )


def stopped_tasks(actor: Actor) -> Any:
    """One's own, lately, unless the same work was done since."""
    own = Task.objects.for_system("one's own tasks").filter(user_id=actor.user_id, membership_id=actor.membership_id)
    later = own.filter(kind=OuterRef("kind"), label=OuterRef("label"), trouble="", ended_at__gt=OuterRef("ended_at"))
    stopped = own.exclude(trouble="").filter(~Exists(later.order_by()), ended_at__gt=CordeeNow() - RECENT)
    return line(
        stopped,
        due=NO_DATE,
        since=F("ended_at"),
        title=words("Relancer « ", F("label"), " »"),
        detail=words("ce travail s'est interrompu"),
        key=F("public_id"),
    )


declare(TodoSource("core.mail_failed", "Reprendre", "/courriels/non-remis/", undelivered, frozenset({"admin"})))
declare(TodoSource("core.task_stopped", "Relancer", "/taches/{key}/", stopped_tasks))
