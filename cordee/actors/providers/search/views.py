"""Looking for providers for a structure, comparing them, keeping some, seeing where there are none."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import sheet_of
from cordee.actors.providers import policies as room
from cordee.actors.providers.models import Shortlist
from cordee.actors.providers.search import actions, comparison, policies
from cordee.actors.providers.search.conflicts import conflicts_of
from cordee.actors.providers.search.coverage import coverage, mine
from cordee.actors.providers.search.forms import KeepForm, NeedForm, ShortlistForm
from cordee.actors.providers.search.proposals import need_of, proposals
from cordee.actors.providers.search.queries import register, structures
from cordee.actors.providers.search.words import read_words
from cordee.actors.territory.choropleth import choropleth
from cordee.actors.territory.queries import department_names
from cordee.core.access import ActingRequest, Actor, Refused
from cordee.core.asked import operation_of, plain, uuid_of, whole_number
from cordee.core.edits import Stale
from cordee.core.ui.conflicts import conflict_page

FOUND = 10


def structure_of(actor: Actor, public_id: uuid.UUID) -> Organisation:
    """The structure for whose sake one looks, if one may look for it."""
    structure = sheet_of(actor, public_id)
    if structure is None or policies.may_choose_for(actor, structure):
        raise Http404
    return structure


@require_GET
def choose_structure(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    if actor.profile not in policies.CHOOSERS:
        raise Http404
    text = plain(request.GET.get("q"), 200)
    found = structures(actor, text, FOUND) if text else []
    return render(request, "providers/search/choose.html", {"text": text, "found": found})


@require_GET
def for_structure(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    structure, words = structure_of(request.actor, public_id), read_words(request.actor)
    form = NeedForm(request.GET, words=words)
    asked = form.asked()
    need = need_of(structure, words, **asked)
    context = {
        "structure": structure,
        "form": form,
        "asked": any(asked.values()),
        "found": proposals(request.actor, structure, need, words),
        "theme": words.themes[need.theme] if need.theme else None,
        "most": comparison.MOST,
        "shortlists": Shortlist.objects.visible_to(request.actor).filter(organisation=structure).order_by("-created_at", "id"),
    }
    return render(request, "providers/search/for_structure.html", context)


@require_GET
def compare(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    if not room.may_search(actor):
        raise Http404
    key = uuid_of(request.GET.get("structure"))
    structure = sheet_of(actor, key) if key else None
    if structure and policies.may_choose_for(actor, structure):
        structure = None
    providers = comparison.providers_of(actor, comparison.chosen(request.GET.getlist("p")))
    kept, left = providers[: comparison.MOST], providers[comparison.MOST :]
    context = {
        "structure": structure,
        "columns": comparison.compared(actor, kept, read_words(actor), structure),
        "left": left,
        "most": comparison.MOST,
        "keep_query": urlencode([("p", str(one.public_id)) for one in kept]),
    }
    return render(request, "providers/search/compare.html", context)


@require_GET
def coverage_page(request: ActingRequest) -> HttpResponse:
    actor = request.actor
    if not room.may_search(actor):
        raise Http404
    words, told, here = read_words(actor), coverage(actor), mine(actor)
    themes = [word for word in words.themes.values() if not word.retired]
    chosen = words.theme(request.GET.get("theme", ""))
    names = dict(department_names())
    lines: list[dict[str, Any]] = []
    for word in themes:
        gaps = told.uncovered(word.pk)
        mine_ = [names[code] for code in gaps if code in here]
        lines.append({"theme": word, "near": mine_, "near_said": ", ".join(mine_), "count": len(gaps)})
    lines.sort(key=lambda line: (-len(line["near"]), -line["count"]))
    context: dict[str, Any] = {"lines": lines, "chosen": chosen, "here": here, "may_spot": room.may_spot(actor) is None}
    if chosen:
        values = told.of(chosen.pk)
        links = {code: f"/annuaire/prestataires/?{urlencode({'theme': chosen.code, 'departement': code})}" for code in values}
        rows = [row for row in choropleth(values).rows if row.department.code in values]
        uncovered = [row.department for row in rows if not values[row.department.code]]
        near = [{"label": one.label, "url": f"/annuaire/prestataires/?departement={one.code}"} for one in uncovered if one.code in here]
        far = [one for one in uncovered if one.code not in here]
        context |= {"values": values, "links": links, "uncovered": uncovered, "near": near, "far": far}
        context["label"] = f"Prestataires disponibles : {chosen.label}"
    return render(request, "providers/search/coverage.html", context)


# -- shortlists -------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def keep(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Some chosen providers, each with its reason."""
    actor, structure = request.actor, structure_of(request.actor, public_id)
    given = request.POST if request.method == "POST" else request.GET
    providers = comparison.providers_of(actor, comparison.chosen(given.getlist("p")))
    if not providers:
        messages.warning(request, "Choisissez d'abord au moins un prestataire, puis « Mettre en présélection ».")
        return redirect("providers:for_structure", structure.public_id)
    shortlists = list(Shortlist.objects.visible_to(actor).filter(organisation=structure).order_by("-created_at", "id"))
    initial = {"theme": request.GET.get("theme", "")}
    form = KeepForm(request.POST or None, initial=initial, providers=providers, shortlists=shortlists)
    if request.method == "POST" and form.is_valid():
        try:
            shortlist = _kept(request, structure, form)
        except Refused as refused:
            form.add_error(None, f"{refused.refusal.sentence} Votre saisie est conservée.")
        else:
            messages.success(request, f"C'est fait : {len(providers)} en présélection. Prochaine étape : comparez-les, puis consultez-les.")
            return redirect(shortlist)
    context = {"structure": structure, "form": form, "providers": providers, "operation": operation_of(given) or uuid.uuid4()}
    return render(request, "providers/search/keep.html", context, status=422 if form.errors else 200)


def _kept(request: ActingRequest, structure: Organisation, form: KeepForm) -> Shortlist:
    choices, existing = form.choices_made(), form.chosen(form.cleaned_data)
    if existing:
        actions.add(actor=request.actor, shortlist=existing, choices=choices)
        return existing
    operation = operation_of(request.POST)
    return actions.open_shortlist(actor=request.actor, structure=structure, values=form.values(), choices=choices, operation=operation)


def shortlist_of(request: ActingRequest, public_id: uuid.UUID) -> Shortlist:
    rows = Shortlist.objects.visible_to(request.actor).filter(public_id=public_id)
    found: Shortlist | None = rows.select_related("organisation__thread", "thread", "theme").first()
    if found is None:
        raise Http404
    return found


@require_GET
def shortlist_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    shortlist = shortlist_of(request, public_id)
    entries = list(shortlist.entries.select_related("provider__organisation").order_by("id"))
    free = set(
        register(request.actor).proposable().filter(pk__in=[e.provider_id for e in entries]).order_by("id").values_list("pk", flat=True)
    )
    conflicts = conflicts_of(shortlist.organisation)
    rows = [(e, conflicts.get(e.provider.organisation_id, ""), e.provider_id in free) for e in entries]
    query = [*(("p", str(e.provider.public_id)) for e in entries[: comparison.MOST]), ("structure", str(shortlist.organisation.public_id))]
    context = {
        "shortlist": shortlist,
        "rows": rows,
        "number": len(rows),
        "may_change": policies.may_change(request.actor, shortlist) is None,
        "compare": f"{reverse('providers:compare')}?{urlencode(query)}",
    }
    return render(request, "providers/search/shortlist.html", context)


@require_http_methods(["GET", "POST"])
def shortlist_edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    shortlist = shortlist_of(request, public_id)
    if policies.may_change(request.actor, shortlist):
        raise Http404
    initial = {"need": shortlist.need, "theme": shortlist.theme.code if shortlist.theme else "", "shared": shortlist.shared}
    form = ShortlistForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = whole_number(request.POST.get("version")) or shortlist.version
        try:
            actions.edit(actor=request.actor, shortlist=shortlist, values=form.cleaned_data, version=version)
        except Stale as stale:
            return conflict_page(request, stale, form, subject=str(shortlist), back=shortlist.get_absolute_url())
        except Refused as refused:
            form.add_error(None, f"{refused.refusal.sentence} Votre saisie est conservée.")
        else:
            messages.success(request, "C'est fait : la présélection est à jour.")
            return redirect(shortlist)
    context = {"shortlist": shortlist, "form": form}
    return render(request, "providers/search/shortlist_edit.html", context, status=422 if form.errors else 200)


@require_POST
def shortlist_drop(request: ActingRequest, public_id: uuid.UUID, provider: uuid.UUID) -> HttpResponse:
    shortlist = shortlist_of(request, public_id)
    found = register(request.actor).filter(public_id=provider).first()
    if found is None or policies.may_change(request.actor, shortlist):
        raise Http404
    try:
        actions.drop(actor=request.actor, shortlist=shortlist, provider=found)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, f"C'est fait : {found} n'est plus dans la présélection.")
    return redirect(shortlist)
