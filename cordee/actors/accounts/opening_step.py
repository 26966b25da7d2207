"""The step of the opening that accounts hold: the colleagues."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from cordee.actors.accounts.models import Invitation
from cordee.core.access import Actor
from cordee.core.opening import Step, declare


def invited(actor: Actor) -> Any:
    return Invitation.objects.visible_to(actor).filter(state__in=["sent", "accepted"]).annotate(what=F("email"))


declare(Step(
    "team", "L'équipe", "Chaque collègue reçoit un lien personnel et choisit son mot de passe. Invitez-vous vous-même si vous en êtes.",
    "Inviter une personne", "accounts:team", invited, 70,
))  # fmt: skip
