"""« Remplir depuis le SIRET »: what the register says beside what is typed, and the person takes what they want. Nothing is saved
here: what is taken goes into the form, where it is read again before it is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from cordee.actors.directory.connected.companies import Absent, Company, Fact, company_of
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.numbers import check_siret
from cordee.actors.territory.forms import CommuneWidget
from cordee.actors.territory.models import Commune
from cordee.actors.territory.queries import commune_by_code
from cordee.core.access import ActingRequest
from cordee.core.connectors import Trouble
from cordee.core.formats import counted
from cordee.core.text import fr_normalize

ASK, TAKE, BACK = "remplir", "reprendre", "revenir"
STEPS = (ASK, TAKE, BACK)
NO_SIRET = "Indiquez d'abord le SIRET (14 chiffres) : c'est lui que Recherche d'entreprises cherche. Votre saisie est conservée."
OWN = ("csrfmiddlewaretoken", "etape", "prendre")  # fields of the step itself


@dataclass(frozen=True, slots=True)
class Row:
    """A field: what is typed, what was found. `same` needs no choice; an empty field is taken unless one says otherwise."""

    name: str
    label: str
    typed: str
    found: str
    same: bool

    @property
    def taken(self) -> bool:
        return not self.typed


def step_of(request: ActingRequest) -> str:
    asked = request.POST.get("etape", "") if request.method == "POST" else ""
    return asked if asked in STEPS else ""


def compare_page(request: ActingRequest, form: forms.BaseForm, *, title: str, back: str) -> HttpResponse:
    """What was found, or why nothing was: in both cases what was typed comes along."""
    siret = siret_of(request.POST)
    context: dict[str, Any] = {
        "title": title,
        "back": back,
        "siret": siret,
        "kept": kept(request.POST),
        "rows": [],
        "facts": [],
        "trouble": "",
    }
    try:
        if not siret:
            context["trouble"] = why_not(request.POST)
        else:
            company = company_of(siret)
            context |= {"rows": rows_of(form, request.POST, company), "facts": [said(fact) for fact in company.alerts]}
    except (Trouble, Absent) as trouble:
        context["trouble"] = trouble.sentence
    return render(request, "directory/filling.html", context)


def siret_of(data: QueryDict) -> str:
    digits = "".join(data.get("siret", "").split())
    if len(digits) != 14 or not (digits.isascii() and digits.isdigit()):
        return ""
    try:
        check_siret(digits)
    except forms.ValidationError:
        return ""
    return digits


def why_not(data: QueryDict) -> str:
    """What is wrong with the number, when one was typed: a wrong key is not a missing number."""
    typed = "".join(data.get("siret", "").split())
    if not (typed.isascii() and typed.isdigit()):
        return NO_SIRET
    if len(typed) != 14:
        return f"Le SIRET compte {counted(len(typed), 'chiffre')}, il en faut 14. Votre saisie est conservée."
    try:
        check_siret(typed)
    except forms.ValidationError as wrong:
        return " ".join(wrong.messages)
    return NO_SIRET


def kept(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name in data if name not in OWN for value in data.getlist(name)]


def rows_of(form: forms.BaseForm, data: QueryDict, company: Company) -> list[Row]:
    rows = []
    for name, value in found_in(form, company).items():
        label = str(form.fields[name].label or name)
        typed, found = _said(form, name, data.get(name, "").strip()), _said(form, name, value)
        rows.append(Row(name, label[0].upper() + label[1:], typed, found, fr_normalize(typed) == fr_normalize(found)))
    return rows


def found_in(form: forms.BaseForm, company: Company) -> dict[str, Any]:
    """Only what this form asks."""
    commune = commune_by_code(company.commune) if company.commune else None
    values = company.values | ({"commune": commune} if commune else {})
    return {name: value for name, value in values.items() if name in form.fields}


def _said(form: forms.BaseForm, name: str, value: Any) -> str:
    if isinstance(value, Commune):
        return value.label
    if name == "legal_form" and value:
        return str(dict(Organisation.LegalForm.choices).get(value, ""))
    return str(value)


def filled(form_class: type[Any], data: QueryDict, chosen: Iterable[str], **more: Any) -> Any:
    """The form with what was typed and what was taken. It is not judged yet: its author reads it first."""
    data = data.copy()
    for name in OWN:
        data.pop(name, None)
    wanted, trouble = set(chosen), ""
    if wanted and (siret := siret_of(data)):
        try:
            _take(form_class(data, **more), data, company_of(siret), wanted)
        except (Trouble, Absent) as met:
            trouble = met.sentence
    form = form_class(data, **more)
    form._errors, form.cleaned_data = ErrorDict(), {}
    if trouble:
        form.add_error(None, trouble)
    return form


def _take(form: forms.BaseForm, data: QueryDict, company: Company, wanted: set[str]) -> None:
    for name, value in found_in(form, company).items():
        if name not in wanted:
            continue
        widget = form.fields[name].widget
        for key, text in widget.pairs(name, value) if isinstance(widget, CommuneWidget) else [(name, str(value))]:
            data[key] = text


#: what each fact is called
FACTS = {"insolvency": "Procédure collective", "struck_off": "Radiation du registre", "closed": "Fermeture"}


def said(fact: Fact) -> str:
    day = f", le {fact.on:%d/%m/%Y}" if fact.on else ""
    detail = f" ({fact.said})" if fact.said else ""
    return f"{FACTS[fact.kind]}{detail}{day}"
