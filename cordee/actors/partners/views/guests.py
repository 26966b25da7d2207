"""What a member without an account opens by a dated link: the agenda, what is said of its dossiers, an opinion, a link of interest.
Neither papers, nor accounts, nor what the others think. Each reading is kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cordee.actors.partners import actions, guests, policies
from cordee.actors.partners.forms import InterestForm, OpinionForm
from cordee.actors.partners.models import AgendaItem, AgendaLink, Meeting
from cordee.actors.partners.views.meetings import own_meeting
from cordee.core.access import ActingRequest, Refused, after_response, public
from cordee.core.models import ReadLog
from cordee.core.views.forms import form_page, only

READ = "ordre du jour, par un lien"


def _link(token: str) -> AgendaLink:
    link = guests.link_of(token)
    if link is None:
        raise Http404
    return link


@public
@never_cache
@require_http_methods(["GET"])
def agenda(request: HttpRequest, token: str) -> HttpResponse:
    link = guests.link_of(token)
    if link is None:
        return render(request, "partners/guest_closed.html", status=404)
    kind, pk = link._meta.label_lower, link.pk
    after_response(request, lambda: ReadLog(actor_user=None, subject_kind=kind, subject_id=pk, what=READ).save())
    return render(request, "partners/guest.html", guests.page(link, token))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, token: str, public_id: uuid.UUID) -> HttpResponse:
    link = _link(token)
    item = _item(link, public_id)
    last = guests.last_opinion(link, item)
    initial = {"value": last.value, "text": last.text} if last else {}
    form = OpinionForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> None:
        given = form.cleaned_data
        actor = guests.actor_of(link)
        actions.give_opinion(actor=actor, item=item, member=link.member, value=given["value"], text=given["text"].strip())

    return _form(
        request, token, item, form, save, title="Donner un avis", act="Donner cet avis", done="C'est fait : l'avis est enregistré."
    )


@public
@never_cache
@require_http_methods(["GET", "POST"])
def interest(request: HttpRequest, token: str, public_id: uuid.UUID) -> HttpResponse:
    link = _link(token)
    item = _item(link, public_id, opened=False)
    form = InterestForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        actions.declare_interest(actor=guests.actor_of(link), item=item, member=link.member, reason=form.cleaned_data["reason"])

    return _form(
        request, token, item, form, save, title="Déclarer un lien d'intérêt", act="Déclarer ce lien",
        done="C'est fait : le lien d'intérêt est déclaré, ce point vous est fermé.",
    )  # fmt: skip


def _item(link: AgendaLink, public_id: uuid.UUID, *, opened: bool = True) -> AgendaItem:
    item = next((one for one in guests.items_of(link, opened=opened) if one.public_id == public_id), None)
    if item is None or (opened and not item.asks_opinion):
        raise Http404
    return item


def _form(
    request: HttpRequest, token: str, item: AgendaItem, form: Any, save: Callable[[], Any], *, done: str, **shown: Any
) -> HttpResponse:
    back = reverse("committees:guest", args=[token])
    shown |= {"item": item, "back": back, "template": "partners/guest_form.html"}
    return form_page(request, form, lambda: save() or f"{back}#point-{item.rank}", done=done, **shown)


# -- given and closed by who animates -------------------------------------------------------------------------------------------
@require_POST
def give(request: ActingRequest, public_id: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """The address is shown once, to be copied into one's own message."""
    meeting = own_meeting(request, public_id)
    found = next((seat for seat in guests.without_account(meeting) if seat.public_id == member), None)
    if found is None:
        raise Http404
    try:
        secret = actions.give_link(actor=request.actor, meeting=meeting, member=found)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        return redirect(meeting)
    address = request.build_absolute_uri(reverse("committees:guest", args=[secret]))
    return render(request, "partners/guest_given.html", {"meeting": meeting, "member": found, "address": address})


@require_POST
def close(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    rows = AgendaLink.objects.for_system("of a meeting that the actor animates").select_related(
        "meeting__committee", "member__organisation"
    )
    seen = Meeting.objects.visible_to(request.actor).order_by().values("pk")
    link = rows.filter(public_id=public_id, meeting__in=seen).first()
    if link is None:
        raise Http404
    only(policies.may_animate(request.actor, link.meeting))
    actions.close_link(actor=request.actor, link=link)
    messages.success(request, f"C'est fait : le lien de {link.member.organisation} ne s'ouvre plus.")
    return redirect(f"{link.meeting.get_absolute_url()}#liens")
