"""Notes, mails, next contact: the follow-up of a dossier."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases.views.common import get_case
from cordee.accompaniment.followup import actions, policies, presentation, queries
from cordee.accompaniment.followup.forms import ContactForm, MailForm, NoteForm, ReviseForm
from cordee.accompaniment.followup.models import Note
from cordee.accompaniment.followup.views.common import followup_form, own_case
from cordee.core.access import ActingRequest
from cordee.core.asked import operation_of
from cordee.core.views.forms import posted


@require_GET
def followup(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(request, "followup/followup.html", presentation.followup_page(get_case(request, public_id), request.actor))


@require_http_methods(["GET", "POST"])
def note(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "note")
    form = NoteForm(posted(request), case=case)

    def save() -> None:
        actions.note(
            actor=request.actor, case=case, values=form.values(), step=form.step(), contact_on=form.cleaned_data["contact_on"],
            operation=operation_of(request.POST),
        )  # fmt: skip

    return followup_form(
        request, case, form, save, done="C'est fait : la note est enregistrée.", title="Noter un échange", act="Enregistrer la note",
        beside=presentation.INTERNAL, confidential=presentation.CONFIDENTIAL, kept="La note",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def revise(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    found: Note | None = Note.objects.visible_to(request.actor).filter(public_id=public_id).first()
    if found is None or policies.may_note(request.actor, found.case, found.kind):
        raise Http404
    case = get_case(request, found.case.public_id)
    form = ReviseForm(posted(request), note=found)

    def save() -> None:
        actions.revise(actor=request.actor, note=found, values=form.values())

    return followup_form(
        request, case, form, save, done="C'est fait : la note est corrigée, l'ancienne reste lisible par le DLA.",
        title="Corriger une note",
        act="Enregistrer la correction", beside=presentation.INTERNAL,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def contact(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "contact")
    current = queries.next_contact(case)
    form = ContactForm(posted(request), initial={"on": current.due, "told": not current.internal} if current else {})

    def save() -> None:
        actions.date_contact(actor=request.actor, case=case, on=form.cleaned_data["on"], internal=not form.cleaned_data["told"])

    return followup_form(
        request, case, form, save, done="C'est fait : le prochain contact est daté.", title="Dater le prochain contact",
        act="Dater ce contact",
        beside="Sans la case cochée, cette date reste interne au DLA.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def mail(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "mail")
    form = MailForm(posted(request), request.FILES or None)

    def save() -> None:
        actions.file_mail(
            actor=request.actor, case=case, upload=form.cleaned_data["upload"], internal=not form.cleaned_data["shared"]
        )  # fmt: skip

    return followup_form(
        request, case, form, save, done="C'est fait : le courriel est classé.", title="Classer un courriel", act="Classer ce courriel",
        beside="Interne au DLA : ni la structure, ni un réseau ne le liront, sauf si vous cochez « Partager ».",
        lead="L'expéditeur, la date, l'objet, le texte et les pièces jointes sont repris. Un courriel déjà classé est reconnu.",
        confidential=presentation.CONFIDENTIAL,
    )  # fmt: skip
