"""The page of a diagnosis: its text, its findings, its grid, its versions, its documents."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.accompaniment.cases.policies import may_conduct
from cordee.accompaniment.cases.queries import accompanied
from cordee.accompaniment.diagnoses import actions, content, documents, policies, presentation, queries
from cordee.accompaniment.diagnoses.forms import AssentForm, FindingForm, OperatorAssentForm, TextForm, TopicsForm
from cordee.accompaniment.diagnoses.models import Diagnosis, Finding, Version
from cordee.accompaniment.diagnoses.views.common import case_of, diagnosis_form, get_diagnosis, own_diagnosis
from cordee.core.access import ActingRequest, Refusal, Refused, log_read
from cordee.core.asked import whole_number
from cordee.core.edits import Stale
from cordee.core.produce import edition_of, produce
from cordee.core.ui.drafts import with_draft
from cordee.core.views.forms import only, posted, version_of
from cordee.core.views.keep import serve_bytes
from cordee.tools.surveys import links


@require_GET
def page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis = get_diagnosis(request, public_id)
    log_read(request, diagnosis, "diagnosis")
    shown = presentation.diagnosis_page(diagnosis, request.actor, whole_number(request.GET.get("version")))
    return render(request, "diagnoses/diagnosis.html", shown)


@require_POST
def open_(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Of a structure of the dossier (`structure`), or common to all of them."""
    case = case_of(request, public_id)
    only(may_conduct(request.actor, case))
    named = request.POST.get("structure", "")
    structure = next((b.organisation for b in accompanied(case) if str(b.organisation.public_id) == named), None)
    try:
        diagnosis = actions.open_diagnosis(actor=request.actor, case=case, organisation=structure)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        return redirect(case)
    messages.success(request, "C'est fait : le diagnostic est ouvert. Prochaine étape : l'écrire avec la structure.")
    return redirect(diagnosis)


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The text, kept while it is typed; two who save at once see each other."""
    diagnosis = own_diagnosis(request, public_id)
    form: Any = with_draft(request, TextForm, "diagnoses.text", data=posted(request), instance=diagnosis)
    version = version_of(request, diagnosis)

    def save() -> None:
        fresh = own_diagnosis(request, public_id)
        actions.edit(actor=request.actor, diagnosis=fresh, values=form.values(), version=version)

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : le texte est enregistré.", title="Écrire le diagnostic",
        act="Enregistrer ce texte", version=version, draft_url=reverse("core:draft_of", args=["diagnoses.text", diagnosis.public_id]),
        lead="Il peut rester inachevé. La synthèse, la demande, les objectifs et les enjeux sont attendus avant de le proposer.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def topics(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis = own_diagnosis(request, public_id)
    kept = {"themes": list(diagnosis.themes.order_by("position")), "competences": list(diagnosis.competences.order_by("position"))}
    form = TopicsForm(request.POST if request.method == "POST" else None, initial=kept)
    version = version_of(request, diagnosis)

    def save() -> None:
        chosen = {name: list(form.cleaned_data[name]) for name in ("themes", "competences")}
        try:
            actions.keep_topics(actor=request.actor, diagnosis=diagnosis, version=version, **chosen)
        except Stale as stale:
            raise Refused(meanwhile(stale, kept)) from stale

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : les thèmes et les compétences sont enregistrés.", title="Choisir les thèmes",
        act="Enregistrer ces choix", version=diagnosis.version,
    )  # fmt: skip


def meanwhile(stale: Stale, kept: dict[str, list[Any]]) -> Refusal:
    """What a colleague left, beside what is ticked here: pressed again, the choice is made knowing it."""
    said = ", ".join(str(one) for one in [*kept["themes"], *kept["competences"]]) or "aucun choix"
    return Refusal(
        "stale", f"{stale.by} a modifié ce diagnostic depuis l'ouverture de la page. Y figurent : {said}. Vos coches sont conservées : "
        "vérifiez-les, puis enregistrez de nouveau.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def finding(request: ActingRequest, public_id: uuid.UUID, child: uuid.UUID | None = None) -> HttpResponse:
    """A new finding, or one taken up again."""
    diagnosis = own_diagnosis(request, public_id)
    known = get_finding(diagnosis, child) if child else None
    form = FindingForm(posted(request), instance=known)
    version = version_of(request, known) if known else 0

    def save() -> None:
        fresh = get_finding(diagnosis, child) if child else None
        actions.keep_finding(actor=request.actor, diagnosis=diagnosis, values=form.values(), finding=fresh, version=version)

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : le constat est noté.", act="Enregistrer ce constat", version=version,
        title="Modifier un constat" if known else "Noter un constat",
    )  # fmt: skip


def get_finding(diagnosis: Diagnosis, child: uuid.UUID) -> Finding:
    found = next((one for one in queries.findings_of(diagnosis) if one.public_id == child), None)
    if found is None:
        raise Http404
    return found


@require_POST
def finding_act(request: ActingRequest, public_id: uuid.UUID, child: uuid.UUID, act: str) -> HttpResponse:
    diagnosis = own_diagnosis(request, public_id)
    known = get_finding(diagnosis, child)
    if act == "retirer":
        actions.withdraw_finding(actor=request.actor, finding=known)
        messages.success(request, "C'est fait : le constat est retiré du texte. Les versions déjà proposées le gardent.")
    elif act in ("monter", "descendre"):
        actions.move_finding(actor=request.actor, finding=known, up=act == "monter")
    else:
        raise Http404
    return redirect(f"{diagnosis.get_absolute_url()}#constats")


@require_POST
def grid(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """In a meeting: the page where the grid is filled, for half a day."""
    diagnosis = own_diagnosis(request, public_id)
    try:
        key = actions.open_grid(actor=request.actor, diagnosis=diagnosis)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
        return redirect(diagnosis)
    return redirect(links.path_of(key))


# -- versions -------------------------------------------------------------------------------------------------------------------
@require_POST
def propose(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis = own_diagnosis(request, public_id)
    try:
        version = actions.propose(actor=request.actor, diagnosis=diagnosis)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, f"C'est fait : la version {version.number} est proposée. Prochaine étape : la validation des deux côtés.")
    return redirect(diagnosis)


def to_validate(request: ActingRequest, public_id: uuid.UUID) -> tuple[Diagnosis, Version]:
    diagnosis = get_diagnosis(request, public_id)
    version = queries.latest(diagnosis)
    if version is None or diagnosis.case.is_over:
        raise Http404
    return diagnosis, version


def read_version(request: ActingRequest, version: Version) -> Version:
    """The one that was on the screen: if another came meanwhile, the act refuses and says so."""
    asked = whole_number(request.POST.get("version"))
    return next((one for one in queries.versions_of(version.diagnosis) if one.number == asked), version)


@require_http_methods(["GET", "POST"])
def validate(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The structure's yes: hers, or what the DLA was told."""
    diagnosis, version = to_validate(request, public_id)
    actor = request.actor
    may = [s for s in queries.structures_concerned(diagnosis) if policies.may_validate_for_structure(actor, diagnosis, s.pk) is None]
    if not may:
        raise Http404
    form = AssentForm(request.POST if request.method == "POST" else None, structures=may)

    def save() -> None:
        actions.validate(actor=actor, version=read_version(request, version), side="structure", **form.values())

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : la validation de la structure est notée.", version=version.number,
        title=f"Valider la version {version.number} du diagnostic", act=f"Valider la version {version.number}",
        lead="La version validée ne change plus : tout changement en fait une nouvelle, à valider de nouveau.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def validate_operator(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    diagnosis, version = to_validate(request, public_id)
    only(policies.may_validate_for_operator(request.actor, diagnosis))
    form = OperatorAssentForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        operator = documents.operator_of(diagnosis.zone) or diagnosis.case.opened_by
        on = form.cleaned_data["on"]
        actions.validate(actor=request.actor, version=read_version(request, version), side="operator", organisation=operator, on=on)

    return diagnosis_form(
        request, diagnosis, form, save, done="C'est fait : la validation du DLA est notée.", version=version.number,
        title=f"Valider la version {version.number} au nom du DLA", act=f"Valider la version {version.number}",
    )  # fmt: skip


@require_GET
def differences(request: ActingRequest, public_id: uuid.UUID, first: int, last: int) -> HttpResponse:
    """Between two versions, section by section, of what the reader reads."""
    diagnosis = get_diagnosis(request, public_id)
    shown = presentation.diagnosis_page(diagnosis, request.actor)
    by_number = {one.number: one for one in shown["versions"]}
    if first not in by_number or last not in by_number:
        raise Http404
    before, after = (content.readable(by_number[number].content, close=shown["close"]) for number in (first, last))
    context = {"diagnosis": diagnosis, "nav_current": "cases", "first": first, "last": last, "changes": content.differences(before, after)}
    return render(request, "diagnoses/differences.html", context)


# -- documents ------------------------------------------------------------------------------------------------------------------
@require_POST
def make_document(request: ActingRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """Word and PDF, a new version of each, kept with its hash."""
    diagnosis = get_diagnosis(request, public_id)
    only(policies.may_conduct(request.actor, diagnosis))
    kind = next((one for one in documents.ALL if one.code == f"diagnoses.{code}"), None)
    if kind is None:
        raise Http404
    made: Any = produce(kind.code, diagnosis, actor=request.actor)
    note = f" Il manque {', '.join(made.missing)}." if made.missing else ""
    messages.success(request, f"C'est fait : « {kind.title} », {edition_of(made)}, est produit.{note}")
    back = presentation.address("review", diagnosis) if kind in (documents.REVIEW, documents.REVIEW_OPEN) else diagnosis.get_absolute_url()
    return redirect(f"{back}#documents")


@require_GET
def file(request: ActingRequest, public_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponseBase:
    """A document of this diagnosis, of the variant that the reader reads."""
    diagnosis = get_diagnosis(request, public_id)
    close = presentation.reads_close(diagnosis, request.actor)
    types = tuple(one.code for one in documents.ALL if close or one in (documents.OPEN, documents.REVIEW_OPEN))
    for document in queries.documents_of(diagnosis, types):
        for found in document.files.all():
            if found.public_id == file_id:
                log_read(request, diagnosis, "document")
                return serve_bytes(found.sha256, found.name)
    raise Http404
