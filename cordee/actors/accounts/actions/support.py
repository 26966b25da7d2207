"""Verbs of support: acting for a while in someone's place, said to them, with a reason."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cordee.actors.accounts import policies, queries, reactions
from cordee.actors.accounts.models import CAPACITY_OF, Membership, Profile, SupportAccess, User
from cordee.actors.accounts.parameters import SUPPORT_MINUTES
from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history, record
from cordee.core.parameters import param


def _readers(membership: Membership) -> list[str]:
    """The person's own organisation and its DLA: why someone was helped is not for those who fund it or whom it joins."""
    return sorted({"operator", CAPACITY_OF[Profile(membership.profile)]})


def open_support(*, actor: Actor, membership: Membership, reason: str) -> SupportAccess:
    """Opened for a time that no one can lengthen; the person is told at once, by whom and why."""
    if refusal := policies.may_support(actor, membership):
        raise Refused(refusal)
    now, minutes = timezone.now(), param(SUPPORT_MINUTES)
    access = SupportAccess(
        by_id=actor.user_id or 0,
        membership=membership,
        reason=reason.strip(),
        opened_at=now,
        until=now + timedelta(minutes=minutes),
    )
    with transaction.atomic(), history(actor, act="accounts.support.open"):
        User.objects.select_for_update(no_key=True).get(pk=access.by_id)  # two clicks at the same second: the second one is refused
        try:
            access.validate_constraints()
        except ValidationError as broken:
            raise Refused(Refusal("support", " ".join(broken.messages))) from broken
        access.save(force_insert=True)
        event = record(
            membership.organisation,
            "accounts.support.opened",
            actor=actor,
            audience=_readers(membership),
            data={"reason": access.reason, "minutes": minutes, "membership": membership.pk},
        )
        outbox.post(reactions.support_opened(access, actor.label), event=event)
    return access


def end_support(*, actor: Actor, access: SupportAccess) -> bool:
    """By whoever opened it, or by the person concerned. Twice is as once; past its time, there is nothing left to end."""
    with transaction.atomic(), history(actor, act="accounts.support.end"):
        locked: SupportAccess = queries.support_accesses().select_for_update(of=("self",), no_key=True).get(pk=access.pk)
        if actor.user_id not in (locked.by_id, locked.membership.user_id) or locked.ended_at or locked.until <= timezone.now():
            return False
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        by_person = actor.user_id == locked.membership.user_id
        record(
            locked.membership.organisation,
            "accounts.support.ended",
            actor=actor,
            audience=_readers(locked.membership),
            data={"by_person": by_person},
        )
    return True
