"""The sheet of an organisation: reading, creating, editing, its agreements, its documents."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.directory import access_requests, actions, policies, presentation
from cordee.actors.directory.connected import filling
from cordee.actors.directory.duplicates import close_to
from cordee.actors.directory.figures import FIGURES
from cordee.actors.directory.forms import CreateForm, OrganisationForm
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import capacities_on, sheet_of
from cordee.actors.directory.sheet import SHEET
from cordee.core.access import ActingRequest, Refused, log_read
from cordee.core.asked import operation_of, whole_number
from cordee.core.documents import DocumentType
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.merging import merged_by
from cordee.core.panels import panels_of
from cordee.core.produce import may_produce, produce
from cordee.core.ui.conflicts import conflict_page, resolved
from cordee.core.ui.drafts import with_draft
from cordee.core.views.joining import add_file

FORM = "directory.organisation"
READY = {
    SHEET.code: "la fiche d'identification, version {}, est prête",
    FIGURES.code: "l'état des chiffres et des comptes, version {}, est prêt",
}


def get_sheet(request: ActingRequest, public_id: uuid.UUID) -> Organisation:
    organisation = sheet_of(request.actor, public_id)
    if organisation is None:
        raise Http404
    return organisation


@require_GET
def organisation_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    kept = organisation.merged_into
    if kept and "ancienne" not in request.GET and is_open(request, kept):
        return redirect(f"{kept.get_absolute_url()}?reunie={organisation.public_id}")
    capacities = capacities_on(request.actor, organisation)
    before = whole_number(request.GET.get("avant"), 18)
    lines, following = fil(organisation.thread, request.actor, before=before)
    if request.htmx and before:
        return render(request, "directory/fil.html", {"lines": lines, "following": following})
    context = presentation.page(organisation, request.actor, capacities)
    if "contacts" in context["readable"] and context["people"]["shown"]:
        log_read(request, organisation, "contacts")
    context |= {"lines": lines, "following": following, "panels": panels_of(organisation, request.actor, capacities)}
    context["arrived_from"] = joined_sheet(request, organisation)
    context["replacement"] = kept if is_open(request, kept) else None
    return render(request, "directory/organisation.html", context)


def is_open(request: ActingRequest, organisation: Organisation | None) -> bool:
    """May this actor open that sheet?"""
    return organisation is not None and Organisation.objects.visible_to(request.actor).filter(pk=organisation.pk).exists()


def joined_sheet(request: ActingRequest, organisation: Organisation) -> Organisation | None:
    """The former address by which one came, when its sheet was joined to this one."""
    try:
        key = uuid.UUID(request.GET.get("reunie", ""))
    except ValueError:
        return None
    found: Organisation | None = Organisation.objects.visible_to(request.actor).filter(public_id=key, merged_into=organisation).first()
    return found


@require_http_methods(["GET", "POST"])
def create(request: ActingRequest) -> HttpResponse:
    refusal = policies.may_create(request.actor)
    if refusal:
        raise Http404
    form = with_draft(request, CreateForm, FORM, actor=request.actor)
    title, step = "Ajouter une organisation", filling.step_of(request)
    if step == filling.ASK:
        return filling.compare_page(request, form, title=title, back=reverse("directory:organisations"))
    if step:
        form = filling.filled(CreateForm, request.POST, chosen_of(request, step), actor=request.actor)
    near = near_sheets(request, form) if not step else []
    if request.method == "POST" and not step and form.is_valid() and not near and (organisation := _created(request, form)):
        said = f"C'est fait : la fiche de {organisation.name} est créée. Prochaine étape : compléter ses conventionnements."
        messages.success(request, said)
        return redirect(organisation)
    known = any(error.code == "known" for error in form.errors.as_data().get("siret", []))
    context = {
        "known_siret": form["siret"].value() if known else "",
        "near": near,
        "draft_url": reverse("core:draft", args=[FORM]),
        "form": form,
        "title": title,
        "fills": True,
        "act": "Ajouter cette organisation",
        "operation": operation_of(request.POST) or uuid.uuid4(),
        "back": reverse("directory:organisations"),
    }
    return render(request, "directory/edit.html", context, status=422 if form.errors or near else 200)


def _created(request: ActingRequest, form: CreateForm) -> Organisation | None:
    """The new sheet; None when it is refused, and the form says why."""
    values, role = form.values(), form.cleaned_data["role"]
    siret, operation = values.pop("siret", ""), operation_of(request.POST)
    try:
        return actions.create_organisation(actor=request.actor, values=values, roles=(role,), siret=siret, operation=operation)
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
        return None


def chosen_of(request: ActingRequest, step: str) -> list[str]:
    return request.POST.getlist("prendre") if step == filling.TAKE else []


def near_sheets(request: ActingRequest, form: CreateForm) -> list[Organisation]:
    """What is shown before a second sheet is created, until the person says that it is another organisation."""
    if request.method != "POST" or not form.is_valid() or "distincte" in request.POST:
        return []
    c = form.cleaned_data
    return close_to(request.actor, name=c["name"], commune=c["commune"], siret=c["siret"], operation=operation_of(request.POST))


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if organisation.merged_into_id:
        return after_merge(request, organisation)
    if policies.may_edit(request.actor, organisation):
        raise Http404
    posted = resolved(request.POST) if request.method == "POST" else None
    form = with_draft(request, OrganisationForm, FORM, instance=organisation, actor=request.actor, data=posted)
    title, step = f"Modifier la fiche de {organisation.name}", filling.step_of(request)
    if step == filling.ASK:
        return filling.compare_page(request, form, title=title, back=organisation.get_absolute_url())
    if step:
        form = filling.filled(OrganisationForm, request.POST, chosen_of(request, step), instance=organisation, actor=request.actor)
    if posted is not None and not step and form.is_valid():
        fresh = Organisation.objects.visible_to(request.actor).select_related("thread").get(pk=organisation.pk)
        try:
            actions.edit_organisation(actor=request.actor, organisation=fresh, values=form.values(), version=version_of(request))
        except Stale as stale:
            if stale.obj.merged_into_id:
                return after_merge(request, get_sheet(request, public_id))
            return conflict_page(request, stale, form, subject=str(organisation), back=organisation.get_absolute_url())
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : la fiche de {fresh.name} est enregistrée.")
            return redirect(fresh)
    context = {
        "form": form,
        "organisation": organisation,
        "title": title,
        "fills": True,
        "act": "Enregistrer la fiche",
        "version": version_of(request) if request.method == "POST" else organisation.version,
        "back": organisation.get_absolute_url(),
        "draft_url": reverse("core:draft_of", args=[FORM, organisation.public_id]),
    }
    return render(request, "directory/edit.html", context, status=422 if form.errors else 200)


def after_merge(request: ActingRequest, organisation: Organisation) -> HttpResponse:
    """The sheet was joined to another one while someone typed on it: what they typed is shown whole, to be taken up there."""
    if request.method == "GET":
        return redirect(organisation)
    form = OrganisationForm(resolved(request.POST), instance=organisation, actor=request.actor)
    typed = [(str(form[name].label), ", ".join(request.POST.getlist(name))) for name in form.changed_data]
    context = {
        "organisation": organisation,
        "replacement": organisation.merged_into if is_open(request, organisation.merged_into) else None,
        "typed": [(label, value) for label, value in typed if value],
        "merge": merged_by(organisation),
    }
    return render(request, "directory/merged.html", context, status=409)


@require_POST
def ask_access(request: ActingRequest) -> HttpResponse:
    """The answer is the same whether the sheet exists or not."""
    if policies.may_create(request.actor):
        raise Http404
    siret = "".join(request.POST.get("siret", "").split())
    if len(siret) == 14 and siret.isascii() and siret.isdigit():
        access_requests.ask_access(actor=request.actor, siret=siret)
    messages.success(request, "C'est fait : le DLA qui tient cette fiche est prévenu de votre demande. Prochaine étape : sa réponse.")
    return redirect("directory:organisations")


def version_of(request: ActingRequest) -> int:
    return whole_number(request.POST.get("version")) or 0


@require_http_methods(["GET", "POST"])
def file_add(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    organisation = get_sheet(request, public_id)
    if policies.may_add_file(request.actor, organisation):
        raise Http404
    return add_file(request, organisation.thread, back=f"{organisation.get_absolute_url()}#documents")


@require_POST
def make_sheet(request: ActingRequest, public_id: uuid.UUID, kind: DocumentType = SHEET) -> HttpResponse:
    """A new version of the identification sheet, or of the figures, kept with its hash."""
    organisation = get_sheet(request, public_id)
    if may_produce(kind.code, organisation, request.actor):
        raise Http404
    document: Any = produce(kind.code, organisation, actor=request.actor)
    note = f" Il manque {', '.join(document.missing)}." if document.missing else ""
    messages.success(request, f"C'est fait : {READY[kind.code].format(document.version)}.{note}")
    return redirect(f"{organisation.get_absolute_url()}#documents")
