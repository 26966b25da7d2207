"""Posts and contacts as children of a sheet."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory.children.declare import CHANGE, Kind, Noun, declare
from cordee.actors.directory.models import Person, Position
from cordee.actors.directory.people import forms, queries


def received_again(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """A corrected address is no longer the one that bounced."""
    return {"bounced_on": None} if values.get("email", person.email) != person.email else {}


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
