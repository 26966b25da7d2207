"""Whom a notice can be for: an organisation as it stands today, or someone by the post they hold in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q

from cordee.actors.directory.models import Organisation, Person, Position
from cordee.core.models.bases import period_contains_today
from cordee.core.recipients import Addressee


def one(organisation_id: int, person_id: int | None = None) -> Addressee | None:
    """Follows a merge. A person who left, or was erased, gives back the organisation alone."""
    organisation = Organisation.objects.for_system("where a notice goes").select_related("merged_into").filter(pk=organisation_id).first()
    if organisation is None:
        return None
    to = _of(organisation.merged_into or organisation)
    post = _posts(to.organisation).filter(person_id=person_id).first() if person_id else None
    return _with(to, post) if post else to


def all_of(organisation_id: int) -> list[Addressee]:
    to = one(organisation_id)
    return [to, *(_with(to, post) for post in _posts(to.organisation))] if to else []


def joined(organisation_id: int | None) -> Any:
    """The organisation and the sheets that were joined to it, as a subquery."""
    rows = Organisation.objects.for_system("whose notices these are").filter(Q(pk=organisation_id) | Q(merged_into=organisation_id))
    return rows.order_by().values("pk")


def _posts(organisation_id: int) -> Any:
    rows = Position.objects.for_system("where a notice goes").filter(period_contains_today(), organisation_id=organisation_id)
    return rows.filter(person__isnull=False).select_related("person").order_by("id")


def _of(organisation: Organisation) -> Addressee:
    """Without street, postcode and town, a letter does not arrive: no line at all then."""
    place = f"{organisation.postcode} {organisation.city.upper()}".strip()
    whole = bool(organisation.address and organisation.postcode and organisation.city)
    return Addressee(
        organisation=organisation.pk,
        name=organisation.name,
        address=(organisation.address, place) if whole else (),
        city=organisation.city,
        email=organisation.email,
        phone=organisation.phone,
    )


def _with(to: Addressee, post: Position) -> Addressee:
    person: Person | None = post.person
    if person is None:
        return to
    return replace(
        to,
        person=person.pk,
        title=str(post),
        attention=str(person),
        email=person.email or to.email,
        phone=person.phone or to.phone,
        prefers=person.channel if person.channel != Person.Channel.EMAIL or person.email else "",
    )
