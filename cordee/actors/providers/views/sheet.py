"""The sheet of a provider: reading it, writing it part by part, saying that it is right."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.directory.queries import sheet_of
from cordee.actors.providers import actions, forms, policies, presentation
from cordee.actors.providers.document import D01
from cordee.actors.providers.models import BankDetails, Consultant, Paper, Provider
from cordee.core.access import ActingRequest, Refused, log_read
from cordee.core.asked import operation_of, whole_number
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.produce import may_produce, produce
from cordee.core.ui.conflicts import conflict_page, resolved
from cordee.core.ui.drafts import with_draft
from cordee.core.views.keep import serve_bytes

TITLES: dict[str, tuple[str, Any]] = {
    "identity": ("Identité et coordonnées", forms.IdentityForm),
    "presentation": ("Présentation et expériences", forms.PresentationForm),
    "offer": ("Compétences et secteurs", forms.OfferForm),
    "areas": ("Territoires d'intervention", forms.AreasForm),
}


def get_provider(request: ActingRequest, public_id: uuid.UUID) -> Provider:
    """The sheet, if this actor may see it. Otherwise it does not exist."""
    rows: Any = Provider.objects.visible_to(request.actor).filter(public_id=public_id)
    found: Provider | None = rows.select_related("thread", "organisation", "spotted_by", "verified_by").first()
    if found is None:
        raise Http404
    return found


@require_GET
def sheet(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    provider = get_provider(request, public_id)
    before = whole_number(request.GET.get("avant"), 18)
    if request.htmx and before:
        lines, following = fil(provider.thread, request.actor, before=before)
        return render(request, "directory/fil.html", {"lines": lines, "following": following})
    context = presentation.page(provider, request.actor)
    if context.get("account"):
        log_read(request, provider, "bank")
    return render(request, "providers/sheet.html", context)


@require_GET
def own(request: ActingRequest) -> HttpResponse:
    """The sheet of the organisation for which one acts; its directory page while it has none."""
    mine = Provider.objects.visible_to(request.actor).filter(organisation_id=request.actor.organisation_id).first()
    return redirect(mine or "directory:own")


@require_http_methods(["GET", "POST"])
def section(request: ActingRequest, public_id: uuid.UUID, section: str) -> HttpResponse:
    """One part of the sheet, by its own form: typed text, draft and conflict as everywhere."""
    provider = get_provider(request, public_id)
    if section not in TITLES or policies.may_write(request.actor, provider, section):
        raise Http404
    title, form_class = TITLES[section]
    posted = resolved(request.POST) if request.method == "POST" else None
    form: Any = with_draft(request, form_class, f"providers.{section}", data=posted, instance=provider, actor=request.actor)
    version = whole_number(request.POST.get("version")) or provider.version
    if posted is not None and form.is_valid():
        fresh = get_provider(request, public_id)
        try:
            save(request, fresh, section, form, version)
        except Stale as stale:
            return conflict_page(request, stale, form, subject=f"{fresh} · {title}", back=fresh.get_absolute_url())
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : « {title} » est enregistré.")
            return redirect(f"{fresh.get_absolute_url()}#{section}")
    context = {
        "form": form,
        "title": title,
        "subject": str(provider),
        "act": "Enregistrer cette rubrique",
        "version": version,
        "back": f"{provider.get_absolute_url()}#{section}",
        "help": "fiche-prestataire",
        "draft_url": reverse("core:draft_of", args=[f"providers.{section}", provider.public_id]),
    }
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


def save(request: ActingRequest, provider: Provider, section: str, form: Any, version: int) -> None:
    actor = request.actor
    if section == "identity":
        actions.edit_identity(actor=actor, provider=provider, version=version, **form.verb())
    elif section == "presentation":
        actions.edit_section(actor=actor, provider=provider, section=section, values=form.values(), version=version)
    else:
        actions.edit_offer(actor=actor, provider=provider, section=section, version=version, **form.values())


@require_http_methods(["GET", "POST"])
def spot(request: ActingRequest) -> HttpResponse:
    """Two minutes: a name, what it is good at, a department."""
    if policies.may_spot(request.actor):
        raise Http404
    form = with_draft(request, forms.SpotForm, "providers.spot", actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            provider = actions.spot(actor=request.actor, operation=operation_of(request.POST), **form.values())
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(
                request, f"C'est fait : {provider} est repéré. Prochaine étape : le DLA régional complète et vérifie la fiche."
            )
            return redirect(provider)
    context = {
        "form": form,
        "title": "Repérer un prestataire",
        "lead": "Un nom et ce qu'il fait bien suffisent. Tous les acteurs du dispositif le trouveront aussitôt.",
        "act": "Repérer ce prestataire",
        "operation": operation_of(request.POST) or uuid.uuid4(),
        "back": reverse("directory:organisations"),
        "help": "fiche-prestataire",
        "draft_url": reverse("core:draft", args=["providers.spot"]),
    }
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


@require_POST
def spot_known(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """An organisation of the directory that works as a provider enters the register, under the sheet it already has."""
    organisation = sheet_of(request.actor, public_id)
    if organisation is None or policies.may_list(request.actor, organisation):
        raise Http404
    provider = actions.spot(actor=request.actor, name=organisation.name, zone=organisation.zone, organisation=organisation)
    messages.success(request, f"C'est fait : {provider} est repéré. Prochaine étape : compléter sa fiche de prestataire.")
    return redirect(provider)


@require_POST
def confirm(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    provider = get_provider(request, public_id)
    if policies.may_confirm(request.actor, provider):
        raise Http404
    actions.confirm(actor=request.actor, provider=provider)
    messages.success(request, "C'est fait : la fiche est à jour, et datée d'aujourd'hui.")
    return redirect(provider)


@require_POST
def verify_again(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    provider = get_provider(request, public_id)
    if policies.may_verify(request.actor, provider):
        raise Http404
    try:
        actions.verify_again(actor=request.actor, provider=provider, seen=request.POST.getlist("vu"))
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, "C'est fait : ce qui avait changé est vérifié.")
    return redirect(provider)


@require_POST
def make_document(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """D01, in Word and PDF: a new version, kept with its hash."""
    provider = get_provider(request, public_id)
    if may_produce(D01.code, provider, request.actor):
        raise Http404
    document: Any = produce(D01.code, provider, actor=request.actor)
    note = f" Il manque {', '.join(document.missing)}." if document.missing else ""
    messages.success(request, f"C'est fait : la fiche type, version {document.version}, est produite.{note}")
    return redirect(f"{provider.get_absolute_url()}#documents")


@require_GET
def file(request: ActingRequest, public_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """A CV, a paper or a RIB: whoever reads its part of the sheet reads it, wherever they are; no one else."""
    provider = get_provider(request, public_id)
    for part, model, column in (("people", Consultant, "cv"), ("papers", Paper, "file"), ("bank", BankDetails, "proof")):
        if not policies.may_read(part, request.actor, provider):
            continue
        rows: Any = model._default_manager.for_system("its part of the sheet is open to the reader")
        row = rows.filter(provider=provider, **{f"{column}__public_id": file_id}).select_related(column).first()
        if row:
            log_read(request, provider, part)
            found = getattr(row, column)
            return serve_bytes(found.sha256, found.name)
    raise Http404
