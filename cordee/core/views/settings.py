"""`/reglages/`: the settings by room, one of them with its history, its change read again before it is made."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.core.access import ActingRequest, Refused
from cordee.core.connectors import page
from cordee.core.formats import date_long
from cordee.core.parameters import P, param, parameters, place_name
from cordee.core.settings import actions, policies, queries
from cordee.core.settings.touches import said_by_rooms
from cordee.core.settings.values import SettingForm, room_of, say, text_kind
from cordee.core.wording import Wording, fill, in_code, paragraphs

TABS = {
    "parametres": "Paramètres",
    "textes": "Textes des avis et des courriels",
    "nomenclatures": "Nomenclatures",
    "connecteurs": "Connecteurs",
}


def _parameter(request: ActingRequest, code: str) -> P:
    parameter = parameters.get(code)
    if parameter is None or request.actor.profile not in policies.READERS:
        raise Http404
    return parameter


@require_GET
def index(request: ActingRequest) -> HttpResponse:
    if request.actor.profile not in policies.READERS:
        raise Http404
    asked = request.GET.get("quoi", "")
    current = asked if asked in TABS else "parametres"
    context: dict[str, Any] = {"tabs": [(code, title, f"?quoi={code}") for code, title in TABS.items()], "current": current}
    if current == "nomenclatures":
        context["nomenclatures"] = queries.counted_nomenclatures()
    elif current == "connecteurs":
        context["connectors"] = page.lines()
    else:
        context["rooms"] = queries.by_room(of_texts=current == "textes")
        context["in_code"] = in_code() if current == "textes" else []
    return render(request, "settings/index.html", context)


@require_http_methods(["GET", "POST"])
def setting(request: ActingRequest, code: str) -> HttpResponse:
    """GET: what it is. POST: first what the change will touch, then the change."""
    parameter = _parameter(request, code)
    places = policies.places_of(request.actor, parameter)
    form = SettingForm(request.POST or None, parameter=parameter, places=places, initial=_initial(parameter))
    if request.method == "POST" and form.is_valid() and request.POST.get("etape") != "reprendre":
        since, place = form.cleaned_data["since"], form.where
        if request.POST.get("etape") != "enregistrer":
            return render(request, "settings/read.html", _page(parameter) | {"form": form, **_told(parameter, form)})
        try:
            actions.change(
                parameter=parameter, value=form.value, actor=request.actor, since=since, reason=form.cleaned_data["reason"], place=place
            )
        except Refused as refused:
            form.add_error("since" if refused.refusal.code != "place" else "place", refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : la nouvelle valeur compte à partir du {date_long(since)} ({place_name(place)}).")
            return redirect("core:setting", code)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "settings/setting.html", _page(parameter) | {"form": form, "mine": {code for code, _ in places}}, status=status)


@require_POST
def withdraw(request: ActingRequest, code: str) -> HttpResponse:
    parameter = _parameter(request, code)
    key = request.POST.get("place", "")
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
        actions.withdraw(parameter=parameter, actor=request.actor, since=since, place=None if key == "tout" else key)
    except ValueError:
        raise Http404 from None
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, "C'est fait : la valeur prévue est retirée, celle d'avant continue.")
    return redirect("core:setting", code)


def _initial(parameter: P) -> dict[str, Any]:
    value = param(parameter)
    if isinstance(value, Wording):
        return {"subject": value.subject, "body": value.body}
    return {"value": ("oui" if value else "non") if isinstance(value, bool) else value}


def _page(parameter: P) -> dict[str, Any]:
    kind = text_kind(parameter)
    default = parameter.default if kind is None else {"subject": parameter.default["subject"], "body": parameter.default["body"]}
    return {
        "parameter": parameter,
        "room": room_of(parameter),
        "kind": kind,
        "variables": [(f"{{{name}}}", meaning, name in kind.required) for name, (meaning, _) in kind.variables.items()] if kind else [],
        "history": queries.history_of(parameter),
        "default": say(parameter, default),
        "sample": _sample(kind, param(parameter)) if kind else None,
    }


def _sample(kind: Any, text: Wording) -> dict[str, Any]:
    subject, body = fill(text, kind.samples)
    return {"subject": subject, "paragraphs": paragraphs(body)}


def _told(parameter: P, form: SettingForm) -> dict[str, Any]:
    """What will change, where, from when, and what it will touch."""
    kind, cleaned = text_kind(parameter), form.cleaned_data
    value = say(parameter, form.value)
    return {
        "value": value,
        "before": say(parameter, _plain(param(parameter, on=cleaned["since"], zone=form.where))),
        "where": place_name(form.where),
        "since": cleaned["since"],
        "touched": said_by_rooms(parameter, form.where, cleaned["since"], value),
        "sample": _sample(kind, Wording.of(form.value)) if kind else None,
        "typed": {name: request_value for name, request_value in form.data.items() if name in form.fields},
    }


def _plain(value: Any) -> Any:
    return {"subject": value.subject, "body": value.body} if isinstance(value, Wording) else value
