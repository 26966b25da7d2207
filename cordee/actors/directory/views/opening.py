"""The screens of the opening: each shows what is there, asks for one thing more, and leads back to the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.actors.directory import opening
from cordee.actors.directory import opening_forms as typed
from cordee.core import logos
from cordee.core.access import ActingRequest, Actor, Refused
from cordee.core.opening import may_open

NO_OPERATOR = "Créez d'abord la fiche de l'opérateur : les autres étapes s'y rattachent."


@dataclass(frozen=True, slots=True)
class Screen:
    """One step: its words, its form, what it writes (answers the sentence to show), what is there already."""

    title: str
    lead: str
    act: str
    form: type[forms.Form]
    do: Callable[[Actor, dict[str, Any]], str]
    there: Callable[[], Iterable[str]]
    about_operator: bool = True
    with_map: bool = False


def show(request: ActingRequest, screen: Screen) -> HttpResponse:
    if may_open(request.actor):
        raise Http404
    if screen.about_operator and not opening.operators().exists():
        messages.info(request, NO_OPERATOR)
        return redirect("opening:operator")
    form = screen.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = screen.do(request.actor, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        except ValidationError as trouble:
            form.add_error(None, trouble.messages)
        else:
            messages.success(request, done)
            return redirect("core:first_steps")
    context = {"screen": screen, "form": form, "there": list(screen.there()), "coverage": coverage() if screen.with_map else None}
    return render(request, "directory/opening.html", context, status=422 if form.errors else 200)


def coverage() -> dict[str, int]:
    """Department → how many DLA have it in charge today."""
    found: dict[str, int] = {}
    for code in opening.mandated_zones("departmental").order_by("code").values_list("department__code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def names(rows: Any) -> Callable[[], Iterable[str]]:
    return lambda: rows().values_list("name", flat=True)


# -- what each step writes -------------------------------------------------------------------------------------------------
def do_operator(actor: Actor, data: dict[str, Any]) -> str:
    commune = data["commune"]
    place = {"commune": commune, "city": commune.name, "postcode": commune.postcodes[0] if commune.postcodes else ""}
    made = opening.create_body(actor=actor, role="operator", **data | place)
    return f"C'est fait : la fiche de {made.name} est créée. Prochaine étape : son territoire."


def do_territory(actor: Actor, data: dict[str, Any]) -> str:
    opening.give_mandate(actor=actor, **data)
    return f"C'est fait : le territoire de {data['organisation'].name} est enregistré."


def do_host(actor: Actor, data: dict[str, Any]) -> str:
    if data["who"] == "itself":
        opening.host_itself(actor=actor, organisation=data["organisation"])
        return f"C'est fait : {data['organisation'].name} porte son DLA."
    asked = {name: data[name] for name in ("organisation", "name", "siret", "commune")}
    return f"C'est fait : {opening.host_elsewhere(actor=actor, **asked).name} porte le DLA."


def do_site(actor: Actor, data: dict[str, Any]) -> str:
    return f"C'est fait : « {opening.add_site(actor=actor, **data)} » est ajouté."


def do_funder(actor: Actor, data: dict[str, Any]) -> str:
    made = opening.add_funder(actor=actor, zone=opening.operators()[0].zone, **data)
    return f"C'est fait : {made.name} est ajouté aux financeurs."


def do_logo(actor: Actor, data: dict[str, Any]) -> str:
    opening.join_logo(actor=actor, **data)
    return f"C'est fait : le logo de {data['organisation'].name} est joint à sa fiche."


OPERATOR = Screen(
    "L'opérateur", "C'est l'organisme qui accompagne les structures. Sa fiche pourra être complétée dans l'annuaire.",
    "Créer la fiche de l'opérateur", typed.OperatorForm, do_operator, names(opening.operators), about_operator=False,
)  # fmt: skip
TERRITORY = Screen(
    "Le territoire", "Ses personnes verront les structures de ces territoires, et celles-là seulement.",
    "Enregistrer ce territoire", typed.TerritoryForm, do_territory,
    lambda: opening.mandated_zones().order_by("code").values_list("name", flat=True).distinct(), with_map=True,
)  # fmt: skip
HOST = Screen(
    "L'organisme porteur", "Il emploie l'équipe et signe les conventions : c'est souvent l'opérateur lui-même.",
    "Enregistrer l'organisme porteur", typed.HostForm, do_host, names(lambda: opening.bodies("host")),
)  # fmt: skip
SITES = Screen(
    "Les lieux d'accueil", "Le siège, les antennes et les permanences où l'on reçoit les structures.",
    "Ajouter ce lieu", typed.SiteForm, do_site, names(lambda: opening.sites().order_by("name", "id")),
)  # fmt: skip
FUNDERS = Screen(
    "Les financeurs", "Leurs personnes suivront les territoires qu'ils soutiennent. Ajoutez-les l'un après l'autre.",
    "Ajouter ce financeur", typed.FunderForm, do_funder, names(lambda: opening.bodies("funder")),
)  # fmt: skip
LOGOS = Screen(
    "Les logos", "Ils figureront sur les documents que la plateforme produit. Un nouveau logo remplace le précédent, qui reste lisible.",
    "Joindre ce logo", typed.LogoForm, do_logo, names(lambda: logos.rows().filter(replaced_by=None).order_by("id")),
)  # fmt: skip


def view_of(screen: Screen) -> Callable[[ActingRequest], HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: ActingRequest) -> HttpResponse:
        return show(request, screen)

    return view
