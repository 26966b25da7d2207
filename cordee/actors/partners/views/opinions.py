"""What a member does on a point: declare a link of interest, give an opinion. The animator notes both for those without an account."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from cordee.actors.partners import actions, policies, queries
from cordee.actors.partners.forms import InterestForm, LiftForm, OpinionForm
from cordee.actors.partners.models import AgendaItem, Interest, Member, Opinion
from cordee.actors.partners.views.meetings import get_item
from cordee.core.access import ActingRequest
from cordee.core.views.forms import form_page, only, posted

FIRST = "Il peut être corrigé jusqu'à la publication du compte rendu."
AGAIN = "Votre avis précédent reste gardé : celui-ci le remplace."


def seat_or_choice(request: ActingRequest, item: AgendaItem) -> tuple[Member | None, Any]:
    """The actor's own seat; else, for who animates, the seats to choose from. Anyone else has nothing to do here."""
    committee = item.meeting.committee
    seat = queries.seat_of(request.actor, committee)
    if seat:
        return seat, None
    only(policies.may_animate(request.actor, item.meeting))
    return None, queries.seats(committee)


@require_http_methods(["GET", "POST"])
def opinion(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """A point closed by a link of interest answers as if it were not there, whoever forges its address."""
    item = get_item(request, public_id)
    seat, choice = seat_or_choice(request, item)
    if not AgendaItem.objects.visible_to(request.actor).open_to(request.actor).filter(pk=item.pk).exists() or not item.asks_opinion:
        raise Http404
    last = _last(item, seat) if seat else None
    form = OpinionForm(posted(request), members=choice, initial={"value": last.value, "text": last.text} if last else {})

    def save() -> Any:
        given = form.cleaned_data
        member = seat or given["member"]
        actions.give_opinion(actor=request.actor, item=item, member=member, value=given["value"], text=given["text"].strip())
        return f"{item.meeting.get_absolute_url()}#point-{item.rank}"

    subject = f"{item.title}, {item.organisation}" if item.organisation else item.title
    return form_page(
        request, form, save, done="C'est fait : l'avis est enregistré.", subject=subject, back=item.meeting.get_absolute_url(),
        title="Donner un avis" if seat else "Noter l'avis d'un membre", act="Donner cet avis" if seat else "Noter cet avis",
        lead=AGAIN if last else FIRST, help="comites",
    )  # fmt: skip


def _last(item: AgendaItem, seat: Member) -> Opinion | None:
    given = Opinion.objects.for_system("one's own opinion").filter(item=item, member=seat)
    found: Opinion | None = given.order_by("-revision").first()
    return found


@require_http_methods(["GET", "POST"])
def interest(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    item = get_item(request, public_id)
    seat, choice = seat_or_choice(request, item)
    form = InterestForm(posted(request), members=choice)
    done = "le lien d'intérêt est déclaré, ce point vous est fermé" if seat else "le lien d'intérêt est noté"

    def save() -> Any:
        given = form.cleaned_data
        actions.declare_interest(actor=request.actor, item=item, member=seat or given["member"], reason=given["reason"])
        return f"{item.meeting.get_absolute_url()}#point-{item.rank}"

    return form_page(
        request, form, save, done=f"C'est fait : {done}.",
        title="Déclarer un lien d'intérêt", act="Déclarer ce lien", subject=item.title, back=item.meeting.get_absolute_url(),
        lead="Ensuite, les pièces et les avis de ce point ne sont plus ouverts à l'organisation ; le compte rendu dit qu'elle est excusée. "
        "Seul qui anime le comité peut revenir sur une déclaration faite à tort.", help="comites",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lift(request: ActingRequest, public_id: uuid.UUID, interest_id: int) -> HttpResponse:
    item = get_item(request, public_id)
    only(policies.may_animate(request.actor, item.meeting))
    rows = Interest.objects.for_system("of a point that the actor animates").select_related(
        "member__organisation", "item__meeting__committee"
    )
    found = get_object_or_404(rows, item=item, pk=interest_id)
    if policies.sits(request.actor, found.member):
        raise Http404
    form = LiftForm(posted(request))

    def save() -> Any:
        actions.lift_interest(actor=request.actor, interest=found, reason=form.cleaned_data["reason"])
        return f"{item.meeting.get_absolute_url()}#point-{item.rank}"

    return form_page(
        request, form, save, done="C'est fait : le lien d'intérêt est levé, le fil garde les deux actes.", title="Lever un lien d'intérêt",
        subject=f"{found.member.organisation}, point « {item.title} »", act="Lever ce lien", back=item.meeting.get_absolute_url(),
        help="comites",
    )  # fmt: skip
