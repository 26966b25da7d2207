"""Questionnaires: their page, creating, adapting, importing and exporting them, publishing, dated levels."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, whole_number
from cordee.core.edits import Stale
from cordee.core.journal import fil
from cordee.core.views.forms import form_page, only, posted, version_of
from cordee.tools.surveys import actions, policies
from cordee.tools.surveys.definition import changes, read
from cordee.tools.surveys.definition.shape import shape
from cordee.tools.surveys.editing.page import page_of
from cordee.tools.surveys.editing.plan import url_of
from cordee.tools.surveys.editing.problems import troubles
from cordee.tools.surveys.forms.levels import LevelsForm
from cordee.tools.surveys.forms.questionnaires import AdaptForm, CreateForm, ImportForm, QuestionnaireForm, RuleForm
from cordee.tools.surveys.models import Questionnaire, Version
from cordee.tools.surveys.queries import draft_of, latest_of, rule_in_force
from cordee.tools.surveys.views.common import get_questionnaire, own_questionnaire
from cordee.tools.surveys.views.editing import preview_of, title_of, without_draft


def own_organisation(request: ActingRequest) -> Organisation:
    found: Organisation = Organisation.objects.visible_to(request.actor).get(pk=request.actor.organisation_id)
    return found


@require_GET
def questionnaire_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    questionnaire = get_questionnaire(request, public_id)
    lines, following = fil(questionnaire.thread, request.actor, before=whole_number(request.GET.get("avant"), 18))
    context = page_of(questionnaire, request.actor) | {"lines": lines, "following": following}
    return render(request, "surveys/edit/questionnaire.html", context)


# -- making one -------------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def create(request: ActingRequest) -> HttpResponse:
    only(policies.may_design(request.actor))
    form = CreateForm(posted(request), actor=request.actor)

    def save() -> Any:
        made = actions.create_questionnaire(
            actor=request.actor, organisation=own_organisation(request), zone=form.zone, values=form.values(),
            operation=operation_of(request.POST),
        )  # fmt: skip
        return reverse("surveys:draft", args=[made.public_id])

    return form_page(
        request, form, save, done="C'est fait : le questionnaire est créé. Prochaine étape : ses sections et ses questions.",
        title="Créer un questionnaire", act="Créer ce questionnaire", back=reverse("surveys:questionnaires"), help="commencer",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def import_file(request: ActingRequest) -> HttpResponse:
    only(policies.may_design(request.actor))
    form = ImportForm(posted(request), request.FILES or None, actor=request.actor)

    def save() -> Any:
        definition = form.cleaned_data["upload"]
        values = {
            "title": definition["title"][:160] or "Questionnaire importé",
            "use": form.cleaned_data["use"],
            "purpose": "",
            "shared": False,
        }
        made = actions.create_questionnaire(
            actor=request.actor, organisation=own_organisation(request), zone=form.zone, values=values, definition=definition,
            operation=operation_of(request.POST),
        )  # fmt: skip
        return reverse("surveys:draft", args=[made.public_id])

    return form_page(
        request, form, save, done="C'est fait : le questionnaire est importé, en brouillon. Relisez-le, puis publiez-le.",
        title="Importer un questionnaire", act="Importer ce questionnaire", back=reverse("surveys:questionnaires"), help="echanger",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def adapt(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """A copy of one's own, which says what it comes from."""
    questionnaire = get_questionnaire(request, public_id)
    only(policies.may_design(request.actor))
    form = AdaptForm(posted(request), actor=request.actor, initial={"title": questionnaire.title})

    def save() -> Any:
        made = actions.adapt(
            actor=request.actor, questionnaire=questionnaire, organisation=own_organisation(request), zone=form.zone,
            title=form.cleaned_data["title"], operation=operation_of(request.POST),
        )  # fmt: skip
        return reverse("surveys:draft", args=[made.public_id])

    return form_page(
        request, form, save, done="C'est fait : le questionnaire est dupliqué. Adaptez-le, puis publiez-le.",
        title="Dupliquer un questionnaire", subject=str(questionnaire), act="Dupliquer ce questionnaire",
        back=questionnaire.get_absolute_url(), help="dupliquer",
        lead="La copie est la vôtre : vous la modifiez librement. Elle garde la mention de son origine.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    questionnaire = own_questionnaire(request, public_id)
    form = QuestionnaireForm(posted(request), instance=questionnaire)
    version = version_of(request, questionnaire)

    def save() -> Any:
        fresh = own_questionnaire(request, public_id)
        return actions.edit_questionnaire(actor=request.actor, questionnaire=fresh, values=form.values(), version=version)

    return form_page(
        request, form, save, done="C'est fait : le questionnaire est enregistré.", title=f"Modifier {questionnaire}", version=version,
        act="Enregistrer ce questionnaire", back=questionnaire.get_absolute_url(), help="commencer",
    )  # fmt: skip


@require_POST
def prepare(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """A new draft, which starts from the version in service; the one that somebody has already begun, if there is one."""
    questionnaire = own_questionnaire(request, public_id)
    latest = latest_of(questionnaire)
    if latest and draft_of(questionnaire) is None:
        actions.save_draft(actor=request.actor, questionnaire=questionnaire, definition=latest.definition)
        messages.success(request, "C'est fait : une nouvelle version est en préparation. Celle en service ne change pas d'ici là.")
    return redirect("surveys:draft", public_id)


@require_http_methods(["GET", "POST"])
def drop(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Gives up the version in preparation, once its author has read what goes."""
    questionnaire = own_questionnaire(request, public_id)
    draft = draft_of(questionnaire)
    if draft is None:
        return without_draft(request, questionnaire)
    refusal = ""
    if request.method == "POST":
        try:
            actions.drop_draft(actor=request.actor, questionnaire=questionnaire)
        except Refused as refused:
            refusal = refused.refusal.sentence
        else:
            messages.success(request, "C'est fait : la version en préparation est abandonnée.")
            return redirect(questionnaire)
    context = to_publish(questionnaire, draft) | {"refusal": refusal}
    return render(request, "surveys/edit/drop.html", context, status=409 if refusal else 200)


# -- versions ---------------------------------------------------------------------------------------------------------------------
def get_version(request: ActingRequest, public_id: uuid.UUID, version: uuid.UUID) -> Version:
    """A published version of a questionnaire that the actor may see; a draft is read by those who may write it."""
    questionnaire = get_questionnaire(request, public_id)
    rows = Version.objects.for_system("the questionnaire was fetched through visible_to").select_related("questionnaire")
    found: Version = get_object_or_404(rows, questionnaire=questionnaire, public_id=version)
    if found.state == Version.State.DRAFT:
        only(policies.may_edit(request.actor, questionnaire))
    return found


@require_GET
def version_page(request: ActingRequest, public_id: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    found = get_version(request, public_id, version)
    return render(request, "surveys/edit/preview.html", preview_of(found, found.questionnaire.get_absolute_url()))


@require_GET
def export(request: ActingRequest, public_id: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """The definition as a file that any Cordée reads."""
    found = get_version(request, public_id, version)
    response = JsonResponse(found.definition, json_dumps_params={"ensure_ascii": False, "indent": 2})
    number = f"v{found.number}" if found.number else "brouillon"
    response["Content-Disposition"] = f'attachment; filename="questionnaire-{found.questionnaire.public_id}-{number}.json"'
    return response


@require_http_methods(["GET", "POST"])
def publish(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """What changes, then what is missing; the button publishes what was read, and nothing written since."""
    questionnaire = own_questionnaire(request, public_id)
    draft = draft_of(questionnaire)
    if draft is None:
        return without_draft(request, questionnaire)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            published = actions.publish(actor=request.actor, questionnaire=questionnaire, version=whole_number(request.POST.get("version")))
        except Refused as refused:
            refusal, status = refused.refusal.sentence, 409
        except Stale:
            refusal, status = "Le brouillon a changé depuis que vous l'avez relu : voici ce qu'il contient maintenant.", 409
        else:
            messages.success(
                request, f"C'est fait : la version {published.number} est publiée. Prochaine étape : la poser, par une campagne."
            )
            return redirect(questionnaire)
        draft = draft_of(questionnaire) or draft
    return render(request, "surveys/edit/publish.html", to_publish(questionnaire, draft) | {"refusal": refusal}, status=status)


def to_publish(questionnaire: Questionnaire, draft: Version) -> dict[str, Any]:
    found = troubles(draft.definition)
    latest = latest_of(questionnaire)
    readable = not any(shape(draft.definition))
    definition = read(draft.definition) if readable else None
    compared = changes.between(read(latest.definition), definition) if latest and definition else []
    return {
        "questionnaire": questionnaire,
        "draft": draft,
        "latest": latest,
        "troubles": [(trouble, title_of(draft.definition, trouble.part), url_of(questionnaire, trouble.part)) for trouble in found],
        "changes": [changes.sentence(change) for change in compared],
        "definition": definition,
        "items": sum(1 for _ in definition.items) if definition else 0,
    }


# -- dated levels -------------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def levels(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Thresholds and guard rails from a day on, without touching the questions."""
    questionnaire = own_questionnaire(request, public_id)
    latest = latest_of(questionnaire)
    if latest is None:
        raise Http404
    current = rule_in_force(latest)
    sent = posted(request)
    gesture = sent.get("geste", "") if sent else f"ajouter:{request.GET['ligne']}" if request.GET.get("ligne") else ""
    form, rule = RuleForm(sent), LevelsForm(current, latest.definition, sent, gesture)
    keeps = request.method == "POST" and not gesture
    if keeps and all([form.is_valid(), rule.is_valid()]):
        said = form.cleaned_data
        try:
            actions.set_level_rule(
                actor=request.actor, questionnaire=questionnaire, rule=rule.written(), since=said["since"], reason=said["reason"]
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, "C'est fait : ces niveaux s'appliquent à partir du jour choisi.")
            return redirect(f"{questionnaire.get_absolute_url()}#niveaux")
    if gesture and rule.is_valid():
        rule = LevelsForm(rule.written(), latest.definition, None, gesture)
    context = {"questionnaire": questionnaire, "form": form, "rule": rule, "groups": rule.groups(), "troubles": {}}
    return render(request, "surveys/edit/levels.html", context, status=422 if keeps else 200)
