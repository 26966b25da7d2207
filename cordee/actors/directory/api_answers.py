"""From rows to answers: the sections of a sheet that the reader's capacities open, and no query for the others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cordee.actors.directory import policies
from cordee.actors.directory.api_schemas import (
    AgreementOut,
    AliasOut,
    ChangeOut,
    CoverageOut,
    IdentifierOut,
    MandateOut,
    OrganisationLine,
    OrganisationOut,
    PositionOut,
    RoleOut,
    SheetOut,
    SiteOut,
    TieOut,
    WorkshopOut,
    YearOut,
)
from cordee.actors.directory.fields import ACCOUNTS, EDITABLE
from cordee.actors.directory.models import Agreement, ChangeRequest, Organisation, Person, Position, Site, Tie
from cordee.actors.directory.people.queries import posts
from cordee.actors.directory.presentation import CARD, in_force
from cordee.actors.directory.queries import sheet_of
from cordee.core.access import Actor

LINE = ("public_id", "name", "types", "role_kinds", "city", "zone", "founded_in", "siret", "fictitious", "version")


def organisation_line(row: dict[str, Any]) -> OrganisationLine:
    kept = {name: row[name] for name in ("name", "city", "zone", "founded_in", "siret", "fictitious", "version")}
    return OrganisationLine(id=row["public_id"], types=parted(row["types"]), roles=parted(row["role_kinds"]), **kept)


def parted(codes: str | None) -> list[str]:
    return codes.split("|") if codes else []


def dates(row: Any) -> dict[str, Any]:
    period = row.period
    return {"since": period.lower if period else None, "until": period.upper if period else None}


def keyed(row: Any) -> dict[str, Any]:
    return {"id": row.public_id, **dates(row)}


def organisation_out(organisation: Organisation, actor: Actor, capacities: frozenset[str]) -> OrganisationOut:
    """What the page shows to the same reader: without a capacity, the card alone."""
    sections = [section for section in policies.SECTIONS if section == "identity" or policies.may_read(section, capacities)]
    known = policies.may_read("identity", capacities)
    aliases = list(organisation.aliases.order_by("name")) if known else []
    roles = organisation.roles.order_by("kind", "-period")
    years = years_out(organisation) if "years" in sections else None
    return OrganisationOut(
        id=organisation.public_id,
        version=organisation.version,
        zone=organisation.zone,
        fictitious=organisation.fictitious,
        merged_into=kept_sheet(organisation, actor),
        sections=sections,
        sheet=sheet_out(organisation, known=known, accounts="years" in sections),
        identifiers=identifiers_out(organisation, capacities),
        roles=[RoleOut(kind=r.kind, **keyed(r)) for r in roles if known or in_force(r)],
        agreements=agreements_out(organisation, known=known),
        ties=[
            TieOut(kind=t.kind, name=t.target.name, **keyed(t))
            for t in organisation.ties.select_related("target").order_by("kind", "-period")
            if known or (t.kind == Tie.Kind.MEMBER and in_force(t))
        ],
        aliases=[alias.name for alias in aliases],
        names=[AliasOut(name=alias.name, **keyed(alias)) for alias in aliases],
        sites=[site_out(s) for s in organisation.sites.select_related("commune").order_by("kind", "name")] if known else [],
        mandates=mandates_out(organisation) if known else [],
        coverage=coverage_out(organisation) if known else [],
        governance=governance_out(organisation, contacts="contacts" in sections) if "governance" in sections else None,
        years=years,
    )


def kept_sheet(organisation: Organisation, actor: Actor) -> UUID | None:
    """The key of the sheet to which this one was joined, for whoever may open it."""
    kept = organisation.merged_into
    return kept.public_id if kept and sheet_of(actor, kept.public_id) else None


def sheet_out(organisation: Organisation, *, known: bool, accounts: bool) -> SheetOut:
    """A field that is not the reader's is empty: all but the card's without a capacity; how the accounts are kept, with the figures."""
    open_to = {name for name in EDITABLE if (known or name in CARD) and (accounts or name not in ACCOUNTS)} - {"commune"}
    shown = {name: organisation.said(name) if name in open_to else EMPTY[name] for name in EDITABLE if name != "commune"}
    return SheetOut(commune=organisation.commune.code if organisation.commune else None, **shown)


def _empty(name: str) -> Any:
    """What a column says when it says nothing."""
    column: Any = Organisation._meta.get_field(name)
    if column.many_to_many:
        return []
    return column.default if column.has_default() else None if column.null else ""


EMPTY: dict[str, Any] = {name: _empty(name) for name in EDITABLE if name != "commune"}


def years_out(organisation: Organisation) -> list[YearOut]:
    plain = [name for name in YearOut.model_fields if name != "workshops"]
    return [
        YearOut(
            workshops=[WorkshopOut(name=w.name, turnover_share=w.turnover_share, demand=w.demand) for w in y.workshops_shown],
            **{name: getattr(y, name) for name in plain},
        )
        for y in organisation.years.prefetch_related("workshops").order_by("-year")
    ]


def coverage_out(organisation: Organisation) -> list[CoverageOut]:
    rows = organisation.coverage.select_related("commune", "department").order_by("department__code", "kind", "id")
    return [
        CoverageOut(
            kind=c.kind, name=c.commune.name if c.commune else c.name, commune=c.commune and c.commune.code, department=c.department.code,
            **keyed(c),
        )
        for c in rows
    ]  # fmt: skip


def identifiers_out(organisation: Organisation, capacities: frozenset[str]) -> list[IdentifierOut]:
    if not policies.may_read("identity", capacities):
        return []
    return [IdentifierOut(kind=i.kind, value=i.value, **dates(i)) for i in organisation.identifiers.order_by("kind", "-period")]


def mandates_out(organisation: Organisation) -> list[MandateOut]:
    found = organisation.mandates.prefetch_related("zones").order_by("-period", "id")
    return [MandateOut(level=m.level, zones=sorted(zone.code for zone in m.zones.all()), **keyed(m)) for m in found]


def agreements_out(organisation: Organisation, *, known: bool) -> list[AgreementOut]:
    """All of them with what they say; on a card, the types of today."""
    rows = organisation.agreements.select_related("carried_by").order_by("-period", "type")
    return [agreement_out(a) if known else agreement_out(Agreement(public_id=a.public_id, type=a.type, period=a.period))
            for a in rows if known or in_force(a)]  # fmt: skip


def agreement_out(a: Agreement) -> AgreementOut:
    plain = {name: getattr(a, name) for name in ("type", "reference", "exit_objective", "reconventioning", "insertion_project")}
    return AgreementOut(carried_by=a.carried_by.name if a.carried_by else None, **plain, **keyed(a))


def site_out(s: Site) -> SiteOut:
    commune = s.commune.code if s.commune else None
    return SiteOut(kind=s.kind, name=s.name, address=s.address, commune=commune, phone=s.phone, **keyed(s))


def governance_out(organisation: Organisation, *, contacts: bool) -> list[PositionOut]:
    """Posts in force. Personal contacts are answered to those who read them on the screen, and to no one else."""
    return [position_out(post, post.person if contacts else None) for post in posts(organisation)]


def position_out(post: Position, reached: Person | None) -> PositionOut:
    return PositionOut(
        title=post.title,
        label=post.label,
        signs=post.signs,
        person=str(post.person) if post.person else None,
        email=reached.email if reached else None,
        phone=reached.phone if reached else None,
        channel=reached.channel if reached else None,
        bounced_on=reached.bounced_on if reached else None,
        **keyed(post),
    )


def change_out(change: ChangeRequest) -> ChangeOut:
    return ChangeOut(
        id=change.public_id,
        version=change.version,
        organisation=change.organisation.public_id,
        organisation_name=change.organisation.name,
        state=change.state,
        state_label=change.get_state_display(),
        part=change.part,
        part_act=change.part_act,
        changes=change.changes,
        note=change.note,
        proposed_by=change.proposed_by_label,
        proposed_at=change.proposed_at,
        reason=change.reason,
    )
