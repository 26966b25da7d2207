"""A grid of three axes, published by a DLA of the Nord; structures that it asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cordee.actors.directory.models import Organisation
from cordee.core.lifecycle import advance
from cordee.tools.surveys import actions
from cordee.tools.surveys.models import Campaign, Invitation, Questionnaire, Version
from tests import factories as make
from tests.factories import Someone
from tests.tools.surveys.definitions import grid

HIGH = {f"{axis}{number}": {"v": "l3"} for axis in "abc" for number in (1, 2)}
LOW = {code: {"v": "l0"} for code in HIGH}


def questionnaire(by: Someone, definition: dict[str, Any] | None = None, *, title: str = "Grille d'essai", **more: Any) -> Questionnaire:
    values = {"title": title, "use": "diagnosis", **more}
    return actions.create_questionnaire(
        actor=by.actor, organisation=by.organisation, zone=by.organisation.zone, values=values, definition=definition or grid()
    )


def published(by: Someone, definition: dict[str, Any] | None = None, **more: Any) -> Version:
    return actions.publish(actor=by.actor, questionnaire=questionnaire(by, definition, **more))


def campaign(by: Someone, asked: Version, **values: Any) -> Campaign:
    until = timezone.now() + timedelta(days=30)
    values = {"name": "Besoins 2027", "target": "structures", "opens_on": timezone.localdate(), "closes_at": until, **values}
    zone = values.pop("zone", by.organisation.zone)
    return actions.create_campaign(actor=by.actor, asker=by.organisation, asked=asked, zone=zone, values=values)


def invitation_of(of: Campaign, organisation: Organisation) -> Invitation:
    return Invitation.objects.for_system("test").select_related("campaign").get(campaign=of, organisation=organisation)


def submit(invitation: Invitation, answers: dict[str, Any] | None = None, **more: Any) -> actions.Receipt:
    values = {"submission": uuid.uuid4(), "answers": HIGH if answers is None else answers, "channel": "link", **more}
    return actions.submit(invitation=Invitation.objects.for_system("test").select_related("campaign").get(pk=invitation.pk), **values)


@dataclass
class Scene:
    ines: Someone
    asked: Version
    campaign: Campaign
    structures: list[Organisation]
    invitations: list[Invitation]


def scene(count: int = 3, *, opened: bool = True, **values: Any) -> Scene:
    ines = make.officer()
    asked = published(ines)
    made = campaign(ines, asked, **values)
    structures = [make.organisation(f"Atelier invité {n}", email=f"atelier{n}@essai.example") for n in range(count)]
    actions.invite(actor=ines.actor, campaign=made, organisations=structures)
    if opened:
        advance(made, "open", actor=ines.actor)
    return Scene(ines, asked, made, structures, [invitation_of(made, one) for one in structures])
