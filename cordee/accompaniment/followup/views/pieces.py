"""Pieces asked for: the list on which a structure answers, and the page on which an officer asks."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.views.common import get_case
from cordee.accompaniment.followup import actions, presentation
from cordee.accompaniment.followup.forms import AskForm
from cordee.accompaniment.followup.models import Piece, PieceFile
from cordee.accompaniment.followup.views.common import followup_form, own_case
from cordee.core.access import ActingRequest, Refused, log_read
from cordee.core.asked import operation_of
from cordee.core.formats import counted
from cordee.core.views.forms import posted
from cordee.core.views.keep import serve_bytes

NOTHING = "Aucun fichier n'est choisi : photographiez une pièce, ou choisissez un fichier, puis envoyez."


@require_http_methods(["GET", "POST"])
def pieces(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET: the list. POST: the files of several pieces at once; a file that is refused does not hold back the others."""
    case = get_case(request, public_id)
    refused: list[str] = []
    if request.method == "POST":
        sent, refused = _send(request, case)
        if sent:
            told = counted(sent, "pièce envoyée", "pièces envoyées")
            messages.success(request, f"C'est fait : {told}. Votre DLA {'les' if sent > 1 else 'la'} relit.")
        if not refused:
            return redirect(presentation.urls_of(case, "pieces")["pieces"])
    shown = presentation.pieces_page(case, request.actor) | {"refused": refused, "operation": uuid.uuid4()}
    return render(request, "followup/pieces.html", shown, status=422 if refused else 200)


def _send(request: ActingRequest, case: Case) -> tuple[int, list[str]]:
    sent, refused = 0, list[str]()
    for one in presentation.pieces_page(case, request.actor)["shown"]:
        uploads = [*request.FILES.getlist(one.photo), *request.FILES.getlist(one.field)]
        if not uploads:
            continue
        try:
            actions.give(actor=request.actor, piece=one.piece, uploads=uploads, operation=operation_of(request.POST))
            sent += 1
        except Refused as trouble:
            refused.append(f"{one.piece.label} : {trouble.refusal.sentence}")
    return sent, refused if sent or refused else [NOTHING]


@require_http_methods(["GET", "POST"])
def ask(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "ask")
    form = AskForm(posted(request), case=case)

    def save() -> None:
        actions.ask(
            actor=request.actor, case=case, organisation=form.organisation, operation=operation_of(request.POST), **form.values()
        )  # fmt: skip

    return followup_form(
        request, case, form, save, done="C'est fait : les pièces sont demandées, un courriel part à la structure.",
        title="Demander des pièces",
        act="Demander ces pièces", back=presentation.urls_of(case, "pieces")["pieces"], help="pieces",
        beside="La structure reçoit un courriel, puis des rappels jusqu'à l'envoi. Les comptes restent fermés aux réseaux.",
    )  # fmt: skip


def _piece(request: ActingRequest, public_id: uuid.UUID) -> Any:
    return get_object_or_404(Piece.objects.visible_to(request.actor).select_related("case", "thread"), public_id=public_id)


@require_POST
def take_up(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What an earlier dossier holds serves again: nobody looks for the same paper twice."""
    piece = _piece(request, public_id)
    try:
        actions.take_up(actor=request.actor, piece=piece)
    except Refused as refused:
        if refused.refusal.code in ("hidden", "profile"):
            raise Http404 from None
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, "C'est fait : la pièce déjà donnée est reprise. Le DLA la relit.")
    return redirect(presentation.urls_of(piece.case, "pieces")["pieces"])


@require_GET
def paper(request: ActingRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The door of a file given for a piece: whoever sees the piece; a reading of the accounts is kept."""
    seen = Piece.objects.visible_to(request.actor).order_by().values("pk")
    rows = PieceFile.objects.for_system("narrowed to the pieces that the actor sees").filter(piece__in=seen)
    found = get_object_or_404(rows.select_related("file", "piece"), public_id=public_id)
    if found.piece.closed:
        log_read(request, found, "accounts")
    return serve_bytes(found.file.sha256, found.file.name)
