"""The lists of this room: invitations (of one's organisation, or of one's territory for the DLA) and support accesses."""

from __future__ import annotations

from functools import reduce
from html import escape
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cordee.actors.accounts.lifecycle import INVITATION
from cordee.actors.accounts.models import Invitation, Profile, SupportAccess
from cordee.core.access import Actor
from cordee.core.journal_list import moment
from cordee.core.lists import Bulk, Choice, Column, List, Sort, Switch, date_cell, tag_cell
from cordee.core.lists.declare import Rows
from cordee.core.models.journal import CordeeNow

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


def _who(*names: str | None) -> str:
    """The person's name; without one, the address of the account."""
    first, last, email = names[:3]
    return f"{first} {last}" if last else email or ""


def _person(before: str) -> tuple[str, ...]:
    return (f"{before}person__first_name", f"{before}person__last_name", f"{before}email")


def _end(ended_at: Any, until: Any) -> str:
    if ended_at:
        return f"terminée le {moment(ended_at)}"
    return f"à son heure, le {moment(until)}" if until <= timezone.now() else f"en cours, au plus tard le {moment(until)}"


class SupportList(List):
    """Who acted in whose place. The administration reads all of them, and whoever it was opened to reads theirs."""

    code = "accounts.support"
    model = SupportAccess
    title = "Accès d'assistance"
    one, many = "accès d'assistance", "accès d'assistance"
    search_label = "Nom, adresse ou motif"
    columns = (
        Column("whom", "À la place de", _person("membership__user__"), lambda *names: escape(_who(*names)), export=_who),
        Column("organisation", "Pour", ("membership__organisation__name",)),
        Column("by", "Ouvert par", _person("by__"), lambda *names: escape(_who(*names)), export=_who),
        Column("reason", "Motif", ("reason",)),
        Column("opened", "Ouvert le", ("opened_at",), moment, sort="date"),
        Column("end", "Fin", ("ended_at", "until"), _end, export=lambda ended_at, until: ended_at or until),
    )
    sorts = (Sort("date", "Date d'ouverture", "opened_at", descending=True),)
    filters = (Switch("en-cours", "Seulement ceux en cours", lambda rows: rows.filter(ended_at=None, until__gt=CordeeNow())),)
    empty = "Aucun accès d'assistance pour l'instant. Il s'ouvre avec un motif, pour un temps limité ; la personne est prévenue."

    def rows(self, actor: Actor) -> Rows:
        return SupportAccess.objects.visible_to(actor)

    def search(self, rows: Rows, text: str) -> Rows:
        whom, by = "membership__user__", "by__"
        fields = (*_person(whom)[1:], *_person(by)[1:], "reason")
        return rows.filter(reduce(or_, (Q(**{f"{field}__icontains": text}) for field in fields)))
