"""Writing a notice from the page of an organisation: typed, read again as it will be read, then sent."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory.forms import NoticeForm
from cordee.actors.directory.notices import send_by_hand
from cordee.actors.directory.policies import may_send_notice
from cordee.actors.directory.views.sheet import get_sheet
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.models import Notice
from cordee.core.wording import paragraphs

DONE = {
    "email": "C'est fait : l'avis part par courriel.",
    "in_app": "C'est fait : l'avis attend son destinataire sur sa page d'accueil.",
    "post": "C'est fait : l'avis est prêt. Prochaine étape : imprimer la lettre et la poster.",
    "phone": "C'est fait : l'avis est prêt. Prochaine étape : appeler, puis noter l'appel.",
    "hand": "C'est fait : l'avis est prêt. Prochaine étape : le remettre, puis noter la remise.",
}


@require_http_methods(["GET", "POST"])
def send_notice(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if may_send_notice(request.actor, organisation):
        raise Http404
    form = NoticeForm(request.POST or None, organisation=organisation)
    step = request.POST.get("etape", "")
    context = {"form": form, "organisation": organisation, "operation": operation_of(request.POST) or uuid.uuid4()}
    if request.method == "GET" or step == "reprendre" or not form.is_valid():
        return render(request, "directory/notice_write.html", context, status=422 if form.is_bound and form.errors else 200)
    asked = form.cleaned_data
    if step == "envoyer":
        try:
            notice = send_by_hand(
                actor=request.actor,
                organisation=organisation,
                to=form.addressee,
                subject=asked["subject"],
                text=asked["text"],
                way=asked["way"],
                operation=operation_of(request.POST),
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
            return render(request, "directory/notice_write.html", context, status=422)
        messages.success(request, DONE[notice.way])
        return redirect(notice)
    context |= {"to": form.addressee, "way": Notice.Way(asked["way"]).label, "asked": asked, "paragraphs": paragraphs(asked["text"])}
    return render(request, "directory/notice_read.html", context)
