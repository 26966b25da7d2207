"""The lists of committees and partners."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from cordee.actors.directory.lists import ROLE_LABELS, departments_in_reach, name_cell, zone_cell
from cordee.actors.directory.models import Organisation, Role
from cordee.actors.directory.queries import codes_in_force, matching, with_role
from cordee.actors.partners import policies
from cordee.actors.partners.lifecycle import CONTRIBUTION, MEETING
from cordee.actors.partners.models import Committee, Contribution, Meeting, PartnerWork
from cordee.core.access import Actor
from cordee.core.lists import Choice, Column, List, Sort, Switch, date_cell, link_cell, tag_cell
from cordee.core.lists.cells import NOTHING, money_cell
from cordee.core.lists.declare import Option, Rows
from cordee.core.models.bases import TODAY, period_contains_today
from cordee.core.models.journal import CordeeNow

KINDS = dict(Committee.Kind.choices)
STATE_TONES = {"planned": "warn", "held": "warn", "reported": "ok", "cancelled": "plain"}


def place_cell(zone: str, region: str | None, *rest: Any) -> str:
    return f'<span class="quiet">{escape(region)}</span>' if region else zone_cell(zone)


class CommitteeList(List):
    code = "partners.committees"
    model = Committee
    title = "Comités"
    one, many = "comité", "comités"
    empty = "Les comités que vous animez, ou dont vous êtes membre, viendront ici."
    columns = (
        Column("name", "Comité", ("name", "public_id"), cell=link_cell("/comites/"), sort="nom"),
        Column("kind", "Nature", ("kind",), cell=tag_cell(KINDS), export=lambda kind: KINDS[kind]),
        Column("by", "Animé par", ("organisation__name",)),
        Column("place", "Territoire", ("zone", "region__name"), cell=place_cell, export=lambda zone, region: region or zone),
        Column("next", "Prochaine réunion", ("next_at",), cell=date_cell),
    )
    sorts = (Sort("nom", "Nom", "sort_key"),)
    filters = (
        Choice("nature", "Nature", Committee.Kind.choices, lambda rows, value: rows.filter(kind=value)),
        Switch("clos", "Comités terminés", lambda rows: rows.filter(period__endswith__lte=TODAY)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Committee.objects.visible_to(actor)

    def annotated(self, rows: Rows) -> Rows:
        coming = Meeting.objects.for_system("of committees already seen").filter(
            committee=OuterRef("pk"), state=Meeting.State.PLANNED, starts_at__gte=CordeeNow()
        )
        return rows.annotate(next_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]))

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        meetings = ("Voir les réunions", reverse("committees:meetings"))
        return (meetings,) if policies.may_create(actor) else (("Ouvrir un comité", reverse("committees:create")), meetings)


class MeetingList(List):
    code = "partners.meetings"
    model = Meeting
    title = "Réunions de comité"
    one, many = "réunion", "réunions"
    empty = "Les réunions des comités que vous animez, ou dont vous êtes membre, viendront ici dès qu'elles seront planifiées."
    lifecycle = MEETING
    columns = (
        Column("committee", "Comité", ("committee__name", "public_id"), cell=link_cell("/comites/reunions/")),
        Column("at", "Jour", ("starts_at",), cell=date_cell, sort="date"),
        Column("place", "Lieu", ("place",), card=False),
        Column(
            "state",
            "Où en est-on",
            ("state",),
            cell=tag_cell(dict(Meeting.State.choices), STATE_TONES),
            export=lambda state: Meeting.State(state).label,
        ),
        Column(
            "zone",
            "Territoire",
            ("zone", "committee__region__name"),
            cell=place_cell,
            export=lambda zone, region: region or zone,
            card=False,
        ),
    )
    sorts = (Sort("date", "Jour", "starts_at", descending=True),)
    filters = (Choice("etat", "État", Meeting.State.choices, lambda rows, value: rows.filter(state=value)),)

    def rows(self, actor: Actor) -> Rows:
        return Meeting.objects.visible_to(actor)


# -- contributions ----------------------------------------------------------------------------------------------------------
FORMS = dict(Contribution.Form.choices)


def amount_cell(amount: Any, *rest: Any) -> str:
    return f"{money_cell(amount)} TTC" if amount is not None else NOTHING


class ContributionList(List):
    code = "partners.contributions"
    model = Contribution
    title = "Contributions des partenaires"
    one, many = "contribution", "contributions"
    empty = "Ce que les partenaires apportent au DLA, dans l'une des six formes, viendra ici dès la première proposition."
    lifecycle = CONTRIBUTION
    columns = (
        Column("contributor", "Partenaire", ("contributor__name", "public_id"), cell=link_cell("/partenaires/contributions/")),
        Column("form", "Forme", ("form",), cell=lambda form, *rest: escape(FORMS[form]), export=lambda form: FORMS[form], sort="forme"),
        Column("amount", "Montant", ("amount",), cell=amount_cell, numeric=True),
        Column("operator", "DLA qui reçoit", ("operator__name",), card=False),
        Column("since", "Depuis", ("period__startswith",), cell=date_cell, card=False),
        Column(
            "state",
            "Où en est-on",
            ("state",),
            cell=tag_cell(dict(Contribution.State.choices), {"proposed": "warn", "active": "ok", "closed": "plain"}),
            export=lambda state: Contribution.State(state).label,
        ),
    )
    sorts = (Sort("forme", "Forme", "form"),)
    filters = (
        Choice("forme", "Forme", Contribution.Form.choices, lambda rows, value: rows.filter(form=value), all_label="Toutes"),
        Choice("etat", "État", Contribution.State.choices, lambda rows, value: rows.filter(state=value)),
    )

    def rows(self, actor: Actor) -> Rows:
        return Contribution.objects.visible_to(actor)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        made = ("Voir les totaux par forme", reverse("partners:totals"))
        may = actor.profile in policies.ANIMATORS | policies.PARTNERS
        return (("Proposer une contribution", reverse("partners:propose")), made) if may else (made,)


# -- partners of a territory ----------------------------------------------------------------------------------------------
PARTNER_ROLES = (
    Role.Kind.NETWORK, Role.Kind.BUSINESSES, Role.Kind.FOUNDATION, Role.Kind.NETWORK_HEAD, Role.Kind.FEDERATION, Role.Kind.AUTHORITY,
)  # fmt: skip
ROLE_OPTIONS: Sequence[Option] = [(kind.value, str(kind.label)) for kind in PARTNER_ROLES]
DOES = dict(PartnerWork.Kind.choices)


def roles_cell(roles: str | None, *rest: Any) -> str:
    return escape(roles_text(roles)) or NOTHING


def roles_text(roles: str | None, *rest: Any) -> str:
    return ", ".join(str(ROLE_LABELS[role]) for role in (roles or "").split("|") if role in {kind.value for kind in PARTNER_ROLES})


def does_cell(kinds: str | None, *rest: Any) -> str:
    return escape(does_text(kinds)) or NOTHING


def does_text(kinds: str | None, *rest: Any) -> str:
    return ", ".join(DOES[kind] for kind in (kinds or "").split("|") if kind)


def doing() -> Any:
    return PartnerWork.objects.for_system("what open cards do").filter(period_contains_today(), organisation=OuterRef("pk"))


def works_in(rows: Rows, code: str) -> Rows:
    """Its sheet is there, or it says that it works there; what it does everywhere counts everywhere."""
    there = doing().filter(Q(department__code=code) | Q(department=None))
    return rows.filter(Q(Exists(there.order_by())) | Q(zone=code) | Q(zone__startswith=f"{code}-"))


class PartnerList(List):
    code = "partners.partners"
    model = Organisation
    title = "Partenaires du territoire"
    one, many = "partenaire", "partenaires"
    search_label = "Nom, sigle, ville"
    empty = "Réseaux, fondations, fédérations et collectivités viendront ici dès que leur fiche portera l'un de ces rôles."
    columns = (
        Column("name", "Nom", ("name", "public_id", "fictitious"), cell=name_cell, sort="nom"),
        Column("roles", "Rôle", ("role_kinds",), cell=roles_cell, export=roles_text),
        Column("does", "Ce qu'il fait", ("does",), cell=does_cell, export=does_text),
        Column("zone", "Territoire", ("zone",), cell=zone_cell, card=False),
    )
    sorts = (Sort("nom", "Nom", "sort_key"),)
    filters = (
        Choice("role", "Rôle", ROLE_OPTIONS, lambda rows, value: rows.filter(with_role(value))),
        Choice("departement", "Département", departments_in_reach, works_in),
        Choice(
            "action",
            "Ce qu'il fait",
            PartnerWork.Kind.choices,
            lambda rows, value: rows.filter(Exists(doing().filter(kind=value).order_by())),
        ),
    )

    def rows(self, actor: Actor) -> Rows:
        known = Q()
        for kind in PARTNER_ROLES:
            known |= Q(with_role(kind))
        return Organisation.objects.visible_to(actor).filter(known, merged_into=None)

    def annotated(self, rows: Rows) -> Rows:
        return rows.annotate(role_kinds=codes_in_force("directory_role.kind"), does=codes_in_force("partners_partnerwork.kind"))

    def search(self, rows: Rows, text: str) -> Rows:
        return matching(rows, text)

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return (
            ("Voir les contributions", reverse("partners:contributions")),
            ("Voir ce que les réseaux apportent", reverse("partners:networks")),
        )
