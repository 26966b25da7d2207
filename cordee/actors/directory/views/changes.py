"""Proposals of structures: proposing, reading, answering (the answer itself is the lifecycle's page)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.directory import actions, policies, presentation
from cordee.actors.directory.children import words
from cordee.actors.directory.forms import ProposalForm, RecordedProposalForm
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import offers
from cordee.core.ui.drafts import with_draft
from cordee.core.views.acts import offer_links

FORM = "directory.proposal"


SENT = "C'est fait : votre DLA a reçu votre proposition. Prochaine étape : sa réponse."
RECORDED = "C'est fait : la demande de la structure est enregistrée. Prochaine étape : votre réponse."
LEAD = "Votre DLA tient la fiche : il reçoit votre proposition et vous répond. Changez seulement ce qui doit l'être."
LEAD_RECORDED = "La structure a écrit, a appelé ou est venue : notez ce qu'elle demande et comment. Elle recevra la réponse."


def _form(request: ActingRequest, organisation: Organisation, recorded: bool) -> ProposalForm:
    """A recorded proposal may carry a scanned letter: it keeps no draft."""
    if recorded:
        return RecordedProposalForm(request.POST or None, request.FILES or None, instance=organisation, actor=request.actor)
    return with_draft(request, ProposalForm, FORM, instance=organisation, actor=request.actor)


@require_http_methods(["GET", "POST"])
def propose(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    recorded = policies.may_record(request.actor, organisation) is None
    if not recorded and policies.may_propose(request.actor, organisation):
        raise Http404
    form = _form(request, organisation, recorded)
    if request.method == "POST" and form.is_valid():
        fresh = get_sheet(request, public_id)
        try:
            change = actions.propose_change(
                actor=request.actor,
                organisation=fresh,
                values=form.values(),
                note=form.cleaned_data["note"],
                receipt=form.receipt() if isinstance(form, RecordedProposalForm) else None,
                operation=operation_of(request.POST),
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, RECORDED if recorded else SENT)
            return redirect(change)
    context = {
        "form": form,
        "organisation": organisation,
        "title": "Enregistrer une modification demandée par la structure" if recorded else "Proposer une modification de votre fiche",
        "act": "Enregistrer cette demande" if recorded else "Proposer ces modifications",
        "lead": LEAD_RECORDED if recorded else LEAD,
        "operation": operation_of(request.POST) or uuid.uuid4(),
        "back": organisation.get_absolute_url(),
        "draft_url": "" if recorded else reverse("core:draft_of", args=[FORM, organisation.public_id]),
    }
    return render(request, "directory/edit.html", context, status=422 if form.errors else 200)


@require_GET
def change_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    change = ChangeRequest.objects.visible_to(request.actor).select_related("organisation", "thread").filter(public_id=public_id).first()
    if change is None:
        raise Http404
    events = list(events_of(change, request.actor))
    corrected = {event.corrects_id for event in events}
    context = {
        "change": change,
        "subject": words.subject(change),
        "differences": presentation.differences(change),
        "offers": offer_links(change, offers(change, request.actor)),
        "lines": [tell(event, corrected=event.pk in corrected) for event in events],
        "correction": presentation.correction_link(change, events, request.actor),
        "states": presentation.rope_of(change),
    }
    return render(request, "directory/change.html", context)
