"""What the pages of the directory show, section by section: only what the reader's capacities open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import timezone

from cordee.actors.directory import activities, nomenclatures, policies
from cordee.actors.directory.children import words as proposed_parts
from cordee.actors.directory.children.queries import rights_on
from cordee.actors.directory.completeness import completeness
from cordee.actors.directory.fields import LISTS, asked_of
from cordee.actors.directory.figures import FIGURES, accounts
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.nomenclatures import offers_of, sectors_of
from cordee.actors.directory.people.panel import people_of
from cordee.actors.directory.queries import earlier_levels
from cordee.actors.directory.reading import rows_of
from cordee.actors.directory.sheet import SHEET, by_department, digital, impacts
from cordee.actors.territory.queries import zone_name
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.corrections import correction_refusal
from cordee.core.files.queries import files_of
from cordee.core.models import Document, Event
from cordee.core.nomenclatures import Vocabulary, vocabulary
from cordee.core.produce import may_produce
from cordee.core.ui.conflicts import say


def page(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> dict[str, Any]:
    """The context of the sheet. A section that is not the reader's is not even read; without a capacity, one sees the card."""
    readable = {section for section in policies.SECTIONS if policies.may_read(section, capacities)}
    known = "identity" in readable
    shown = organisation if known else card_of(organisation)
    words = vocabulary()
    found = rows_of(organisation, actor, readable)
    held = [role for role in found["dated_roles"] if in_force(role)]
    context = found | {
        "organisation": shown,
        "capacities": capacities,
        "readable": readable,
        "nav_current": "directory",
        **rights(organisation, actor),
        **activity(organisation, found, readable, words),
        "child_rights": rights_on(actor, organisation),
        "asked": asked_of(role.kind for role in held),
        "roles": [role.get_kind_display() for role in held],
        "sectors": sectors_of(organisation, words, found["sectors"]),
        "place": " · ".join(filter(None, [organisation.city, zone_name(organisation.zone)])),
        "people": people_of(organisation, actor, found["posts"]) if "governance" in readable else None,
        "documents": documents(organisation, capacities) if known else [],
        "files": files_of(organisation.thread, actor, capacities) if known else [],
        "logo": next(iter(found["logos"]), None),
        "identity": said(identity(shown, words)) if known else [],
        "activity_choice": activities.proposed(organisation, words),
        "contact": said(contact(shown)),
    }
    if context["may_edit"] or context["may_propose"]:
        context["completeness"] = completeness(shown, context, keeper=bool(context["may_edit"]))
    return context


def rights(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    """What the reader may do from this page, and who completes what is empty."""
    may_edit = policies.may_edit(actor, organisation) is None
    may_propose = policies.may_propose(actor, organisation) is None
    return {
        "may_edit": may_edit,
        "may_record": policies.may_record(actor, organisation) is None,
        "may_propose": may_propose,
        "may_add_file": policies.may_add_file(actor, organisation) is None,
        "may_make_sheet": may_produce(SHEET.code, organisation, actor) is None,
        "may_make_figures": may_produce(FIGURES.code, organisation, actor) is None,
        "who_completes": COMPLETES["keeper" if may_edit else "structure" if may_propose else ""],
    }


def activity(organisation: Organisation, found: dict[str, list[Any]], readable: set[str], words: Vocabulary) -> dict[str, Any]:
    """What it does, where, with which effects, and its figures."""
    return {
        "offers": offers_of(organisation, words, found["offers"]),
        "coverage": by_department(found["coverage"]),
        "impacts": impacts(organisation) if "identity" in readable else [],
        "accounts": accounts(organisation) if "years" in readable else [],
    }


#: who can fill a section that is empty, said to whoever reads it
COMPLETES = {
    "keeper": "Vous pouvez le compléter, ou la structure vous le propose.",
    "structure": "Proposez-le à votre DLA avec « Proposer une modification ».",
    "": "Le DLA de ce territoire tient cette fiche.",
}


#: what the card shows to every professional of the scheme, and nothing else: name, commune, type, networks
CARD = ("public_id", "name", "acronym", "postcode", "city", "legal_form", "fictitious", "zone", "commune_id", "merged_into_id")


def card_of(organisation: Organisation) -> Organisation:
    """The same organisation with the card's fields alone: what the page does not have, it cannot show."""
    return Organisation(**{name: getattr(organisation, name) for name in CARD})


def in_force(child: Any) -> bool:
    return timezone.localdate() in child.period


Facts = list[tuple[str, object]]


def said(facts: Facts) -> Facts:
    """Only what is known: a column of dashes teaches nothing. What is missing is said once, in one line."""
    return [(label, value) for label, value in facts if value not in (None, "")]


def identity(organisation: Organisation, words: Vocabulary) -> Facts:
    levels = earlier_levels(organisation) if organisation.digital_level else []
    earlier = [f"auparavant {Organisation.DigitalLevel(level).label.lower()} ({formats.date_short(day)})" for level, day in levels]
    federated = organisation.federated
    return [
        ("Forme juridique", organisation.get_legal_form_display()),
        ("Créée en", organisation.founded_in),
        ("A cessé d'exister le", formats.date_short(organisation.ended_on) if organisation.ended_on else ""),
        ("Territoire", zone_name(organisation.zone)),
        ("Type de territoire", organisation.get_setting_display()),
        ("Agrément", "ESUS (entreprise solidaire d'utilité sociale)" if organisation.esus else ""),
        *activities.facts(organisation, words),
        ("Adhère à un réseau", "" if federated is None else "oui" if federated else "non"),
        ("Réseaux d'entreprises rejoints", organisation.business_networks),
        ("Appropriation du numérique", ", ".join([digital(organisation), *earlier])),
    ]


def contact(organisation: Organisation) -> Facts:
    place = f"{organisation.postcode} {organisation.city}".strip()
    return [
        ("Adresse", organisation.address),
        ("Ville", place),
        ("Téléphone", formats.phone(organisation.phone) if organisation.phone else ""),
        ("Courriel", organisation.email),
        ("Site", organisation.website),
    ]


def documents(organisation: Organisation, capacities: frozenset[str]) -> list[dict[str, Any]]:
    """The latest versions of the documents that the reader's capacities open, each with its files."""
    found = (
        Document.objects.for_system("the sheet was fetched through visible_to; audience is applied here")
        .filter(thread_id=organisation.thread_id, audience__overlap=sorted(capacities) or [""])
        .prefetch_related("files")
        .order_by("-id")[:6]
    )
    return [
        {
            "document": document,
            "files": [
                SimpleNamespace(
                    name=f.name,
                    url=reverse("core:file", args=[f.public_id]),
                    size=f.size,
                    kind=f.kind.upper(),
                    at=f.added_at,
                    by=f.added_by_label,
                    version=document.version,
                    sealed=f.sealed,
                    sha256=f.sha256,
                )
                for f in document.files.all()
            ],
        }
        for document in found
    ]  # fmt: skip


# -- proposals ------------------------------------------------------------------------------------------------------------
def differences(change: ChangeRequest) -> list[dict[str, str]]:
    """Each proposed field in words: its label, as it was, as proposed."""
    if change.part:
        return proposed_parts.differences(change)
    lines, words = [], vocabulary()
    for name, (before, proposed) in change.changes.items():
        try:
            label = str(getattr(Organisation._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            label = name
        was, will = (
            nomenclatures.said(change.organisation, name, value, words) if name in LISTS else say(change.organisation, name, value)
            for value in (before, proposed)
        )
        lines.append({"label": label, "before": was, "proposed": will})
    return lines


def correction_link(change: ChangeRequest, events: list[Event], actor: Actor) -> str:
    """The address that corrects the last act, when this actor may."""
    last = next((e for e in events if e.corrects_id is None and e.from_state), None)
    if last is None or any(e.corrects_id == last.pk for e in events) or correction_refusal(change, last, actor):
        return ""
    return reverse("core:take_back", args=[change.lifecycle.code, change.public_id, last.pk])  # type: ignore[attr-defined]


def rope_of(change: ChangeRequest) -> dict[str, Any]:
    """Where the proposal stands: two knots, or the side exit in words."""
    end = change.state if change.state != "proposed" else "accepted"
    names = dict(ChangeRequest.State.choices)
    return {
        "states": [("proposed", names["proposed"]), (end, "Réponse" if change.state == "proposed" else names[end])],
        "now": change.state,
    }
