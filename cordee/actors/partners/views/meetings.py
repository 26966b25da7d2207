"""Meetings: their page, their agenda, their papers, their minutes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.partners import actions, policies, presentation, queries
from cordee.actors.partners.actions.meetings import Minutes
from cordee.actors.partners.forms import DossiersForm, ItemForm, MeetingForm, MinutesForm, PaperForm
from cordee.actors.partners.models import AgendaItem, Meeting, Paper
from cordee.actors.partners.subjects import candidates_for
from cordee.actors.partners.views.committees import own_committee
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.views.forms import form_page, only, posted, version_of
from cordee.core.views.keep import serve_bytes


def get_meeting(request: ActingRequest, public_id: uuid.UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related(
        "thread", "committee__organisation", "committee__region", "minutes_file", "adopted_in"
    )
    meeting: Meeting | None = rows.filter(public_id=public_id).first()
    if meeting is None:
        raise Http404
    return meeting


def own_meeting(request: ActingRequest, public_id: uuid.UUID) -> Meeting:
    meeting = get_meeting(request, public_id)
    only(policies.may_animate(request.actor, meeting))
    return meeting


def get_item(request: ActingRequest, public_id: uuid.UUID) -> AgendaItem:
    """A point that the actor may see; whether its papers and opinions are open is another question (`open_to`)."""
    rows = AgendaItem.objects.visible_to(request.actor).select_related(
        "meeting__committee__organisation", "meeting__thread", "organisation"
    )
    found: AgendaItem = get_object_or_404(rows, public_id=public_id)
    return found


def own_item(request: ActingRequest, public_id: uuid.UUID) -> AgendaItem:
    """Kept by who animates, unless the point is closed to its organisation."""
    item = get_item(request, public_id)
    only(policies.may_animate(request.actor, item.meeting))
    if not AgendaItem.objects.visible_to(request.actor).open_to(request.actor).filter(pk=item.pk).exists():
        raise Http404
    return item


@require_GET
def meeting_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = get_meeting(request, public_id)
    return render(request, "partners/meeting.html", presentation.meeting_page(meeting, request.actor))


@require_http_methods(["GET", "POST"])
def plan(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    committee = own_committee(request, public_id)
    form = MeetingForm(posted(request))

    def save() -> Any:
        return actions.plan_meeting(actor=request.actor, committee=committee, values=form.values(), operation=operation_of(request.POST))

    return form_page(
        request, form, save, done="C'est fait : la réunion est planifiée. Prochaine étape : son ordre du jour.",
        title="Planifier une réunion",
        subject=str(committee), act="Planifier cette réunion", back=committee.get_absolute_url(),
        lead="Personne n'est prévenu avant l'envoi de la convocation.", help="comites",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = own_meeting(request, public_id)
    form = MeetingForm(posted(request), instance=meeting)

    def save() -> Any:
        fresh = own_meeting(request, public_id)
        return actions.edit_meeting(actor=request.actor, meeting=fresh, values=form.values(), version=version_of(request, fresh))

    return form_page(
        request, form, save, done="C'est fait : la réunion est enregistrée.", title="Modifier la réunion", subject=str(meeting),
        act="Enregistrer cette réunion", back=meeting.get_absolute_url(), version=version_of(request, meeting),
        lead="Un autre jour ou un autre lieu demande d'envoyer de nouveau la convocation." if meeting.convened_at else "", help="comites",
    )  # fmt: skip


# -- agenda ---------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def item_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = own_meeting(request, public_id)
    form = ItemForm(posted(request), actor=request.actor)

    def save() -> Any:
        actions.keep_item(actor=request.actor, meeting=meeting, values=form.values())
        return f"{meeting.get_absolute_url()}#ordre-du-jour"

    return form_page(
        request, form, save, done="C'est fait : le point est à l'ordre du jour.", title="Ajouter un point à l'ordre du jour",
        subject=str(meeting), act="Ajouter ce point", back=meeting.get_absolute_url(), help="comites",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def dossiers_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The dossiers of the committee's territory that are not on this agenda yet."""
    meeting = own_meeting(request, public_id)
    candidates = candidates_for(request.actor, meeting)
    form = DossiersForm(posted(request), candidates=candidates)

    def save() -> Any:
        asks = form.cleaned_data["asks_opinion"]
        actions.add_dossiers(actor=request.actor, meeting=meeting, dossiers=form.chosen(), asks_opinion=asks)
        return f"{meeting.get_absolute_url()}#ordre-du-jour"

    return form_page(
        request, form, save, done="C'est fait : les dossiers sont à l'ordre du jour.", title="Mettre des dossiers à l'ordre du jour",
        subject=str(meeting), act="Mettre ces dossiers à l'ordre du jour", back=meeting.get_absolute_url(), help="comites",
        lead="Les membres liront le besoin, l'étape et le diagnostic partagé de chaque dossier, jamais ses comptes."
        if candidates
        else "Aucun dossier en cours de ce territoire n'attend d'être mis à l'ordre du jour : une demande accueillie viendra ici.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def item_edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    item = own_item(request, public_id)
    form = ItemForm(posted(request), instance=item, actor=request.actor)

    def save() -> Any:
        fresh = own_item(request, public_id)
        version = version_of(request, fresh)
        actions.keep_item(actor=request.actor, meeting=fresh.meeting, item=fresh, values=form.values(), version=version)
        return f"{fresh.meeting.get_absolute_url()}#ordre-du-jour"

    return form_page(
        request, form, save, done="C'est fait : le point est enregistré.", title="Modifier un point", subject=str(item.meeting),
        act="Enregistrer ce point", back=item.meeting.get_absolute_url(), version=version_of(request, item), help="comites",
    )  # fmt: skip


@require_POST
def item_act(request: ActingRequest, public_id: uuid.UUID, act: str) -> HttpResponse:
    """Up, down, off the agenda."""
    item = own_item(request, public_id)
    try:
        if act == "retirer":
            actions.withdraw_item(actor=request.actor, item=item)
            messages.success(request, f"C'est fait : « {item.title} » n'est plus à l'ordre du jour.")
        else:
            actions.move_item(actor=request.actor, item=item, up=act == "monter")
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    return redirect(f"{item.meeting.get_absolute_url()}#ordre-du-jour")


@require_http_methods(["GET", "POST"])
def paper_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    item = own_item(request, public_id)
    form = PaperForm(request.POST or None, request.FILES or None)

    def save() -> Any:
        given = form.cleaned_data
        actions.add_paper(actor=request.actor, item=item, upload=given["upload"], label=given["label"])
        return f"{item.meeting.get_absolute_url()}#ordre-du-jour"

    return form_page(
        request, form, save, done="C'est fait : la pièce est jointe au point.", title="Joindre une pièce à un point", subject=item.title,
        act="Joindre cette pièce", back=item.meeting.get_absolute_url(),
        lead="Les membres la lisent par ce point ; qui déclare un lien d'intérêt ne l'ouvre pas.", help="comites",
    )  # fmt: skip


@require_GET
def paper(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The bytes of a paper, for whoever has the point open: asked of the query at each reading."""
    open_items = AgendaItem.objects.visible_to(request.actor).open_to(request.actor).order_by().values("pk")
    rows = Paper.objects.for_system("through the points open to the actor").filter(item__in=open_items).select_related("file")
    found = get_object_or_404(rows, public_id=public_id)
    return serve_bytes(found.file.sha256, found.file.name)


# -- minutes ----------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def minutes(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    meeting = own_meeting(request, public_id)
    if meeting.state != Meeting.State.HELD:
        raise Http404
    members = list(queries.seats(meeting.committee))
    items = list(AgendaItem.objects.visible_to(request.actor).open_to(request.actor).filter(meeting=meeting).order_by("rank"))
    known = {a.member_id: a for a in meeting.attendances.order_by("id")}
    data, files = (posted(request), request.FILES) if request.method == "POST" else (None, None)
    form = MinutesForm(data, files, meeting=meeting, members=members, items=items, attendances=known, former=queries.to_adopt(meeting))

    def save() -> Any:
        given = form.cleaned_data
        written = Minutes(given["minutes"], form.decisions(), form.attendance(), form.adopted())
        fresh = own_meeting(request, public_id)
        actions.write_minutes(
            actor=request.actor, meeting=fresh, minutes=written, version=version_of(request, fresh), upload=given["upload"]
        )
        return f"{fresh.get_absolute_url()}#compte-rendu"

    return form_page(
        request, form, save, done="C'est fait : le compte rendu est enregistré. Prochaine étape : le publier.",
        title="Écrire le compte rendu",
        subject=str(meeting), act="Enregistrer le compte rendu", back=meeting.get_absolute_url(), version=version_of(request, meeting),
        lead="Il est proposé à partir des avis : vous le relisez et le complétez autant qu'il le faut. "
        "Les membres ne le lisent qu'une fois publié.", help="comites",
    )  # fmt: skip
