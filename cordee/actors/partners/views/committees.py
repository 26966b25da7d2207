"""Committees: their page, their seats, the documents that come out of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.directory.models import Organisation
from cordee.actors.partners import actions, policies, presentation
from cordee.actors.partners.forms import CommitteeForm, MemberForm, WorkForm
from cordee.actors.partners.models import Committee, Member
from cordee.core.access import ActingRequest
from cordee.core.asked import operation_of, whole_number
from cordee.core.journal import fil
from cordee.core.views.forms import form_page, only, posted, version_of


def get_committee(request: ActingRequest, public_id: uuid.UUID) -> Committee:
    rows = Committee.objects.visible_to(request.actor).select_related("thread", "organisation", "region")
    committee: Committee | None = rows.filter(public_id=public_id).first()
    if committee is None:
        raise Http404
    return committee


def own_committee(request: ActingRequest, public_id: uuid.UUID) -> Committee:
    committee = get_committee(request, public_id)
    only(policies.may_animate(request.actor, committee))
    return committee


@require_GET
def committee_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    committee = get_committee(request, public_id)
    before = whole_number(request.GET.get("avant"), 18)
    lines, following = fil(committee.thread, request.actor, before=before)
    context = presentation.committee_page(committee, request.actor) | {"lines": lines, "following": following}
    return render(request, "partners/committee.html", context)


@require_http_methods(["GET", "POST"])
def create(request: ActingRequest) -> HttpResponse:
    only(policies.may_create(request.actor))
    form = CommitteeForm(posted(request), actor=request.actor)

    def save() -> Any:
        own = Organisation.objects.visible_to(request.actor).get(pk=request.actor.organisation_id)
        values = form.values() | {"region": form.region}
        return actions.create_committee(
            actor=request.actor, organisation=own, zone=form.zone, values=values, operation=operation_of(request.POST)
        )

    return form_page(
        request, form, save, done="C'est fait : le comité est ouvert. Prochaine étape : ses membres.",
        title="Ouvrir un comité", act="Ouvrir ce comité", back=reverse("committees:committees"), help="comites",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    committee = own_committee(request, public_id)
    form = CommitteeForm(posted(request), instance=committee, actor=request.actor)

    def save() -> Any:
        fresh = own_committee(request, public_id)
        return actions.edit_committee(actor=request.actor, committee=fresh, values=form.values(), version=version_of(request, fresh))

    return form_page(
        request, form, save, done="C'est fait : le comité est enregistré.", title=f"Modifier {committee}", act="Enregistrer ce comité",
        back=committee.get_absolute_url(), version=version_of(request, committee), help="comites",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def member(request: ActingRequest, public_id: uuid.UUID, child: uuid.UUID | None = None) -> HttpResponse:
    """A new seat, or one to change: who holds it, who sits, until when."""
    committee = own_committee(request, public_id)
    known = _member(committee, child) if child else None
    form = MemberForm(posted(request), actor=request.actor, member=known)

    def save() -> Any:
        fresh = _member(committee, child) if child else None
        version = version_of(request, fresh) if fresh else 0
        actions.keep_member(actor=request.actor, committee=committee, member=fresh, values=form.values(), version=version)
        return f"{committee.get_absolute_url()}#membres"

    return form_page(
        request, form, save, done="C'est fait : le siège est enregistré.", subject=str(committee), back=committee.get_absolute_url(),
        title="Modifier un siège" if known else "Ajouter un membre", act="Enregistrer ce siège" if known else "Ajouter ce membre",
        version=version_of(request, known) if known else 0,
        lead="Mettre une fin à la période ferme le comité à cette organisation, le lendemain." if known else "", help="comites",
    )  # fmt: skip


def _member(committee: Committee, public_id: uuid.UUID) -> Member:
    rows = Member.objects.for_system("the committee was fetched through visible_to").select_related("organisation", "person")
    found: Member = get_object_or_404(rows, committee=committee, public_id=public_id)
    return found


@require_http_methods(["GET", "POST"])
def work(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    committee = own_committee(request, public_id)
    form = WorkForm(posted(request))

    def save() -> Any:
        actions.add_work(actor=request.actor, committee=committee, values=form.values())
        return f"{committee.get_absolute_url()}#documents"

    return form_page(
        request, form, save, done="C'est fait : le document est noté.", title="Noter un document issu du comité", subject=str(committee),
        act="Noter ce document", back=committee.get_absolute_url(), lead="Un guide, un document de capitalisation, une étude.",
        help="comites",
    )  # fmt: skip
