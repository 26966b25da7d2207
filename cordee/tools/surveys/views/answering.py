"""Answering, under `/q/`: the key of the address is the credential. No cookie is read, no account is needed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from functools import partial, wraps
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cordee.core.access import Refused, public
from cordee.core.asked import uuid_of, whole_number
from cordee.core.files.kinds import MAX_NAME
from cordee.tools.surveys.actions.progress import resume_by_code
from cordee.tools.surveys.actions.submitting import Faulty
from cordee.tools.surveys.answering import keeping, misses, page, reading
from cordee.tools.surveys.answering.door import Door, begun_as, door_of
from cordee.tools.surveys.answering.written import written as in_sentences
from cordee.tools.surveys.definition import checks, conditions
from cordee.tools.surveys.definition.schema import Section
from cordee.tools.surveys.links import CODE_LENGTH
from cordee.tools.surveys.models import Progress

MOST_BYTES = 1024 * 1024  # of answers; photos leave apart
NOTHING_HERE = "Cette adresse n'ouvre aucun questionnaire"
NOTHING_HERE_WHY = [
    "Elle a pu être remplacée par une plus récente, ou une lettre manque.",
    "Ouvrez le dernier lien reçu, ou demandez-en un à la personne qui vous l'a donné.",
]
BEHIND_YOUR_LINK = (
    "Ce questionnaire est anonyme : rien ne relie ce code à votre lien. Ouvrez le lien que vous avez reçu, puis tapez ce code sur sa "
    "première page."
)
WAIT = "Beaucoup d'adresses essayées en peu de temps. Attendez cinq minutes, puis réessayez."
Keyed = Callable[..., HttpResponse]


def keyed(view: Keyed | None = None, *, told: bool = True) -> Any:
    """Opens the door of the key. Without cookie, nothing can be done in somebody's name: the token of forms would protect nothing.

    `told`: a page says who asks whom; what answers a script says nothing of it.
    """
    if view is None:
        return partial(keyed, told=told)

    @public
    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, key: str) -> HttpResponse:
        guessed = len(key) == CODE_LENGTH  # a token of forty characters is not guessed: its holder pays nothing for those who try
        if guessed and misses.too_many(request):
            return said(request, "Trop d'essais", [WAIT], status=429)
        door = door_of(key, told=told)
        if door is None:
            misses.count(request)
            return said(request, NOTHING_HERE, NOTHING_HERE_WHY, status=404)
        response = view(request, door)
        response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


def said(
    request: HttpRequest,
    title: str,
    sentences: list[str],
    *,
    status: int,
    door: Door | None = None,
    written: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    if request.content_type == "application/json" or request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"sentence": " ".join([title, *sentences])}, status=status)
    shown = {"title": title, "sentences": sentences, "asker": door.asker if door else "Questionnaires", "written": written or []}
    return render(request, "surveys/q/said.html", shown, status=status)


# -- pages -----------------------------------------------------------------------------------------------------------------
@keyed
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, door: Door) -> HttpResponse:
    if request.method == "POST":
        return _by_code(request, door) if request.POST.get("aller") == "reprendre" else _posted(request, door)
    receipt = keeping.receipt_of(door, uuid_of(request.GET.get("recu")))
    if receipt and not (door.sent and ("corriger" in request.GET or "partie" in request.GET)):
        return render(request, "surveys/q/done.html", {"door": door, "receipt": receipt})
    if door.closed:
        return _page(request, door, None, step="closed", status=410)
    step = request.GET.get("partie", "0")
    return _page(request, door, begun_as(door, request.GET.get("reponse")), step=step if step == "pause" else whole_number(step) or 0)


def _by_code(request: HttpRequest, door: Door) -> HttpResponse:
    """The six letters, typed behind one's own link."""
    if misses.too_many(request):
        return said(request, "Trop d'essais", [WAIT], status=429)
    if kept := keeping.found_by_code(door, request.POST.get("code", "")):
        return redirect(f"{door.url}?reponse={kept.submission}")
    misses.count(request)
    told = SimpleNamespace(level="warn", title="Ce code n'ouvre aucune réponse commencée ici", detail="Vérifiez chacune des six lettres.")
    return _page(request, door, None, step=0, status=422, said=told)


def _page(request: HttpRequest, door: Door, progress: Progress | None, *, step: int | str, status: int = 200, **more: Any) -> HttpResponse:
    last = len(door.definition.sections) + 1
    seen = page.context(door, progress, step=min(step, last) if isinstance(step, int) else step, **more)
    response = render(request, "surveys/q/page.html", seen, status=status)
    if status == 200 and (door.remembers or progress is None):
        response["X-Keep"] = "yes"  # the worker of this phone may open it again without network
    return response


def _posted(request: HttpRequest, door: Door) -> HttpResponse:
    """A part, sent by a page without script: kept, then the next one. What was typed is shown again with whatever is wrong."""
    place = request.GET.get("partie", "")
    progress = begun_as(door, request.POST.get("submission"))
    section = _section(door, place)
    answers = page.answers_of(door, progress)
    before = conditions.shown(door.definition, answers)
    trouble = ""
    if section:
        fresh = reading.posted(section, request.POST)
        trouble = _take_files(request, door, section, fresh)
        answers = _with_blocks(section, reading.merged(door.definition, answers, section, fresh), request.POST.get("aller", ""))
    if door.closed:
        return said(
            request,
            door.closed,
            ["Vos réponses ne sont pas parties."],
            status=410,
            door=door,
            written=in_sentences(door.definition, answers),
        )
    submission = _submission(request, progress)
    if section:
        progress = keeping.keep(door, submission, answers, None)
    return _onward(request, door, progress, SimpleNamespace(place=place, section=section, before=before, trouble=trouble))


def _submission(request: HttpRequest, progress: Progress | None) -> uuid.UUID:
    """The number of this filling: that of what is kept, or the one that the page was given."""
    return progress.submission if progress else uuid_of(request.POST.get("submission")) or uuid.uuid4()


def _section(door: Door, place: str) -> Section | None:
    rank = whole_number(place) or 0
    return door.definition.sections[rank - 1] if 1 <= rank <= len(door.definition.sections) else None


def _with_blocks(section: Section, answers: reading.Answers, act: str) -> reading.Answers:
    """« Ajouter » and « Retirer » a block of a repeated section."""
    if not section.repeat:
        return answers
    rows = list(answers.get(section.code, {}).get("rows", []))
    if act == "plus" and len(rows) < section.repeat.most:
        rows.append({})
    gone = whole_number(act.removeprefix("moins:")) if act.startswith("moins:") else None
    if gone is not None and gone < len(rows):
        rows.pop(gone)
    return answers | {section.code: {"rows": rows}}


def _onward(request: HttpRequest, door: Door, progress: Progress | None, sent: SimpleNamespace) -> HttpResponse:
    act = request.POST.get("aller", "suite")
    step = whole_number(sent.place) or 0
    if act == "envoi":
        return _send(request, door, progress, step)
    if act == "code":
        submission = _submission(request, progress)
        progress, letters = keeping.coded(door, submission, page.answers_of(door, progress), None)
        return _page(request, door, progress, step="pause", code=letters)
    if sent.section and act == "suite" and (response := _stay(request, door, progress, step, sent)):
        return response
    way = {"suite": 1, "retour": -1}.get(act, 0)
    following = "pause" if act == "pause" else page.beside(door.definition, page.answers_of(door, progress), step, way)
    address = "" if door.remembers or progress is None else f"&reponse={progress.submission}"
    return redirect(f"{door.url}?partie={following}{address}")


def _stay(request: HttpRequest, door: Door, progress: Progress | None, step: int, sent: SimpleNamespace) -> HttpResponse | None:
    """The same part again: an answer to mend, or a question that these answers opened."""
    answers = page.answers_of(door, progress)
    mine = {item.code for item in sent.section.items}
    wrong = {
        name: sentence
        for name, sentence in checks.faults(door.definition, answers, final=False).items()
        if name in mine or name.split(".")[0] == sent.section.code
    }
    if wrong or sent.trouble:
        told = SimpleNamespace(level="warn", title="Une réponse est à revoir", detail=sent.trouble or "Le reste est gardé.")
        return _page(request, door, progress, step=step, status=422, faults=wrong, said=told)
    opened = (conditions.shown(door.definition, answers) - sent.before) & mine
    if opened and not sent.section.repeat:
        told = SimpleNamespace(level="info", title="Vos réponses ouvrent une question de plus", detail="Elle est plus bas dans cette page.")
        return _page(request, door, progress, step=step, said=told)
    return None


def _send(request: HttpRequest, door: Door, progress: Progress | None, step: int) -> HttpResponse:
    submission = _submission(request, progress)
    answers = page.answers_of(door, progress)
    if faults := checks.faults(door.definition, answers, final=True):
        place = _place_of(door, next(iter(faults)))
        told = SimpleNamespace(level="warn", title="Il reste une réponse à revoir", detail="Rien n'est perdu : complétez, puis envoyez.")
        return _page(request, door, progress, step=place, status=422, faults=faults, said=told)
    try:
        receipt = keeping.send(door, submission, answers, whole_number(request.POST.get("base")) or 0)
    except keeping.Differs:
        told = SimpleNamespace(level="warn", title="Une autre réponse est arrivée entre-temps", detail=OTHER)
        return _page(request, door, progress, step=step, status=409, said=told)
    except Refused as refused:
        return said(request, refused.refusal.sentence, [], status=410, door=door, written=in_sentences(door.definition, answers))
    return redirect(f"{door.url}?recu={receipt.submission}")


def _place_of(door: Door, name: str) -> int:
    """The part of a question: its own name, or that of its block."""
    code = name.split(".")[0]
    places = (n for n, one in enumerate(door.definition.sections, 1) if code == one.code or any(item.code == code for item in one.items))
    return next(places, 1)


def _take_files(request: HttpRequest, door: Door, section: Section, fresh: reading.Answers) -> str:
    """Joins what the form brought; the sentence of what could not be."""
    trouble = ""
    for name in request.FILES:
        field = name.removesuffix(":file")
        holder = fresh
        if section.repeat and field.count(".") == 2:
            row = whole_number(field.split(".")[1])
            rows = fresh.get(section.code, {}).get("rows", [])
            holder = rows[row] if row is not None and row < len(rows) else {}
        code = field.rpartition(".")[2]
        if not any(item.code == code and item.kind == "file" for item in section.items):
            continue
        upload = request.FILES[name]
        if not isinstance(upload, UploadedFile):
            continue
        try:
            file = keeping.join(door, upload)
            holder.setdefault(code, {}).setdefault("v", []).append(str(file.public_id))
        except Refused as refused:
            trouble = refused.refusal.sentence
    return trouble


# -- the script ---------------------------------------------------------------------------------------------------------------
@keyed(told=False)
@require_http_methods(["PUT"])
def response(request: HttpRequest, door: Door) -> HttpResponse:
    """`{submission, revision, answers, final}` → 200 kept or receipt · 409 both · 410 closed · 413 · 422 what is wrong."""
    sent = _json(request)
    submission = uuid_of(str(sent.get("submission", "")))
    if sent.get("too_long"):
        return JsonResponse({"sentence": "Ces réponses sont trop longues pour être envoyées : raccourcissez les textes."}, status=413)
    if submission is None:
        return JsonResponse({"sentence": UNREAD}, status=400)
    if (door.closed or not sent.get("final")) and (receipt := keeping.receipt_of(door, submission)):
        return JsonResponse({"receipt": receipt.told})
    if door.closed:
        return JsonResponse({"sentence": door.closed}, status=410)
    try:
        return _kept_or_sent(door, submission, sent)
    except Faulty as faulty:
        return JsonResponse({"faults": faulty.faults}, status=422)
    except keeping.Differs as differs:
        return JsonResponse(differs.told, status=409)
    except Refused as refused:
        return JsonResponse({"sentence": refused.refusal.sentence}, status=410)


UNREAD = "Cet envoi n'a pas pu être lu. Vos réponses restent sur ce téléphone."
OTHER = "Relisez vos réponses : les envoyer prendra la place de celle qui est arrivée."


def _kept_or_sent(door: Door, submission: uuid.UUID, sent: Mapping[str, Any]) -> HttpResponse:
    answers = reading.sieved(door.definition, sent.get("answers"))
    revision, base = (sent[name] if isinstance(sent.get(name), int) else 0 for name in ("revision", "base"))
    if sent.get("final"):
        return JsonResponse({"receipt": keeping.send(door, submission, answers, base, draft=revision).told})
    if not door.remembers and begun_as(door, str(submission)) is None:
        return JsonResponse({"revision": 0})  # nobody asked for these to be kept elsewhere than on the phone
    return JsonResponse({"revision": keeping.keep(door, submission, answers, revision).revision})


def _json(request: HttpRequest) -> Mapping[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return {"too_long": True}
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


@keyed
@require_http_methods(["POST"])
def code(request: HttpRequest, door: Door) -> HttpResponse:
    """Six letters to come back with, on another device too."""
    sent = _json(request)
    submission = uuid_of(str(sent.get("submission", "")))
    if submission is None:
        return JsonResponse({"sentence": UNREAD}, status=400)
    revision = sent["revision"] if isinstance(sent.get("revision"), int) else 0
    try:
        kept, letters = keeping.coded(door, submission, reading.sieved(door.definition, sent.get("answers")), revision)
    except keeping.Differs as differs:
        return JsonResponse(differs.told, status=409)
    except Refused as refused:
        return JsonResponse({"sentence": refused.refusal.sentence}, status=410)
    return JsonResponse({"code": letters, "revision": kept.revision})


@keyed
@require_http_methods(["POST"])
def file(request: HttpRequest, door: Door) -> HttpResponse:
    """A photo or a document, received before the answers that name it."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        return JsonResponse({"sentence": "Aucun fichier n'est arrivé."}, status=422)
    if door.closed:
        return JsonResponse({"sentence": door.closed}, status=410)
    try:
        joined = keeping.join(door, upload)
    except Refused as refused:
        return JsonResponse({"sentence": refused.refusal.sentence}, status=422)
    return JsonResponse({"id": str(joined.public_id), "name": joined.name[:MAX_NAME]})


# -- the entrance ------------------------------------------------------------------------------------------------------------------
@public
@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """What this phone keeps, and the box of the six letters: where the installed page opens."""
    response = render(request, "surveys/q/home.html", {"fault": "", "typed": ""})
    response["X-Keep"] = "yes"
    return response


@public
@csrf_exempt
@require_http_methods(["POST"])
def resume(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", "")
    letters = "".join(one for one in typed.upper() if one.isascii() and one.isalpha())
    if misses.too_many(request):
        return said(request, "Trop d'essais", [WAIT], status=429)
    if len(letters) == CODE_LENGTH and door_of(letters):
        return redirect("surveys:q", key=letters)
    if (kept := resume_by_code(letters)) and kept.behind_a_link:
        return render(request, "surveys/q/home.html", {"fault": BEHIND_YOUR_LINK, "typed": typed[:20]}, status=422)
    misses.count(request)
    fault = (
        "Ce code n'ouvre aucun questionnaire : vérifiez chaque lettre. Un questionnaire déjà envoyé n'a plus de code."
        if len(letters) == CODE_LENGTH
        else f"Ce code compte {len(letters)} lettres, il en faut {CODE_LENGTH}."
    )
    return render(request, "surveys/q/home.html", {"fault": fault, "typed": typed[:20]}, status=422)


@public
@require_http_methods(["GET", "HEAD"])
def help_page(request: HttpRequest) -> HttpResponse:
    response = render(request, "surveys/q/help.html")
    response["X-Keep"] = "yes"
    return response
