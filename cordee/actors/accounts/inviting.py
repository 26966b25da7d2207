"""Inviting the direction of several organisations in one act: whoever directs or presides, at the address that the sheet knows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.lifecycle import no_other_open
from cordee.actors.accounts.models import Invitation, Profile
from cordee.actors.directory.models import Organisation, Position
from cordee.actors.directory.policies import KEEPERS
from cordee.core.access import Actor, Refusal
from cordee.core.lists.declare import Act, act_on
from cordee.core.models.bases import period_contains_today
from cordee.core.verbs import allow

#: what an organisation that has several roles is invited as
ORDER = (Profile.STRUCTURE, Profile.PROVIDER, Profile.NETWORK)
MEMBERS = Refusal("member", "Quelqu'un y a déjà accès et peut inviter ses collègues : il n'y a personne à inviter d'ici.")
NOT_YOURS = Refusal("zone", "Vous n'ouvrez pas d'accès dans cette organisation : sa direction ou son DLA peut le faire.")
NO_ADDRESS = Refusal("address", "La fiche ne connaît ni direction ni présidence avec une adresse : complétez le poste, puis recommencez.")
WARNING = "Chaque personne reçoit un courriel avec un lien personnel, valable quatorze jours. Une invitation peut ensuite se retirer."


def direction_of(organisation: Organisation) -> Position | None:
    """The director, else the president, who has an address."""
    rows = Position.objects.for_system("whom to invite").filter(
        period_contains_today(), organisation=organisation, title__in=[Position.Title.DIRECTOR, Position.Title.PRESIDENT]
    )
    found: Position | None = rows.filter(person__email__gt="").select_related("person").order_by("title", "id").first()
    return found


def profile_for(organisation: Organisation, actor: Actor) -> str:
    offered = policies.invitable(actor, organisation)
    return next((str(profile) for profile in ORDER if profile in offered), "")


def refusal_of(organisation: Organisation, actor: Actor) -> Refusal | None:
    if not profile_for(organisation, actor):
        return NOT_YOURS
    if queries.members_of(organisation.pk).exists():
        return MEMBERS
    return None if direction_of(organisation) else NO_ADDRESS


def invite_direction(organisation: Organisation, *, actor: Actor, operation: uuid.UUID) -> None:
    allow(refusal_of(organisation, actor))
    post: Any = direction_of(organisation)
    profile = profile_for(organisation, actor)
    actions.invite(
        actor=actor, organisation=organisation, email=post.person.email, profile=profile, title=str(post), operation=operation
    )  # fmt: skip


def foreseen(organisations: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    return {organisation.pk: said_of(organisation, actor) for organisation in organisations}


def said_of(organisation: Organisation, actor: Actor) -> str | Refusal:
    """Whom the letter would go to, or why none would."""
    if refusal := refusal_of(organisation, actor):
        return refusal
    post: Any = direction_of(organisation)
    waiting = no_other_open(Invitation(organisation=organisation, email=post.person.email.lower()), None)
    return waiting or f"{post.person}, {str(post).lower()}"


act_on(
    "directory.organisations",
    Act(
        "inviter", "Inviter les directions", do=invite_direction, foresee=foreseen, keyed=True, warning=WARNING, order=60,
        who=lambda actor: actor.profile in KEEPERS,
    ),
)  # fmt: skip
