"""The editor of a draft: its plan, the form of one piece, gestures on the plan, the preview."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.core import clock
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import plain
from cordee.core.views.forms import posted
from cordee.tools.surveys import queries
from cordee.tools.surveys.answering import drawing
from cordee.tools.surveys.definition import read
from cordee.tools.surveys.definition.schema import KINDS
from cordee.tools.surveys.definition.shape import shape
from cordee.tools.surveys.editing import conditions, parts, saving
from cordee.tools.surveys.editing.conflicts import conflict_of
from cordee.tools.surveys.editing.merging import Clashing
from cordee.tools.surveys.editing.parts import Part, PartKind, Raw
from cordee.tools.surveys.editing.plan import ONCE, key_of, part_of, plan, url_of
from cordee.tools.surveys.editing.problems import beside, troubles
from cordee.tools.surveys.forms import FORMS, PieceForm
from cordee.tools.surveys.models import Questionnaire, Version
from cordee.tools.surveys.views.common import own_questionnaire


def own_draft(request: ActingRequest, public_id: uuid.UUID) -> tuple[Questionnaire, Version | None]:
    questionnaire = own_questionnaire(request, public_id)
    return questionnaire, queries.draft_of(questionnaire)


def without_draft(request: ActingRequest, questionnaire: Questionnaire) -> HttpResponse:
    messages.info(request, "Aucune version n'est en préparation : préparez-en une pour modifier les questions.")
    return redirect(questionnaire)


# -- one piece --------------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def piece(request: ActingRequest, public_id: uuid.UUID, kind: PartKind = "presentation", code: str = "") -> HttpResponse:
    questionnaire, draft = own_draft(request, public_id)
    if draft is None:
        return without_draft(request, questionnaire)
    part = Part(kind, code)
    stored = parts.piece(draft.definition, part)
    if stored is None:
        messages.warning(request, saving.GONE.sentence)
        return redirect("surveys:draft", public_id)
    if request.method == "POST":
        return save(request, draft, part, stored)
    adds = plain(request.GET.get("ligne"), 20)
    form = FORMS[kind](stored, draft.definition, gesture=f"ajouter:{adds}" if adds else "")
    return show(request, draft, part, form)


def show(request: ActingRequest, draft: Version, part: Part, form: PieceForm, status: int = 200) -> HttpResponse:
    return render(request, "surveys/edit/editor.html", shown(draft, part, form), status=status)


def shown(draft: Version, part: Part, form: PieceForm) -> dict[str, Any]:
    found = troubles(draft.definition)
    return {
        "questionnaire": draft.questionnaire,
        "draft": draft,
        "part": part,
        "key": key_of(part),
        "title": title_of(draft.definition, part),
        "form": form,
        "groups": form.groups(),
        "base": json.dumps(parts.piece(draft.definition, part), ensure_ascii=False),
        "plan": plan(draft.questionnaire, draft.definition, part, found),
        "troubles": beside(found, part),
        "help": {"axes": "axes", "levels": "niveaux", "section": "sections", "item": "questions"}.get(part.kind, "commencer"),
    }


def title_of(data: Raw, part: Part) -> str:
    if part.kind in ONCE:
        return ONCE[part.kind]
    found = parts.find(data, part)
    named = found.value.get("label") or found.value.get("title") if found else ""
    return str(named or ("Question sans texte" if part.kind == "item" else "Section sans titre"))


def save(request: ActingRequest, draft: Version, part: Part, stored: Raw) -> HttpResponse:
    """A button pressed says its gesture; without one, it is the autosave of a field that was left."""
    sent = posted(request)
    gesture = plain(sent.get("geste"), 80)
    form = FORMS[part.kind](stored, draft.definition, sent, gesture)
    if not form.is_valid():
        return fragment(request, draft, part, form) if request.htmx else show(request, draft, part, form, status=422)
    mine = form.written()
    try:
        saved, now = saving.save_piece(actor=request.actor, draft=draft, part=part, base=_base(sent), mine=mine)
    except Clashing as clashing:
        return clash_page(request, draft, part, clashing)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        return redirect(draft.questionnaire if refused.refusal.code == "published" else url_of(draft.questionnaire, Part("presentation")))
    reshaped = now != part or mine.get("kind") != stored.get("kind")
    if request.htmx and not gesture and not reshaped:
        return fragment(request, saved, part, FORMS[part.kind](parts.piece(saved.definition, part) or {}, saved.definition))
    act, _, lines = gesture.partition(":")
    if act == "enregistrer" and not request.htmx:
        messages.success(request, "C'est fait : le brouillon est enregistré.")
    name = lines.partition(":")[0]
    asked = f"?ligne={name}" if act == "ajouter" else ""
    return redirect(f"{url_of(saved.questionnaire, now)}{asked}{f'#lignes-{name}' if name else ''}")


def _base(sent: Any) -> Raw:
    """The piece as this person opened it. Altered on the way, it makes a conflict, never a loss."""
    try:
        base = json.loads(sent.get("base", "{}"))
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def fragment(request: ActingRequest, draft: Version, part: Part, form: PieceForm) -> HttpResponse:
    """What an autosave brings back: the plan, what is still to be written beside each field. What is being typed is not touched."""
    context = shown(draft, part, form)
    if form.is_bound:
        context["troubles"] = faults(form)
    response = render(request, "surveys/edit/saved.html", context | {"kept": not form.is_bound, "now": clock.now()})
    response["HX-Reswap"] = "none"
    return response


def faults(form: PieceForm) -> dict[str, list[str]]:
    told = {name: [str(sentence) for sentence in sentences] for name, sentences in form.errors.items()}
    for name, lines in form.lines.items():
        if found := [sentence for _, sentence in lines.mistakes()]:
            told[name] = found
    return told


def clash_page(request: ActingRequest, draft: Version, part: Part, clashing: Clashing) -> HttpResponse:
    latest = queries.draft_of(draft.questionnaire) or draft
    conflict = conflict_of(part, clashing, latest, title_of(latest.definition, part))
    response = render(request, "ui/conflict.html", {"conflict": conflict}, status=409)
    response["HX-Retarget"] = response["HX-Reselect"] = "#contenu"
    return response


# -- gestures on the plan -----------------------------------------------------------------------------------------------------------
@require_POST
def gesture(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Adds a section or a question, copies, moves up or down."""
    questionnaire, draft = own_draft(request, public_id)
    if draft is None:
        return without_draft(request, questionnaire)
    name = request.POST.get("geste", "")
    opened = part_of(request.POST.get("partie", "")) or Part("presentation")
    try:
        opened = GESTURES[name](request, draft, opened) if name in GESTURES else opened
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        if refused.refusal.code == "published":
            return redirect(questionnaire)
        opened = Part("presentation") if refused.refusal == saving.GONE else opened
    return redirect(url_of(questionnaire, opened))


def _add_section(request: ActingRequest, draft: Version, part: Part) -> Part:
    title = plain(request.POST.get("titre"), 160)
    return saving.gesture(actor=request.actor, draft=draft, make=lambda data: parts.add_section(data, title))[1]


def _add_item(request: ActingRequest, draft: Version, part: Part) -> Part:
    label, kind = plain(request.POST.get("titre"), 500), request.POST.get("forme", "")
    chosen = kind if kind in KINDS else "single"
    return saving.gesture(actor=request.actor, draft=draft, make=lambda data: parts.add_item(data, part.code, chosen, label))[1]


def _copy(request: ActingRequest, draft: Version, part: Part) -> Part:
    return saving.gesture(actor=request.actor, draft=draft, make=lambda data: parts.duplicate(data, part))[1]


def _up(request: ActingRequest, draft: Version, part: Part) -> Part:
    saving.move(actor=request.actor, draft=draft, part=part, up=True)
    return part


def _down(request: ActingRequest, draft: Version, part: Part) -> Part:
    saving.move(actor=request.actor, draft=draft, part=part, up=False)
    return part


GESTURES: dict[str, Callable[[ActingRequest, Version, Part], Part]] = {
    "section": _add_section, "question": _add_item, "dupliquer": _copy, "monter": _up, "descendre": _down,
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, public_id: uuid.UUID, kind: PartKind, code: str) -> HttpResponse:
    """Takes a question or a section away, once its author has read what goes with it."""
    questionnaire, draft = own_draft(request, public_id)
    if draft is None:
        return without_draft(request, questionnaire)
    part = Part(kind, code)
    name = title_of(draft.definition, part)
    if parts.find(draft.definition, part) is None:
        messages.warning(request, saving.GONE.sentence)
        return redirect("surveys:draft", public_id)
    refusal = saving.held_up(draft.definition, part)
    if request.method == "POST":
        try:
            saving.remove(actor=request.actor, draft=draft, part=part)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, f"C'est fait : « {name} » est retirée du brouillon.")
            return redirect("surveys:draft", public_id)
    context = {"questionnaire": questionnaire, "part": part, "name": name, "refusal": refusal, "back": url_of(questionnaire, part)}
    context["items"] = len(parts.leaving(draft.definition, part)) if kind == "section" else 0
    return render(request, "surveys/edit/remove.html", context, status=409 if request.method == "POST" else 200)


# -- preview -------------------------------------------------------------------------------------------------------------------------
@require_GET
def preview(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The questionnaire as a telephone shows it. What is asked only sometimes is there, and says when."""
    questionnaire, draft = own_draft(request, public_id)
    if draft is None:
        return without_draft(request, questionnaire)
    back = reverse("surveys:draft", args=[public_id])
    return render(request, "surveys/edit/preview.html", preview_of(draft, back))


def preview_of(version: Version, back: str) -> dict[str, Any]:
    context = {"questionnaire": version.questionnaire, "version": version, "back": back}
    if any(shape(version.definition)):
        return context | {"unreadable": True}
    definition = read(version.definition)
    told = {
        one["code"]: conditions.sentence(one["condition"], version.definition)
        for one in (*parts.sections(version.definition), *parts.items(version.definition))
        if one.get("condition")
    }

    def everything(fields: list[Any]) -> list[Any]:
        return [(replace(field, shown=True), told.get(field.item.code, "")) for field in fields]

    drawn = [
        (part, told.get(part.section.code, ""), [everything(block) for block in part.blocks]) for part in drawing.parts(definition, {})
    ]
    return context | {"definition": definition, "drawn": drawn}
