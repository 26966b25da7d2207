"""« Remplir depuis le SIRET »: the name and the commune, from the directory for its readers, from the public register otherwise."""

from __future__ import annotations

from typing import TypeVar

from django.forms.utils import ErrorDict
from django.http import QueryDict

from cordee.accompaniment.requests.forms import RequestForm
from cordee.actors.directory.connected.companies import COMPANIES, Absent, company_of
from cordee.actors.directory.connected.filling import siret_of, why_not
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.queries import known_siret
from cordee.actors.territory.forms import CommuneWidget
from cordee.actors.territory.models import Commune
from cordee.actors.territory.queries import commune_by_code
from cordee.core.access import Actor
from cordee.core.connectors import Trouble
from cordee.core.connectors.declare import OFF, mode_of

F = TypeVar("F", bound=RequestForm)
FOUND = "Relisez ce qui vient du SIRET, puis continuez : le reste de votre saisie est conservé."


def is_offered(actor: Actor | None) -> bool:
    return actor is not None or mode_of(COMPANIES) != OFF


def filled(data: QueryDict, actor: Actor | None) -> tuple[QueryDict, str]:
    """What was typed, completed; and what to tell of it. Nothing typed is replaced by nothing."""
    siret = siret_of(data)
    if not siret:
        return data, why_not(data)
    try:
        name, commune = _known(siret, actor) or _registered(siret)
    except (Trouble, Absent) as trouble:
        return data, trouble.sentence
    completed = data.copy()
    completed["name"] = name or data.get("name", "")
    for key, text in CommuneWidget().pairs("commune", commune) if commune else ():
        completed[key] = text
    return completed, FOUND


def _known(siret: str, actor: Actor | None) -> tuple[str, Commune | None] | None:
    if actor is None:
        return None
    rows = Organisation.objects.visible_to(actor).filter(pk__in=known_siret(siret).order_by().values("pk"))
    sheet = rows.select_related("commune").order_by("id").first()
    return (sheet.name, sheet.commune) if sheet else None


def _registered(siret: str) -> tuple[str, Commune | None]:
    company = company_of(siret)
    return str(company.values.get("name", "")), commune_by_code(company.commune) if company.commune else None


def shown_again(form: F) -> F:
    """A bound form that has not been judged: completing it is not sending it."""
    form._errors, form.cleaned_data = ErrorDict(), {}  # type: ignore[attr-defined]
    return form
