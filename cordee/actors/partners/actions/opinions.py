"""Links of interest and opinions. The point is locked first: a link declared at the same second as an opinion decides of it."""

from __future__ import annotations

from django.db.models import Max

from cordee.actors.partners import policies, queries
from cordee.actors.partners.models import MEMBERS, AgendaItem, Interest, Member, Opinion
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import record
from cordee.core.verbs import allow, locked, writing

STRANGER = Refusal("seat", "Ce siège n'est pas, ou n'est plus, de ce comité.")


def _seated(item: AgendaItem, member: Member) -> None:
    if not queries.seats(item.meeting.committee).filter(pk=member.pk).exists():
        raise Refused(STRANGER)


def declare_interest(*, actor: Actor, item: AgendaItem, member: Member, reason: str) -> Interest:
    """From then on its organisation reads neither the papers nor the opinions of the point. Declared twice, it is declared once."""
    with writing(actor, "partners.interest.declare", Interest):
        locked(item.meeting)
        locked(item)
        item.meeting.refresh_from_db()
        allow(policies.may_declare(actor, item, member))
        _seated(item, member)
        first: Interest | None = Interest.objects.for_system("declared already").filter(item=item, member=member).first()
        if first:
            return first
        interest = Interest(item=item, member=member, reason=reason, declared_by_label=actor.label)
        interest.full_clean()
        interest.save()
        data = {"title": item.title, "organisation": member.organisation.name}
        record(item.meeting, "partners.interest.declared", actor=actor, audience=MEMBERS, data=data)
    return interest


def lift_interest(*, actor: Actor, interest: Interest, reason: str) -> None:
    """Declared on the wrong point: the journal keeps both lines."""
    item = interest.item
    with writing(actor, "partners.interest.lift", Interest):
        locked(item.meeting)
        locked(item)
        item.meeting.refresh_from_db()
        allow(policies.may_lift(actor, item, interest.member))
        data = {"title": item.title, "organisation": interest.member.organisation.name, "reason": reason}
        record(item.meeting, "partners.interest.lifted", actor=actor, audience=MEMBERS, data=data)
        Interest.objects.for_system("lifted by its animator").filter(pk=interest.pk).delete()


def give_opinion(*, actor: Actor, item: AgendaItem, member: Member, value: str, text: str) -> Opinion:
    """A new revision; the same words twice (a double click, a repeated request) are one opinion."""
    with writing(actor, "partners.opinion.give", Opinion):
        locked(item.meeting)  # minutes published at the same second count every opinion, or refuse this one
        locked(item)
        item.meeting.refresh_from_db()
        allow(policies.may_give_opinion(actor, item, member))
        _seated(item, member)
        if queries.is_recused(item, member.organisation_id):
            raise Refused(policies.RECUSED)
        given = Opinion.objects.for_system("revisions of one seat").filter(item=item, member=member)
        last: Opinion | None = given.order_by("-revision").first()
        if last and (last.value, last.text) == (value, text):
            return last
        revision = (given.aggregate(last=Max("revision"))["last"] or 0) + 1
        opinion = Opinion(
            item=item, member=member, revision=revision, value=value, text=text, given_by=actor.user_id, given_by_label=actor.label
        )
        opinion.full_clean(exclude=["given_at", "given_by"])
        opinion.save()
        data = {"title": item.title, "organisation": member.organisation.name, "again": revision > 1}
        record(item.meeting, "partners.opinion.given", actor=actor, audience=["operator"], data=data)
    return opinion
