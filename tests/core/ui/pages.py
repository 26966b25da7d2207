"""A tiny site of its own: the look is tested without any room and without a database."""

from types import SimpleNamespace as Thing

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from cordee.core.ui import errors
from cordee.core.ui.samples import NOW, SampleForm


def entry(label: str, code: str, icon: str, mobile: bool = False) -> dict[str, object]:
    return {"label": label, "url": f"#{code}", "code": code, "icon": icon, "mobile": mobile, "current": False}


def shell(request: HttpRequest) -> dict[str, object]:
    sections = [
        {"title": "Mon travail", "entries": [entry("À faire", "todo", "list-checks", True), entry("Agenda", "agenda", "calendar-days")]},
        {
            "title": "Dossiers",
            "entries": [
                entry("Accompagnements", "cases", "folder-open", True),
                entry("Consultations", "calls", "mail-question-mark"),
                entry("Missions", "missions", "route", True),
            ],
        },
        {
            "title": "Réseau",
            "entries": [entry("Annuaire", "directory", "book-user", True), entry("Pièces de l'interface", "design", "shapes")],
        },
    ]
    actor = Thing(label="Chargée de mission", organisation="Nord Actif", profile="DLA du Nord")
    memberships = [
        Thing(public_id="1", label="Chargée de mission", organisation="Nord Actif", current=True),
        Thing(public_id="2", label="Administratrice", organisation="Ressourcerie du Val (fictif)", current=False),
    ]
    return {"shell": Thing(sections=sections, actor=actor, memberships=memberships, demo=True, help_url="/aide/")}


PERSONAS = [
    {
        "title": "Au DLA",
        "personas": [
            {
                "code": "charge-mission-nord",
                "label": "Chargée de mission, Nord",
                "sentence": "Quarante-deux dossiers, deux échéances dépassées.",
            },
            {"code": "responsable-dla", "label": "Responsable du DLA", "sentence": "Répartit les dossiers et signe en second."},
        ],
    }
]


def login(request: HttpRequest) -> HttpResponse:
    return render(request, "account/login.html", {"form": SampleForm(), "demo_personas": PERSONAS})


def confirm(request: HttpRequest) -> HttpResponse:
    facts = {"leaves": "Quatre courriels", "to": "Les quatre prestataires", "frozen": "Les notes du comité"}
    return render(
        request, "ui/confirm.html", facts | {"title": "Notifier le choix", "act": "Notifier le choix", "form": None, "cancel_url": "/"}
    )


def conflict(request: HttpRequest) -> HttpResponse:
    fields = [
        dict(
            name="phone",
            label="Téléphone",
            before="03 20 00 00 00",
            theirs="03 20 00 00 01",
            mine="03 20 00 00 02",
            mine_raw=[("phone", "0320000002")],
            theirs_raw=[("phone", "0320000001")],
            keep="mine",
        ),
        dict(
            name="site",
            label="Site",
            before="",
            theirs="https://a.example",
            mine="",
            mine_raw=[("site", "")],
            theirs_raw=[("site", "https://a.example")],
            keep="mine",
        ),
    ]
    clash = Thing(
        subject="Les Jardins du Hainaut",
        who="Responsable du DLA",
        at=NOW,
        version=4,
        back_url="/",
        fields=fields,
        kept=[("name", "Les Jardins")],
    )
    return render(request, "ui/conflict.html", {"conflict": clash}, status=409)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("for the test")


WORK = """{% extends "base.html" %}{% block content %}<h1>Travail</h1>
<form method="post" action="/recu/" data-draft-url="/brouillon/"><label>Note <textarea name="note" data-autosize></textarea></label>
{% csrf_token %}<button type="submit" name="act" value="send">Envoyer la note</button></form>
<form id="bulk" method="post" action="/recu/" data-bulk>{% csrf_token %}
<label><input type="checkbox" data-select-all> Tout cocher</label>
<label><input type="checkbox" name="ids" value="1" data-row> Un</label>
<label><input type="checkbox" name="ids" value="2" data-row> Deux</label>
<p data-selected-count></p><button type="submit" data-needs-selection>Relancer</button></form>
<div id="zone"><button type="button" hx-get="/fragment/" hx-target="#zone">Montrer la suite</button></div>
<button type="button" hx-get="/panne/">Essayer ce qui tombe</button>{% endblock %}"""
DRAFTS: list[str] = []
RECEIVED: list[dict[str, object]] = []


def work(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(WORK).render({}, request))


def draft(request: HttpRequest) -> HttpResponse:
    DRAFTS.append(request.POST["note"])
    return HttpResponse(status=204)


def received(request: HttpRequest) -> HttpResponse:
    RECEIVED.append(request.POST.dict())
    return HttpResponse("<!doctype html><title>Reçu</title>")


def fragment(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<p data-announce="Deux structures trouvées">Les Jardins, la Ressourcerie</p>')


def counts(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/shell/counts.html", {"counts": [("todo", 7, "7 choses à faire")]})


urlpatterns = [
    path("", include("cordee.core.ui.urls")),
    path("comptes/", include("allauth.account.urls")),
    path("connexion/", login),
    path("confirmer/", confirm),
    path("conflit/", conflict),
    path("panne/", broken),
    path("travail/", work),
    path("brouillon/", draft),
    path("recu/", received),
    path("fragment/", fragment),
    path("navigation/compteurs/", counts),
]
handler400, handler403, handler404, handler500 = errors.bad_request, errors.forbidden, errors.not_found, errors.server_error
