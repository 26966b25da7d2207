"""Posts and contacts as children of a sheet."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory.children.declare import CHANGE, Kind, Noun, declare
from cordee.actors.directory.children.queries import lasts_on
from cordee.actors.directory.models import Organisation, Person, Position
from cordee.actors.directory.people import forms, queries


def received_again(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """A corrected address is no longer the one that bounced."""
    return {"bounced_on": None} if values.get("email", person.email) != person.email else {}


def other_acts(organisation: Organisation, post: Position) -> list[tuple[str, str]]:
    if not lasts_on(post):
        return []
    label = "Nommer quelqu'un à ce poste" if post.is_vacant else "Enregistrer un départ"
    return [(label, reverse("directory:position_leave", args=[organisation.public_id, post.public_id]))]


POSITION = declare(
    Kind(
        code="position",
        model=Position,
        path="postes",
        noun=Noun("poste"),
        section="governance",
        form=forms.PositionForm,
        facts=lambda post: {"title": post.title, "label": post.label, "vacant": post.is_vacant},
        told=lambda data: (data["label"] or str(Position.Title(data["title"]).label)) + (" (vacant)" if data["vacant"] else ""),
        proposable=True,
        more=other_acts,
        anchor="personnes",
    )
)
CONTACT = declare(
    Kind(
        code="contact",
        model=Person,
        path="personnes",
        noun=Noun("contact"),
        section="contacts",
        form=forms.ContactForm,
        facts=lambda person: {},
        told=lambda data: "",
        proposable=True,
        acts=(CHANGE,),
        rows_of=queries.persons_of,
        also=received_again,
        anchor="personnes",
    )
)
