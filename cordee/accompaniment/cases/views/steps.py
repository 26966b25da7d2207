"""What is noted at each step of a dossier."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from cordee.accompaniment.cases import actions, policies, queries, validating
from cordee.accompaniment.cases.forms import AccountsForm, AdhesionForm, DecisionForm, EligibilityForm, PresenceForm, known_before
from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.views.common import case_form, own_case
from cordee.core.access import ActingRequest
from cordee.core.views.forms import posted


def own_side(request: ActingRequest, case: Case) -> int | None:
    """The structure in whose name the actor speaks; None for the DLA, which speaks of each."""
    return request.actor.organisation_id if policies.is_accompanied(request.actor, case) else None


def step_now(case: Case) -> dict[str, Any]:
    step = queries.STEP_OF.get(Case.State(case.state))
    return {"step": int(step)} if step else {}


@require_http_methods(["GET", "POST"])
def adhesion(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "adhesion")
    form = AdhesionForm(posted(request), case=case, own=own_side(request, case), initial=step_now(case))

    def save() -> None:
        actions.note_adhesion(actor=request.actor, case=case, organisation=form.organisation, values=form.values())

    return case_form(
        request, case, form, save, done="C'est fait : la décision de la structure est notée.", title="Noter l'adhésion à une étape",
        act="Noter cette adhésion", lead="L'adhésion est libre, à chaque étape : une étape ne se quitte pas sans elle.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def presence(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "presence")
    form = PresenceForm(posted(request), case=case, own=own_side(request, case), initial=step_now(case))

    def save() -> None:
        actions.note_presence(actor=request.actor, case=case, organisation=form.organisation, values=form.values())

    return case_form(
        request, case, form, save, done="C'est fait : la participation est notée.", title="Noter la participation à une étape",
        act="Noter cette participation", lead="Qui, dans la structure, a pris part à cette étape : c'est son accompagnement.",
    )  # fmt: skip


@require_GET
def validation(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The diagnosis and the plan are validated on their own pages, where one reads what one says yes to."""
    case = own_case(request, public_id, "adhesion")  # the same readers
    return redirect(validating.page_of(case, request.actor))


@require_http_methods(["GET", "POST"])
def accounts(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "accounts")
    form = AccountsForm(posted(request), case=case, own=own_side(request, case))

    def save() -> None:
        year = form.cleaned_data["year"]
        actions.keep_accounts(actor=request.actor, case=case, organisation=form.organisation, year=year, amounts=form.amounts())

    return case_form(
        request, case, form, save, done="C'est fait : les comptes sont enregistrés.", title="Enregistrer les comptes d'un exercice",
        act="Enregistrer ces comptes", lead="Seuls le DLA et la structure les lisent : ni un réseau, ni un financeur, ni un prestataire.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def judge(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "judge")
    judged = queries.eligibility_of(case)
    known = {} if judged else {name: value for read in known_before for name, value in read(case).items()}
    form = EligibilityForm(posted(request), instance=judged, initial=known)

    def save() -> None:
        actions.judge(actor=request.actor, case=case, values=form.values(), lines=form.lines())

    return case_form(
        request, case, form, save, done="C'est fait : l'éligibilité est jugée. Prochaine étape : la décision.", title="Juger l'éligibilité",
        act="Enregistrer cette proposition", lead="Deux couches : la nature de la structure, puis un faisceau où rien ne décide seul.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    case = own_case(request, public_id, "decide")
    judged = queries.eligibility_of(case)
    if judged is None:  # a decision answers a proposal
        return redirect("cases:judge", case.public_id)
    form = DecisionForm(posted(request), proposal=judged.proposal)

    def save() -> None:
        actions.decide(
            actor=request.actor, case=case, accepted=form.cleaned_data["accepted"], override=form.cleaned_data["override"]
        )  # fmt: skip

    return case_form(
        request, case, form, save, done="C'est fait : la décision est notée.", title="Décider de l'accompagnement",
        act="Noter cette décision", lead=f"Proposition : {judged.get_proposal_display().lower()}.",
    )  # fmt: skip
