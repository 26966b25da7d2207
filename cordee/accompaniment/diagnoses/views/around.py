"""What is around the text: contributions of networks and partners, accounts of its years, the reading two years later."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.accompaniment.diagnoses import actions, policies, presentation, queries
from cordee.accompaniment.diagnoses.forms import AccountsForm, ContributionForm, ReviewForm
from cordee.accompaniment.diagnoses.lifecycle import WriteForm
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis
from cordee.accompaniment.diagnoses.views.common import diagnosis_form, get_diagnosis, own_diagnosis
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of
from cordee.core.ui.drafts import with_draft
from cordee.core.views.forms import only, posted, version_of


@require_http_methods(["GET", "POST"])
def ask(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """A vigilance note, what is known of a sector or of a territory: asked with a date."""
    diagnosis = own_diagnosis(request, public_id)
    form = ContributionForm(posted(request), actor=request.actor)

    def save() -> None:
        actions.ask_contribution(actor=request.actor, diagnosis=diagnosis, operation=operation_of(request.POST), **form.values())

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : la contribution est demandée. L'organisation la trouve dans « À faire ».",
        title="Demander une contribution", act="Demander cette contribution",
        lead="Un réseau ou un partenaire éclaire le diagnostic par ce qu'il connaît. Il ne le valide pas et ne lit pas les comptes.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def write(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The note, kept while it is typed; once sent, it stays."""
    rows = Contribution.objects.visible_to(request.actor).select_related("diagnosis__case", "diagnosis__organisation", "organisation")
    contribution = rows.filter(public_id=public_id).first()
    if contribution is None or contribution.state != Contribution.State.ASKED:
        raise Http404
    only(policies.may_write(request.actor, contribution))
    form: Any = with_draft(request, WriteForm, "diagnoses.note", key=contribution.public_id)

    def save() -> None:
        actions.write_contribution(
            actor=request.actor, contribution=contribution, values=form.cleaned_data, operation=operation_of(request.POST)
        )

    return diagnosis_form(
        request, contribution.diagnosis, form, save, done="C'est fait : la note est jointe au diagnostic.", lead=contribution.question,
        title=f"Écrire la {contribution.get_kind_display()[:1].lower()}{contribution.get_kind_display()[1:]}", act="Envoyer la note",
        draft_url=reverse("core:draft_of", args=["diagnoses.note", contribution.public_id]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def accounts(request: ActingRequest, public_id: uuid.UUID, year: int) -> HttpResponse:
    """Of one of the two years that this diagnosis reads."""
    diagnosis = get_diagnosis(request, public_id)
    only(policies.may_keep_accounts(request.actor, diagnosis))
    if year not in (diagnosis.accounts_year, diagnosis.review_year):
        raise Http404
    known = queries.accounts(diagnosis.case, diagnosis.organisation, year)  # type: ignore[arg-type]
    form = AccountsForm(posted(request), instance=known)
    version = version_of(request, known) if known else 0

    def save() -> None:
        actions.keep_accounts(actor=request.actor, diagnosis=diagnosis, year=year, amounts=form.values(), version=version)

    back = presentation.address("review", diagnosis) if year == diagnosis.review_year else diagnosis.get_absolute_url()
    return diagnosis_form(
        request, diagnosis, form, save, back=back, done=f"C'est fait : les comptes de {year} sont enregistrés.", version=version,
        title=f"Enregistrer les comptes de {year}", act="Enregistrer ces comptes",
        lead="Seuls le DLA et la structure les lisent : ni un réseau, ni un financeur, ni un prestataire.",
    )  # fmt: skip


# -- two years later ------------------------------------------------------------------------------------------------------------
@require_GET
def review(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis = get_diagnosis(request, public_id)
    return render(request, "diagnoses/review.html", presentation.review_page(diagnosis, request.actor))


def reviewed(request: ActingRequest, public_id: uuid.UUID) -> Diagnosis:
    diagnosis = get_diagnosis(request, public_id)
    if not presentation.conducts_review(diagnosis, request.actor):
        raise Http404
    return diagnosis


@require_http_methods(["GET", "POST"])
def review_edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis = reviewed(request, public_id)
    known = queries.review_of(diagnosis)
    form: Any = with_draft(request, ReviewForm, "diagnoses.review", data=posted(request), instance=known, key=diagnosis.public_id)
    version = version_of(request, known) if known else 0

    def save() -> None:
        actions.keep_review(actor=request.actor, diagnosis=diagnosis, values=form.values(), version=version)

    key = known.public_id if known else diagnosis.public_id
    return diagnosis_form(
        request, diagnosis, form, save, back=presentation.address("review", diagnosis), version=version,
        done="C'est fait : le diagnostic post-accompagnement est enregistré.", title="Écrire le diagnostic post-accompagnement",
        act="Enregistrer ce diagnostic", draft_url=reverse("core:draft_of", args=["diagnoses.review", key]),
    )  # fmt: skip


@require_POST
def ask_again(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The new need opens a request, in one click."""
    diagnosis = get_diagnosis(request, public_id)
    found = queries.review_of(diagnosis)
    if found is None:
        raise Http404
    only(policies.may_ask_again(request.actor, diagnosis))
    try:
        case = actions.ask_again(actor=request.actor, review=found, operation=operation_of(request.POST))
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        return redirect("diagnoses:review", diagnosis.public_id)
    messages.success(
        request, "C'est fait : la nouvelle demande est ouverte, à la suite de ce dossier. Prochaine étape : le premier échange."
    )
    return redirect(case)
