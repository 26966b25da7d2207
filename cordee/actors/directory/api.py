"""Organisations and proposed changes, for the API: the lists, forms, policies and actions of the screens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from ninja import Query
from ninja.responses import Status

from cordee.actors.directory import actions, api_successions, policies
from cordee.actors.directory.api_answers import LINE, change_out, identifiers_out, organisation_line, organisation_out
from cordee.actors.directory.api_schemas import (
    ChangeInput,
    ChangeOut,
    CreateInput,
    Filters,
    IdentifierInput,
    IdentifierOut,
    OrganisationInput,
    OrganisationLine,
    OrganisationOut,
    StateFilter,
)
from cordee.actors.directory.fields import LISTS, YES_NO
from cordee.actors.directory.forms import KNOWN, CreateForm, OrganisationForm, ProposalForm
from cordee.actors.directory.lists import ChangeList, OrganisationList
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.numbers import check_siren
from cordee.actors.directory.queries import capacities_on, sheet_of
from cordee.actors.territory.queries import commune_by_code
from cordee.core.access import Actor, Refused, log_read
from cordee.core.api.auth import ApiRequest
from cordee.core.api.faults import Answered, field_fault, fields_of_form
from cordee.core.api.lifecycles import journal_route, lifecycle_routes
from cordee.core.api.paging import Page, page_of_list
from cordee.core.api.routers import ApiRouter, visible_or_404
from cordee.core.api.schemas import Cursor, Input, Limit
from cordee.core.api.writes import IfMatch, version_in

router = ApiRouter(tags=["Organisations"])
proposals = ApiRouter(tags=["Modifications proposées"])


# -- reading ------------------------------------------------------------------------------------------------------------
@router.get("/organisations", response=Page[OrganisationLine], operation_id="organisations", summary="Lister les organisations")
def organisations(request: ApiRequest, filters: Query[Filters], limit: Limit = 50, cursor: Cursor = "") -> Page[OrganisationLine]:
    """L'annuaire tel que votre appartenance le voit, par nom."""
    rows, following = page_of_list(OrganisationList(), request.actor, params=filters.model_dump(), fields=LINE, limit=limit, cursor=cursor)
    return Page(items=[organisation_line(row) for row in rows], next=following)


def sheet_or_404(actor: Actor, public_id: UUID) -> Organisation:
    organisation = sheet_of(actor, public_id)
    if organisation is None:
        raise Http404
    return organisation


def told(request: ApiRequest, organisation: Organisation) -> OrganisationOut:
    """The sheet for this reader; who read personal contacts is kept, as on the screen."""
    out = organisation_out(organisation, request.actor, capacities_on(request.actor, organisation))
    if "contacts" in out.sections and out.governance:
        log_read(request, organisation, "contacts")
    return out


@router.get("/organisations/{public_id}", response=OrganisationOut, operation_id="organisation", summary="Lire une fiche")
def organisation(request: ApiRequest, public_id: UUID, response: HttpResponse) -> OrganisationOut:
    """Les rubriques qui vous sont ouvertes ; la version est aussi dans l'en-tête ETag."""
    out = told(request, sheet_or_404(request.actor, public_id))
    response["ETag"] = f'"{out.version}"'
    return out


@router.get("/organisations/{public_id}/identifiants", response=Page[IdentifierOut], operation_id="identifiers", summary="Lire les numéros")
def identifiers(request: ApiRequest, public_id: UUID) -> Page[IdentifierOut]:
    """SIRET, SIREN et RNA, ceux d'avant compris."""
    return numbers_of(request.actor, sheet_or_404(request.actor, public_id))


def numbers_of(actor: Actor, sheet: Organisation) -> Page[IdentifierOut]:
    return Page(items=identifiers_out(sheet, capacities_on(actor, sheet)), next=None)


# -- writing ------------------------------------------------------------------------------------------------------------
def typed(payload: Input) -> dict[str, Any]:
    """The body as the form of the screen receives it: null is an empty box."""
    given = {name: "" if value is None else value for name, value in payload.model_dump(exclude_unset=True).items()}
    for name in YES_NO:
        if isinstance(given.get(name), bool):
            given[name] = "oui" if given[name] else "non"
    if code := given.get("commune"):
        commune = commune_by_code(code)
        if commune is None:
            raise field_fault("commune", "Aucune commune ne porte ce code INSEE.")
        given |= {"commune": commune.label, "commune_code": commune.code}
    return given


def checked(form: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The form's values, narrowed to what was given: a partial edit is held by the rules of the fields that it names."""
    for name in [name for name in form.fields if name not in given]:
        del form.fields[name]
    for name in LISTS:
        if name in form.fields:
            form.fields[name].to_field_name = "code"
    if form.is_valid():
        values: dict[str, Any] = form.values()
        return values
    if any(error.code == "known" for error in form.errors.as_data().get("siret", ())):
        raise Answered(409, "known", KNOWN)
    raise Answered(422, fields=fields_of_form(form))


@router.post("/organisations", response={201: OrganisationOut}, operation_id="create_organisation", summary="Ajouter une organisation")
def create(request: ApiRequest, payload: CreateInput) -> Status[OrganisationOut]:
    """Si son SIRET est déjà connu hors de votre portée, la réponse 409 « known » le dit, et rien de plus."""
    actor = request.actor
    if refusal := policies.may_create(actor):
        raise Refused(refusal)
    given = {"role": payload.role} | typed(payload)
    values = checked(CreateForm(given, actor=actor), given)
    siret = values.pop("siret", "")
    made = actions.create_organisation(actor=actor, values=values, roles=(payload.role,), siret=siret)
    return Status(201, told(request, sheet_or_404(actor, made.public_id)))


@router.patch("/organisations/{public_id}", response=OrganisationOut, operation_id="edit_organisation", summary="Modifier une fiche")
def edit(request: ApiRequest, public_id: UUID, payload: OrganisationInput, if_match: IfMatch) -> OrganisationOut:
    """Les seuls champs donnés changent, si personne n'a enregistré depuis la version lue."""
    actor, version = request.actor, version_in(if_match)
    sheet = sheet_or_404(actor, public_id)
    if refusal := policies.may_edit(actor, sheet):
        raise Refused(refusal)
    given = typed(payload)
    # The form writes what it reads on its instance: it gets one of its own, and the action the sheet as it is stored.
    values = checked(OrganisationForm(given, instance=sheet_or_404(actor, public_id), actor=actor), given)
    actions.edit_organisation(actor=actor, organisation=sheet, values=values, version=version)
    return told(request, sheet_or_404(actor, public_id))


@router.post(
    "/organisations/{public_id}/identifiants", response=Page[IdentifierOut], operation_id="set_identifier", summary="Déclarer un numéro"
)
def declare_identifier(request: ApiRequest, public_id: UUID, payload: IdentifierInput) -> Page[IdentifierOut]:
    """En vigueur dès aujourd'hui ; le précédent du même type reste lisible."""
    sheet = sheet_or_404(request.actor, public_id)
    if refusal := policies.may_edit(request.actor, sheet):
        raise Refused(refusal)
    length = {"siret": 14, "siren": 9, "rna": 10}[payload.kind]
    if len(payload.value) != length:
        raise field_fault("value", f"Ce numéro compte {len(payload.value)} caractères, il en faut {length}.")
    if payload.kind == "siret":
        checked(
            OrganisationForm({"siret": payload.value}, instance=sheet_or_404(request.actor, public_id), actor=request.actor),
            {"siret": payload.value},
        )
    elif payload.kind == "siren":
        checked_siren(payload.value)
    actions.record_identifier(actor=request.actor, organisation=sheet, kind=payload.kind, value=payload.value)
    return numbers_of(request.actor, sheet)


def checked_siren(value: str) -> None:
    try:
        check_siren(value)
    except ValidationError as trouble:
        raise field_fault("value", trouble.messages[0]) from trouble


journal_route(router, "/organisations", Organisation)


# -- proposed changes -----------------------------------------------------------------------------------------------------
CHANGE_LINE = (
    "public_id",
    "version",
    "organisation__public_id",
    "organisation__name",
    "state",
    "part",
    "part_act",
    "changes",
    "note",
    "proposed_by_label",
    "proposed_at",
    "reason",
)


@proposals.get("/propositions", response=Page[ChangeOut], operation_id="changes", summary="Lister les propositions")
def changes(request: ApiRequest, etat: StateFilter = "", limit: Limit = 50, cursor: Cursor = "") -> Page[ChangeOut]:
    """De la plus récente à la plus ancienne."""
    rows, following = page_of_list(ChangeList(), request.actor, params={"etat": etat}, fields=CHANGE_LINE, limit=limit, cursor=cursor)
    labels = dict(ChangeRequest.State.choices)
    return Page(
        items=[
            ChangeOut(
                id=row["public_id"],
                organisation=row["organisation__public_id"],
                organisation_name=row["organisation__name"],
                state_label=labels[row["state"]],
                proposed_by=row["proposed_by_label"],
                **{name: row[name] for name in ("version", "state", "part", "part_act", "changes", "note", "proposed_at", "reason")},
            )
            for row in rows
        ],
        next=following,
    )


@proposals.get("/propositions/{public_id}", response=ChangeOut, operation_id="change", summary="Lire une proposition")
def change(request: ApiRequest, public_id: UUID, response: HttpResponse) -> ChangeOut:
    found = visible_or_404(ChangeRequest, request.actor, public_id, "organisation")
    response["ETag"] = f'"{found.version}"'
    return change_out(found)


@proposals.post(
    "/organisations/{public_id}/propositions", response={201: ChangeOut}, operation_id="propose_change", summary="Proposer une modification"
)
def propose(request: ApiRequest, public_id: UUID, payload: ChangeInput) -> Status[ChangeOut]:
    """La structure propose, son DLA répond ; la fiche ne change pas d'ici là."""
    actor = request.actor
    sheet = sheet_or_404(actor, public_id)
    if refusal := policies.may_propose(actor, sheet):
        raise Refused(refusal)
    given = typed(payload.changes) | {"note": payload.note}
    values = checked(ProposalForm(given, instance=sheet_or_404(actor, public_id), actor=actor), given)
    made = actions.propose_change(actor=actor, organisation=sheet, values=values, note=payload.note)
    return Status(201, change_out(made))


lifecycle_routes(proposals, "/propositions", ChangeRequest)
router.add_router("", proposals)
router.add_router("", api_successions.router)
