"""What committees and partners hang on the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from cordee.actors.directory import children
from cordee.actors.directory.children import Noun
from cordee.actors.directory.children.queries import rights_on
from cordee.actors.directory.models import Organisation, Tie
from cordee.actors.partners import dated, find, minutes, parameters, todos
from cordee.actors.partners.giving_forms import PartnerWorkForm
from cordee.actors.partners.models import (
    AgendaItem,
    Committee,
    Contribution,
    Gift,
    Meeting,
    Member,
    Partnership,
    PartnerWork,
)
from cordee.core import formats, merging, panels
from cordee.core.access import Actor
from cordee.core.api import api_routers
from cordee.core.journal import renders, thread_names
from cordee.core.models import Event
from cordee.core.settings.touches import touches
from cordee.core.shell import MenuEntry, menu

__all__ = ["dated", "find", "todos"]

minutes.CONVOCATION.declare()
minutes.MINUTES.declare()
api_routers.add("partners", "cordee.actors.partners.api.router")

menu.add("committees", MenuEntry("committees", "Réseau", "Comités", "committees:committees", "users-round", order=30))
menu.add("partners", MenuEntry("partners", "Réseau", "Partenaires", "partners:partners", "handshake", order=32))


def committees_of_threads(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Committee.objects.for_system("names of threads already seen").filter(thread_id__in=ids).order_by("id")
    return {c.thread_id: (c.name, c.get_absolute_url()) for c in rows}


thread_names.add("committee", committees_of_threads)


@touches(parameters.MINUTES_DAYS)
def minutes_days_touch(place: str | None, since: Any, value: str) -> str:
    waiting = Meeting.objects.for_system("counted before a change of settings").filter(state=Meeting.State.HELD).count()
    return (
        f"{formats.counted(waiting, 'compte rendu en attente suivra', 'comptes rendus en attente suivront')} ce délai à partir de ce jour."
    )


# -- on the sheet of an organisation ------------------------------------------------------------------------------------------
children.declare(
    children.Kind(
        code="partner_work",
        model=PartnerWork,
        path="actions-de-partenaire",
        noun=Noun("action de partenaire", feminine=True),
        section="identity",
        form=PartnerWorkForm,
        facts=lambda work: {"kind": work.kind, "department": work.department.code if work.department else ""},
        told=lambda data: " · ".join(filter(None, [str(PartnerWork.Kind(data["kind"]).label), data["department"]])),
        anchor="volet-partners-works",
    )
)
PARTNER_KINDS = ("network", "businesses", "foundation", "network_head", "federation", "authority")


def works_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    works = PartnerWork.objects.for_system("children of a sheet that the actor may see").filter(organisation=organisation)
    return {
        "roles": organisation.roles.filter(kind__in=PARTNER_KINDS).order_by("id")[:1],
        "works": works.select_related("department").order_by("kind", "-period", "id"),
    }


def works_of(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    """What a partner does: for those whose sheet bears one of these roles."""
    if not rows["roles"]:
        return None
    rights = rights_on(actor, organisation)
    return {"works": rows["works"], "child_rights": rights} if rows["works"] or rights.get("partner_work") else None


def ties_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """The structures tied to a local authority, seen from its own sheet: those that the reader may see."""
    ties = Tie.objects.for_system("narrowed to what the reader sees").filter(target=organisation, kind__in=Tie.LOCAL)
    seen = ties.filter(source__in=Organisation.objects.visible_to(actor).order_by().values("pk"))
    return {"ties": seen.select_related("source").order_by("source__sort_key", "kind", "id")}


def seats_read(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> panels.Reads:
    """The committees where it sits, among those that the reader may see."""
    seen = Committee.objects.visible_to(actor).order_by().values("pk")
    rows = Member.objects.for_system("narrowed to what the reader sees").filter(organisation=organisation, committee__in=seen)
    return {"seats": rows.select_related("committee").order_by("committee__sort_key", "id")}


def if_any(organisation: Organisation, actor: Actor, capacities: frozenset[str], rows: panels.Rows) -> dict[str, Any] | None:
    return dict(rows) if any(rows.values()) else None


SHEET = "directory.organisation"
panels.declare(
    panels.Panel(
        "partners.works", SHEET, "Ce que fait ce partenaire", "partners/panel_works.html", works_of, works_read, queries=1, order=60
    )
)
panels.declare(panels.Panel("partners.ties", SHEET, "Structures liées", "partners/panel_ties.html", if_any, ties_read, order=62))
panels.declare(panels.Panel("partners.seats", SHEET, "Sièges dans des comités", "partners/panel_seats.html", if_any, seats_read, order=64))


# -- sentences ----------------------------------------------------------------------------------------------------------------
@renders("partners.committee.created")
def created(event: Event) -> tuple[str, str]:
    return "Comité ouvert", f"{Committee.Kind(event.data['kind']).label} : {event.data['name']}"


@renders("partners.committee.edited")
def edited(event: Event) -> tuple[str, str]:
    labels = {f.name: str(getattr(f, "verbose_name", f.name)) for f in Committee._meta.get_fields()}
    return "Comité modifié", ", ".join(labels.get(name, name) for name in event.data["fields"])


@renders("partners.member.added")
def member_added(event: Event) -> tuple[str, str]:
    return f"{event.data['organisation']} prend un siège", event.data["seat"]


@renders("partners.member.changed")
def member_changed(event: Event) -> tuple[str, str]:
    until = f", jusqu'au {formats.date_short(date.fromisoformat(event.data['until']))}" if event.data["until"] else ""
    return f"Siège de {event.data['organisation']} modifié", f"{event.data['seat']}{until}"


@renders("partners.work.added")
def work_added(event: Event) -> tuple[str, str]:
    return "Document issu du comité", event.data["title"]


@renders("partners.meeting.plan")
def planned(event: Event) -> str:
    return "Réunion planifiée"


@renders("partners.meeting.moved")
def moved(event: Event) -> str:
    return "Jour ou lieu de la réunion changé"


@renders("partners.meeting.convene")
def convened(event: Event) -> str:
    return "Convocation envoyée aux membres"


@renders("partners.meeting.hold")
def held(event: Event) -> str:
    return "Réunion tenue"


@renders("partners.meeting.publish")
def reported(event: Event) -> str:
    return "Compte rendu publié"


@renders("partners.meeting.cancel")
def cancelled(event: Event) -> tuple[str, str]:
    return "Réunion annulée", event.data.get("reason", "")


@renders("partners.meeting.corrected")
def meeting_corrected(event: Event) -> tuple[str, str]:
    return f"Correction de l'acte « {event.data['label']} »", event.data["reason"]


@renders("partners.item.added")
def item_added(event: Event) -> tuple[str, str]:
    return "Point ajouté à l'ordre du jour", event.data["title"]


@renders("partners.item.over")
def item_over(event: Event) -> tuple[str, str]:
    return "Dossier fini, aucun avis n'est plus attendu", event.data["title"]


@renders("partners.item.withdrawn")
def item_withdrawn(event: Event) -> tuple[str, str]:
    return "Point retiré de l'ordre du jour", event.data["title"]


@renders("partners.meeting.adopted")
def adopted(event: Event) -> tuple[str, str]:
    day = formats.date_short(date.fromisoformat(event.data["on"][:10]))
    return f"Compte rendu {'adopté' if event.data['adopted'] else 'de nouveau en attente'}", f"Réunion du {day}"


@renders("partners.link.given")
def link_given(event: Event) -> str:
    return f"Lien vers l'ordre du jour donné à {event.data['organisation']}"


@renders("partners.link.closed")
def link_closed(event: Event) -> str:
    return f"Lien de {event.data['organisation']} vers l'ordre du jour fermé"


@renders("partners.interest.declared")
def interest_declared(event: Event) -> tuple[str, str]:
    return f"Lien d'intérêt déclaré par {event.data['organisation']}", f"Point « {event.data['title']} »"


@renders("partners.interest.lifted")
def interest_lifted(event: Event) -> tuple[str, str]:
    return f"Lien d'intérêt de {event.data['organisation']} levé", f"Point « {event.data['title']} ». Motif : {event.data['reason']}"


@renders("partners.opinion.given")
def opinion_given(event: Event) -> tuple[str, str]:
    return f"Avis {'corrigé' if event.data['again'] else 'donné'} par {event.data['organisation']}", f"Point « {event.data['title']} »"


@renders("partners.contribution.propose")
def proposed(event: Event) -> str:
    return "Contribution proposée"


@renders("partners.contribution.agree")
def agreed(event: Event) -> str:
    return "Contribution convenue"


@renders("partners.contribution.close")
def closed(event: Event) -> tuple[str, str]:
    return "Contribution close", event.data.get("reason", "")


@renders("partners.gifts.kept")
def gifts_kept(event: Event) -> tuple[str, str]:
    said = [
        (label, [str(Gift.Kind(kind).label).lower() for kind in event.data[key]])
        for key, label in (("begun", "apporte"), ("ended", "n'apporte plus"))
    ]
    return f"Apports de {event.data['network']}", " ; ".join(f"{label} : {', '.join(kinds)}" for label, kinds in said if kinds)


# -- what a merge does ------------------------------------------------------------------------------------------------------
merging.move(Committee, "organisation", "comité animé", "comités animés")
merging.move(Committee, "thread", "comité", "comités", with_it=merging.zone_with_thread)
merging.move(Meeting, "thread", "réunion", "réunions", with_it=merging.zone_with_thread)
merging.move(Member, "organisation", "siège de comité", "sièges de comité", same=("committee", "seat"), period="period")
merging.move(AgendaItem, "organisation", "point d'ordre du jour", "points d'ordre du jour")
merging.move(AgendaItem, "dossier", "point d'ordre du jour de son fil", "points d'ordre du jour de son fil")
merging.move(Contribution, "contributor", "contribution", "contributions", same=("operator", "form", "target"), period="period")
merging.move(
    Contribution, "operator", "contribution reçue", "contributions reçues", same=("contributor", "form", "target"), period="period"
)
merging.move(Contribution, "thread", "contribution de son fil", "contributions de son fil", with_it=merging.zone_with_thread)
merging.move(Partnership, "network", "partenariat", "partenariats", same=("operator",))
merging.move(Partnership, "operator", "réseau partenaire", "réseaux partenaires", same=("network",))
merging.move(Partnership, "thread", "réseau de son fil", "réseaux de son fil", with_it=merging.zone_with_thread)
merging.move(PartnerWork, "organisation", "action de partenaire", "actions de partenaire", same=("kind", "department"), period="period")
