"""Who and what a dossier gathers: its request, its structures, its networks, its papers, and who looked at its accounts."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases import actions, policies, queries
from cordee.accompaniment.cases.actions.opening import REQUEST_FORM
from cordee.accompaniment.cases.forms import AgainForm, NetworkForm, RequestForm, StructureForm
from cordee.accompaniment.cases.views.common import case_form, get_case, own_case
from cordee.core.access import ActingRequest
from cordee.core.asked import operation_of
from cordee.core.ui.drafts import with_draft
from cordee.core.views.forms import form_page, posted, version_of
from cordee.core.views.joining import add_file


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The request itself: two who write at once are shown each other's words."""
    case = own_case(request, public_id, "edit")
    form = with_draft(request, RequestForm, REQUEST_FORM, data=posted(request), instance=case, actor=request.actor)

    def save() -> None:
        fresh = get_case(request, public_id)
        actions.edit_request(actor=request.actor, case=fresh, values=form.values(), version=version_of(request, fresh))

    return case_form(
        request, case, form, save, done="C'est fait : la demande est enregistrée.", title="Compléter la demande",
        act="Enregistrer cette demande", version=version_of(request, case),
        draft_url=reverse("core:draft_of", args=[REQUEST_FORM, case.public_id]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def again(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """From a dossier that is over: a new request that says what it follows."""
    case = own_case(request, public_id, "again")
    form = AgainForm(posted(request))

    def save() -> Any:
        new = actions.ask_again(actor=request.actor, case=case, operation=operation_of(request.POST), **form.values())
        return new.get_absolute_url()

    return form_page(
        request, form, save, done="C'est fait : la demande est déposée. Prochaine étape : le premier échange avec le DLA.",
        title="Faire une nouvelle demande", act="Déposer cette demande", subject=f"À la suite de : {case}", back=case.get_absolute_url(),
        help="dossiers", nav_current="cases", lead="Ce qui est déjà connu de la structure n'est pas redemandé.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_structure(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "add_structure")
    form = StructureForm(posted(request), actor=request.actor)

    def save() -> None:
        actions.add_structure(actor=request.actor, case=case, organisation=form.cleaned_data["structure"])

    return case_form(
        request, case, form, save, done="C'est fait : la structure est dans le dossier. Prochaine étape : son adhésion.",
        title="Ajouter une structure", act="Ajouter cette structure", lead="Elle lira le dossier, avec ses propres comptes seulement.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def open_to(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "open_to")
    form = NetworkForm(posted(request), case=case)

    def save() -> None:
        actions.open_to(actor=request.actor, case=case, organisation=form.cleaned_data["network"])

    return case_form(
        request, case, form, save, done="C'est fait : le réseau lit ce dossier, sans ses comptes.", title="Ouvrir le dossier à un réseau",
        act="Ouvrir le dossier à ce réseau", lead="Il lira le parcours et son fil, jamais les comptes des structures.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def file_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "file")
    return add_file(request, case.thread, back=f"{case.get_absolute_url()}#documents")


@require_GET
def accounts_log(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who looked at the accounts, for those that they speak of."""
    case = get_case(request, public_id)
    if policies.may_read_accounts_log(request.actor, case):
        raise Http404
    return render(request, "cases/accounts_log.html", {"case": case, "looks": queries.reads_of_accounts(case), "nav_current": "cases"})
