"""The list of invitations: those of one's organisation, those of one's territory for the DLA."""

from __future__ import annotations

from html import escape
from typing import Any

from cordee.actors.accounts.lifecycle import INVITATION
from cordee.actors.accounts.models import Invitation, Profile
from cordee.core.access import Actor
from cordee.core.lists import Bulk, Choice, Column, List, Sort, date_cell, tag_cell
from cordee.core.lists.declare import Rows

STATES = Invitation.State


def _organisation(name: str, public_id: Any) -> str:
    return f'<a href="/annuaire/{public_id}/acces/">{escape(name)}</a>'


class InvitationList(List):
    code = "accounts.invitations"
    model = Invitation
    title = "Invitations"
    one, many = "invitation", "invitations"
    columns = (
        Column("email", "Adresse", ("email",)),
        Column("organisation", "Organisation", ("organisation__name", "organisation__public_id"), _organisation),
        Column(
            "profile",
            "Profil",
            ("profile",),
            tag_cell(dict(Profile.choices)),
            export=lambda value: str(Profile(value).label),
            card=False,
        ),
        Column(
            "state",
            "État",
            ("state",),
            tag_cell(dict(STATES.choices), {"accepted": "ok", "expired": "warn", "withdrawn": "plain"}),
            export=lambda value: str(STATES(value).label),
        ),
        Column("expires", "Valable jusqu'au", ("expires_at",), date_cell, sort="expires"),
        Column("by", "Envoyée par", ("invited_by_label",), card=False),
    )
    sorts = (Sort("expires", "Échéance", "expires_at"),)
    filters = (
        Choice("etat", "État", STATES.choices, lambda rows, value: rows.filter(state=value)),
        Choice("profil", "Profil", Profile.choices, lambda rows, value: rows.filter(profile=value)),
    )
    bulk = Bulk(transitions=("renew", "withdraw"))
    lifecycle = INVITATION
    empty = "Aucune invitation pour l'instant. Elles partent de la page « Qui a accès » de chaque organisation."

    def rows(self, actor: Actor) -> Rows:
        return Invitation.objects.visible_to(actor)
