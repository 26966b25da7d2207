"""What the directory hangs on the house: menu, to-do, sentences of its events, its document."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from cordee.actors.directory import (
    access_requests,
    activities,
    addressees,
    duplicate_list,
    find,
    homes,
    logos,
    merge_rules,
    notices,
    opening_steps,
    origins,
    policies,
    todos,
)
from cordee.actors.directory.children import sheet_kinds
from cordee.actors.directory.connected import hung
from cordee.actors.directory.figures import FIGURES
from cordee.actors.directory.imports import activity_codes, declaration
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.people import kinds as people_kinds
from cordee.actors.directory.people import queries as people
from cordee.actors.directory.people.actions import BOUNCED, note_bounce
from cordee.actors.directory.sheet import SHEET
from cordee.core import bounces, formats, panels, todo
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.formats import counted
from cordee.core.journal import renders, thread_names
from cordee.core.logos import register_bearers
from cordee.core.models import Event
from cordee.core.notices.queries import latest_of
from cordee.core.parameters import P, param
from cordee.core.recipients import register_addressees
from cordee.core.settings.touches import touches
from cordee.core.shell import MenuEntry, menu

#: each declares its part
__all__ = [
    "activities", "activity_codes", "declaration", "duplicate_list", "find", "homes", "hung", "merge_rules", "notices", "opening_steps",
    "origins", "people_kinds", "sheet_kinds", "todos",
]  # fmt: skip


def organisations_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    """The name and address of the organisations that own these threads (already seen by whoever reads their lines)."""
    rows = Organisation.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {o.thread_id: (o.name, o.get_absolute_url()) for o in rows.only("thread_id", "name", "public_id")}


thread_names.add("organisation", organisations_of_threads)
#: those whose day these things fill
#: the DLA of the territory owes the answer; its lateness is not shown to others
ANSWERING = frozenset({"officer", "head"})
ANSWER_DAYS = P(
    "directory.change_answer_days",
    "Délai pour répondre à une modification proposée",
    int,
    default=7,
    unit="jours",
    help="Au-delà, la proposition est en retard sur la page d'accueil du DLA.",
    least=1,
    most=90,
    local=False,
)

SHEET.declare()
FIGURES.declare()
register_bearers(logos.bearers)
register_addressees(one=addressees.one, all_of=addressees.all_of, joined=addressees.joined)


def notices_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    return {"notices": latest_of(organisation.thread_id, actor)}


def notices_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """The official notices of a sheet, for the DLA and the organisation itself."""
    may_send = policies.may_send_notice(actor, organisation) is None
    if not may_send and actor.organisation_id != organisation.pk:
        return None
    send_url = reverse("directory:notice_send", args=[organisation.public_id]) if may_send else ""
    return {"notices": rows["notices"], "send_url": send_url}


panels.declare(
    panels.Panel("core.notices", "directory.organisation", "Avis officiels", "notices/panel.html", notices_of, notices_read, order=20)
)
api_routers.add("directory", "cordee.actors.directory.api.router")
menu.add(
    "own",
    MenuEntry("own", "Mon travail", "Ma fiche", "directory:own", "id-card", order=5, profiles=frozenset({"structure"}), mobile=True),
)
menu.add("directory", MenuEntry("directory", "Réseau", "Annuaire", "directory:organisations", "building-2", order=10, mobile=True))


@touches(ANSWER_DAYS)
def answer_days_touch(place: str | None, since: date, value: str) -> str:
    """This deadline is read, not copied: what waits follows it."""
    waiting = ChangeRequest.objects.for_system("counted before a change of settings").filter(state="proposed").count()
    return f"{counted(waiting, 'proposition en attente suivra', 'propositions en attente suivront')} ce délai à partir de ce jour."


def changes_to_answer(actor: Actor) -> QuerySet[Any]:
    """Proposals of the actor's zones that wait for an answer; due some days after they came."""
    days = timedelta(days=param(ANSWER_DAYS))
    return (
        ChangeRequest.objects.visible_to(actor)
        .filter(state="proposed")
        .annotate(
            due=F("proposed_at") + days,
            since=F("proposed_at"),
            title=Concat(Value("Répondre à "), F("organisation__name"), output_field=CharField()),
            detail=Concat(Value("Modification de fiche proposée par "), F("proposed_by_label"), output_field=CharField()),
            key=F("public_id"),
        )
    )


def answers_awaited(actor: Actor) -> QuerySet[Any]:
    """The same, as the structure reads it: what it waits for, not what someone else must do."""
    return changes_to_answer(actor).annotate(
        title=Value("Voir votre proposition de modification", output_field=CharField()),
        detail=Concat(Value("réponse de votre DLA, proposée par "), F("proposed_by_label"), output_field=CharField()),
    )


def count_changes(actor: Actor) -> tuple[int, str] | None:
    number = changes_to_answer(actor).count()
    return (number, f"{number} modification{'s' if number > 1 else ''} à traiter") if number else None


menu.add(
    "changes",
    MenuEntry(
        "changes",
        "Réseau",
        "Modifications proposées",
        "directory:changes",
        "file-pen-line",
        order=20,
        profiles=policies.KEEPERS,
        count=count_changes,
    ),
)
todo.declare(
    todo.TodoSource(
        "directory.change",
        "Répondre",
        "/annuaire/propositions/{key}/",
        changes_to_answer,
        profiles=ANSWERING,
    )
)
todo.declare(
    todo.TodoSource(
        "directory.my_change", "Voir", "/annuaire/propositions/{key}/", answers_awaited, profiles=frozenset({"structure"}), awaited=True
    )
)


todo.declare(todo.TodoSource("directory.bounced", "Corriger", "/annuaire/{key}/#personnes", people.bounced_addresses, profiles=ANSWERING))
todo.declare(todo.TodoSource("directory.vacancy", "Nommer", "/annuaire/{key}/#personnes", people.vacancies, profiles=ANSWERING))
bounces.listeners.add("directory", note_bounce)


# -- sentences ---------------------------------------------------------------------------------------------------------------
LABELS = {f.name: str(f.verbose_name) for f in Organisation._meta.get_fields() if hasattr(f, "verbose_name")} | {
    "siret": "SIRET",
    "siren": "SIREN",
    "rna": "RNA",
    "kinds": "type ou rôle",
    "years": "chiffres d'une année",
}


@renders("directory.organisation.created")
def created(event: Event) -> tuple[str, str]:
    return "Fiche créée", imported(event)


def imported(event: Event) -> str:
    return f"par l'import de « {event.data['import']} »" if "import" in event.data else ""


@renders("directory.organisation.edited")
def edited(event: Event) -> tuple[str, str]:
    names = ", ".join(LABELS.get(name, name) for name in event.data.get("fields", []))
    return "Fiche modifiée", " ".join(part for part in (names, imported(event)) if part)


@renders("directory.organisation.moved")
def moved(event: Event) -> tuple[str, str]:
    return "Rattachement à un autre territoire", f"de {event.data['from']} à {event.data['to']}"


@renders("directory.organisation.merged")
def merged(event: Event) -> str:
    return f"La fiche « {event.data['other']} » est réunie à celle-ci"


@renders("directory.organisation.merged_into")
def merged_into(event: Event) -> str:
    return f"Fiche réunie à « {event.data['other']} »"


@renders("directory.organisation.unmerged")
def unmerged(event: Event) -> str:
    return f"La réunion avec la fiche « {event.data['other']} » est annulée : chacune a retrouvé ce qu'elle portait"


@renders("directory.organisation.told_apart")
def told_apart(event: Event) -> tuple[str, str]:
    return f"N'est pas la même organisation que « {event.data['other']} »", event.data["reason"]


@renders("directory.succession.recorded")
def succession_recorded(event: Event) -> tuple[str, str]:
    day, others = date.fromisoformat(event.data["on"]), " et ".join(event.data["others"])
    held = f" Conventionnements repris : {', '.join(event.data['agreements'])}." if event.data["agreements"] else ""
    told = f"Issue de {others}" if event.data["side"] == "successor" else f"A donné {others}"
    return told, f"{event.data['kind']} à compter du {formats.date_short(day)}.{held}"


@renders(access_requests.CODE)
def access_asked(event: Event) -> tuple[str, str]:
    return "Accès à la fiche demandé", event.data["from"]


@renders(BOUNCED)
def bounced(event: Event) -> tuple[str, str]:
    return "L'adresse d'une personne ne reçoit plus", event.data["why"]


@renders("directory.years.saved")
def years_saved(event: Event) -> str:
    return f"Chiffres de {event.data['year']} enregistrés"


@renders("directory.change_request.propose")
def proposed(event: Event) -> str:
    return "Modification de la fiche proposée"


@renders("directory.change_request.accept")
def accepted(event: Event) -> str:
    return "Modification proposée acceptée : la fiche est à jour"


@renders("directory.change_request.refuse")
def refused(event: Event) -> tuple[str, str]:
    return "Modification proposée non retenue", event.data.get("reason", "")


@renders("directory.change_request.withdraw")
def withdrawn(event: Event) -> str:
    return "Proposition retirée par la structure"


@renders("directory.change_request.corrected")
def corrected(event: Event) -> tuple[str, str]:
    return f"Correction de l'acte « {event.data['label']} »", event.data["reason"]
