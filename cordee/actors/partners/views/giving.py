"""Contributions of partners and the table of what networks give."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cordee.actors.directory.models import Organisation
from cordee.actors.partners import actions, policies, presentation, queries
from cordee.actors.partners.giving_forms import ContributionForm, GiftsForm
from cordee.actors.partners.models import Contribution, Gift
from cordee.core.access import ActingRequest
from cordee.core.asked import operation_of
from cordee.core.views.forms import form_page, only, posted, version_of


def get_contribution(request: ActingRequest, public_id: uuid.UUID) -> Contribution:
    rows = Contribution.objects.visible_to(request.actor).select_related(
        "thread", "contributor", "operator", "sector", "department", "epci"
    )
    found: Contribution | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def own_organisation(request: ActingRequest) -> Organisation:
    found: Organisation | None = Organisation.objects.visible_to(request.actor).filter(pk=request.actor.organisation_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
def contribution_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(
        request, "partners/contribution.html", presentation.contribution_page(get_contribution(request, public_id), request.actor)
    )


@require_http_methods(["GET", "POST"])
def propose(request: ActingRequest) -> HttpResponse:
    """The DLA records what a partner offers it; a partner offers to a DLA."""
    actor = request.actor
    receives = actor.profile in policies.ANIMATORS
    if not receives and actor.profile not in policies.PARTNERS:
        raise Http404
    form = ContributionForm(posted(request), actor=actor)

    def save() -> Any:
        own = own_organisation(request)
        operator = own if receives else form.cleaned_data["operator"]
        values = form.values() | ({} if receives else {"contributor": own})
        return actions.propose_contribution(actor=actor, operator=operator, values=values, operation=operation_of(request.POST))

    return form_page(
        request, form, save, done="C'est fait : la contribution est proposée. Prochaine étape : l'accord du DLA.",
        title="Proposer une contribution", act="Proposer cette contribution", back=reverse("partners:contributions"), help="contributions",
        lead="Six formes sont possibles : choisissez celle qui dit ce que le partenaire apporte.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    contribution = get_contribution(request, public_id)
    only(policies.may_edit_contribution(request.actor, contribution))
    form = ContributionForm(posted(request), instance=contribution, actor=request.actor)

    def save() -> Any:
        fresh = get_contribution(request, public_id)
        version = version_of(request, fresh)
        return actions.edit_contribution(actor=request.actor, contribution=fresh, values=form.values(), version=version)

    return form_page(
        request, form, save, done="C'est fait : la contribution est enregistrée.", title="Modifier la contribution",
        subject=str(contribution), act="Enregistrer cette contribution", back=contribution.get_absolute_url(), help="contributions",
        version=version_of(request, contribution),
    )  # fmt: skip


@require_GET
def totals(request: ActingRequest) -> HttpResponse:
    rows = queries.totals(Contribution.objects.visible_to(request.actor))
    total = sum(row["total"] for row in rows)
    return render(request, "partners/totals.html", {"rows": rows, "total": total, "nav_current": "partners"})


@require_http_methods(["GET", "POST"])
def gifts(request: ActingRequest) -> HttpResponse:
    """The table of one's own DLA: what is ticked today, and what one ticks."""
    only(policies.may_create(request.actor))
    operator = own_organisation(request)
    only(policies.may_receive(request.actor, operator))
    networks, known = queries.networks_of(operator), queries.partnerships_of(operator)
    current = presentation.current_gifts(known)
    notes = {network: partnership.note for network, partnership in known.items()}
    form = GiftsForm(posted(request), networks=networks, current=current, notes=notes)

    def save() -> Any:
        actions.keep_gifts(actor=request.actor, operator=operator, table=form.table())
        return reverse("partners:networks")

    return form_page(
        request, form, save, done="C'est fait : le tableau des réseaux est enregistré.", title="Noter ce que les réseaux apportent",
        subject=operator.name, act="Enregistrer ce tableau", back=reverse("partners:networks"), help="reseaux",
        lead="Ce que vous cochez commence aujourd'hui ; ce que vous décochez s'arrête aujourd'hui et reste lisible.",
        template="partners/gifts_edit.html", kinds=Gift.Kind.choices,
        lines=[(network, form[f"apports-{network.pk}"], form[f"note-{network.pk}"]) for network in networks],
    )  # fmt: skip


@require_GET
def networks(request: ActingRequest) -> HttpResponse:
    """Network × contribution, for each DLA that the actor may see."""
    return render(request, "partners/networks.html", presentation.networks_page(request.actor))
