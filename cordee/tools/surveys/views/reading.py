"""Reading: one response, two side by side, the synthesis of a campaign, what was written, and the files that carry them out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.core.access import ActingRequest, Refused, capacities_in, log_read
from cordee.core.asked import plain, uuid_of
from cordee.core.formats import counted
from cordee.core.produce import may_produce, produce
from cordee.core.tasks import start_task
from cordee.tools.surveys.actions.erasing import concerned, erase_personal
from cordee.tools.surveys.documents.analysis import ANALYSIS
from cordee.tools.surveys.models import Campaign, Response
from cordee.tools.surveys.policies import may_erase
from cordee.tools.surveys.queries import definition_of
from cordee.tools.surveys.reading import export, pages, pairs, queries
from cordee.tools.surveys.reading.evolution import Filled, evolution
from cordee.tools.surveys.reading.policies import gave, open_sections
from cordee.tools.surveys.reading.priorities import priorities
from cordee.tools.surveys.structures.queries import READERS

WORDS, SOME_WORDS = 50, 5


# -- one response -----------------------------------------------------------------------------------------------------------
def get_response(request: ActingRequest, public_id: uuid.UUID) -> Response:
    response = queries.response_for(request.actor, public_id)
    if response is None:
        raise Http404
    if response.person is not None:
        log_read(request, response.person, "surveys.response")
    return response


@require_GET
def response_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    response = get_response(request, public_id)
    definition, actor = definition_of(response.asked_id), request.actor
    sections = open_sections(definition, capacities_in(actor, response.thread), all_of_them=gave(actor, response) or actor.is_system)
    opened = {item.code for section in sections for item in section.items}
    scored = all(item.code in opened for item in definition.items if item.marked)
    result = response.result if scored else {}
    context = {
        "response": response,
        "beside": response.organisation is not None and bool(READERS.intersection(capacities_in(actor, response.thread))),
        "definition": definition,
        "sections": pages.answered_sections(sections, response.answers),
        "hidden": len(definition.sections) - len(sections),
        "total": pages.score_said(result.get("total"), definition.out_of) if result.get("total") is not None else "",
        "level": result.get("level"),
        "notes": result.get("notes") or [],
        "bars": pages.axis_bars(definition, result) if result else [],
        "radar": pages.axis_radar(definition, [("", result.get("axes") or {})]) if result else None,
        "priorities": pages.priority_rows(priorities(definition, response.answers, response.marks)) if scored else [],
        "earlier": queries.earlier(actor, response),
        "personal": any(item.personal for item in definition.items)
        and may_erase(actor, response) is None
        and bool(concerned(actor, response)),
        "erased_on": queries.erased_on(response),
    }
    return render(request, "surveys/read/response.html", context)


@require_http_methods(["GET", "POST"])
def erase(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The answers that their question calls personal, at the request of who gave them."""
    response = get_response(request, public_id)
    if may_erase(request.actor, response):
        raise Http404
    refusal, reason = None, plain(request.POST.get("reason"), 500)
    if request.method == "POST":
        try:
            count = erase_personal(actor=request.actor, response=response, reason=reason)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, f"C'est fait : les données personnelles sont effacées dans {counted(count, 'réponse')}.")
            return redirect(response)
    found = concerned(request.actor, response)
    context = {"response": response, "found": found, "refusal": refusal, "reason": reason}
    return render(request, "surveys/read/erase.html", context, status=409 if refusal else 200)


@require_GET
def before_after(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """This response beside an earlier one of the same questionnaire: the last one, or the one that is asked for."""
    response = get_response(request, public_id)
    earlier = queries.earlier(request.actor, response)
    asked = uuid_of(request.GET.get("depuis"))
    former = next((one for one in earlier if one.public_id == asked), None) if asked else (earlier[0] if earlier else None)
    if asked and former is None:
        raise Http404
    context: dict[str, Any] = {"response": response, "former": former, "earlier": earlier}
    if former is not None:
        context |= _compared(request, former, response)
    return render(request, "surveys/read/before_after.html", context)


def _compared(request: ActingRequest, former: Response, response: Response) -> dict[str, Any]:
    was, now = definition_of(former.asked_id), definition_of(response.asked_id)
    found = evolution(Filled(was, former.answers, former.marks), Filled(now, response.answers, response.marks))
    whole = gave(request.actor, response) or request.actor.is_system
    capacities = capacities_in(request.actor, response.thread)
    opened = {item.code for one in (was, now) for section in open_sections(one, capacities, all_of_them=whole) for item in section.items}
    lines = [line for line in found.lines if line.item.code in opened]
    scored = all(item.code in opened for item in now.items if item.marked)
    return {
        "moved": pages.moved_rows(found, now.out_of) if scored else [],
        "radar": pages.moved_radar(found) if scored else None,
        "lines": pages.evolution_rows(lines, now.out_of),
        "found": found,
    }


# -- one campaign -----------------------------------------------------------------------------------------------------------
def get_campaign(request: ActingRequest, public_id: uuid.UUID) -> Campaign:
    campaign = queries.campaign_for(request.actor, public_id)
    if campaign is None:
        raise Http404
    return campaign


@require_GET
def synthesis_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = get_campaign(request, public_id)
    reading = queries.reading(request.actor, campaign)
    synthesis = reading.synthesis
    out_of = synthesis["out_of"]
    context = {
        "reading": reading,
        "campaign": campaign,
        "synthesis": synthesis,
        "total": pages.measured(synthesis["total"], out_of) if synthesis["total"] else None,
        "total_rows": [pages.measured(one, out_of) for one in (synthesis["total"], *synthesis["axes"]) if one],
        "radar": pages.synthesis_radar(synthesis),
        "sections": pages.synthesis_sections(reading.sections, synthesis),
        "crossing": pages.crossing(synthesis, request.GET.get("par", ""), request.GET.get("question", "")),
        "words": _some_words(reading) if reading.words_too else [],
        "documents": queries.documents_of(campaign, request.actor),
        "may_produce": may_produce(ANALYSIS.code, campaign, request.actor) is None,
        "pairs": pairs.comparable_campaigns(request.actor, campaign) if reading.answers_too and not campaign.anonymous else [],
    }
    return render(request, "surveys/read/synthesis.html", context)


def _some_words(reading: queries.Reading) -> list[dict[str, Any]]:
    """The first lines of each question, and whether there are others."""
    items = [item for section in reading.sections for item in queries.told_in_words(section)]
    found = queries.verbatims(reading.campaign, items, most=SOME_WORDS + 1) if items else {}
    return [
        {"item": item, "lines": found[item.code][:SOME_WORDS], "more": len(found[item.code]) > SOME_WORDS}
        for item in items
        if item.code in found
    ]


@require_GET
def words_page(request: ActingRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """All that was written to one question, page after page."""
    campaign = get_campaign(request, public_id)
    reading = queries.reading(request.actor, campaign)
    item = next((item for section in reading.sections for item in queries.told_in_words(section) if item.code == code), None)
    if item is None or not reading.words_too:
        raise Http404
    found = queries.verbatims(campaign, [item], after=uuid_of(request.GET.get("apres")), most=WORDS + 1)
    lines = found.get(code, [])
    following = f"?apres={lines[WORDS - 1][0]}" if len(lines) > WORDS else ""
    context = {"campaign": campaign, "item": item, "lines": lines[:WORDS], "following": following, "first": not request.GET.get("apres")}
    return render(request, "surveys/read/words.html", context)


@require_GET
def campaign_before_after(request: ActingRequest, public_id: uuid.UUID, before_id: uuid.UUID) -> HttpResponse:
    """Structure by structure, what moved since an earlier campaign of the same questionnaire."""
    campaign, before = get_campaign(request, public_id), get_campaign(request, before_id)
    found = pairs.paired(request.actor, before, campaign)
    if found is None:
        raise Http404
    return render(request, "surveys/read/campaigns_compared.html", {"campaign": campaign, "before": before, "found": found})


@require_GET
def export_file(request: ActingRequest, public_id: uuid.UUID, what: str, format_: str) -> HttpResponseBase:
    """« synthese » is open to whoever reads the synthesis, « reponses » to whoever reads the answers."""
    campaign = get_campaign(request, public_id)
    reading = queries.reading(request.actor, campaign)
    if (what, format_) not in export.OFFERED or (what == export.ANSWERS and not reading.words_too):
        raise Http404
    if what == export.ANSWERS:
        log_read(request, campaign, "surveys.answers")
    if export.is_long(reading, what):
        return render(request, "surveys/read/export_long.html", {"campaign": campaign, "what": what, "format": format_})
    path = export.write(reading, what, format_)
    handle = path.open("rb")
    path.unlink()
    return FileResponse(handle, as_attachment=True, filename=export.file_name(what, format_), content_type=export.TYPES[format_])


@require_POST
def export_task(request: ActingRequest, public_id: uuid.UUID, what: str, format_: str) -> HttpResponse:
    campaign = get_campaign(request, public_id)
    if (what, format_) not in export.OFFERED or not queries.reading(request.actor, campaign).words_too:
        raise Http404
    log_read(request, campaign, "surveys.answers")
    asked = {"campaign": str(campaign.public_id), "what": what, "format": format_}
    task = start_task(request.actor, kind=export.LONG, label=f"Réponses de la campagne « {campaign} »", request=asked)
    return redirect("core:task", task.public_id)


@require_POST
def make_analysis(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The analysis in Word, PDF and slides: a new version, kept with its hash."""
    campaign = get_campaign(request, public_id)
    if may_produce(ANALYSIS.code, campaign, request.actor):
        raise Http404
    document: Any = produce(ANALYSIS.code, campaign, actor=request.actor)
    note = f" Il manque {', '.join(document.missing)}." if document.missing else ""
    messages.success(request, f"C'est fait : l'analyse, version {document.version}, est produite en Word, en PDF et en diapositives.{note}")
    return redirect(f"{request.path.removesuffix('analyse/')}#documents")
