"""One notice: its text as sent, where it stands, what can be done, and its proof."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cordee.core.access import ActingRequest, Refused
from cordee.core.journal import events_of, tell
from cordee.core.lifecycle import offers
from cordee.core.models.notices import Notice
from cordee.core.notices import policies, ways
from cordee.core.notices.forms import ProofForm
from cordee.core.notices.kinds import label_of, notice_kinds
from cordee.core.notices.queries import letters_of
from cordee.core.views.acts import offer_links
from cordee.core.wording import paragraphs


def _get(request: ActingRequest, public_id: uuid.UUID) -> Notice:
    found: Notice | None = Notice.objects.visible_to(request.actor).select_related("thread", "proof").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
def notice_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Reading it here proves nothing: its reader says so with a button."""
    notice = _get(request, public_id)
    within = policies.may_send(request.actor, notice) is None
    to = ways.reader_of(notice)
    others = [str(Notice.Way(way).label).lower() for way in ways.possible(to) if way != notice.way] if within and to else []
    kind = notice_kinds.get(notice.kind)
    context = {
        "notice": notice,
        "label": label_of(notice.kind),
        "owed_to": kind.owed_to if kind else "",
        "paragraphs": paragraphs(notice.body),
        "within": within,
        "to": to,
        "others": others,
        "offers": offer_links(notice, offers(notice, request.actor)),
        "letters": letters_of(notice) if within and notice.way == Notice.Way.POST else [],
        "lines": [tell(event) for event in events_of(notice, request.actor)] if within else [],
        "may_prove": within and notice.state not in Notice.WITHIN,
    }
    return render(request, "notices/notice.html", context)


@require_http_methods(["GET", "POST"])
def notice_proof(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    from cordee.core.notices.actions import join_proof

    notice = _get(request, public_id)
    if policies.may_send(request.actor, notice):
        raise Http404
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            join_proof(actor=request.actor, notice=notice, upload=form.cleaned_data["upload"])
        except Refused as refused:
            form.add_error("upload", refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : la preuve est jointe à l'avis.")
            return redirect(notice)
    return render(request, "notices/proof.html", {"notice": notice, "form": form}, status=422 if form.errors else 200)
