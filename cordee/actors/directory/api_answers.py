"""From rows to answers: the sections of a sheet that the reader's capacities open, and no query for the others."""

from __future__ import annotations

from typing import Any

from cordee.actors.directory import policies
from cordee.actors.directory.api_schemas import (
    AgreementOut,
    ChangeOut,
    IdentifierOut,
    OrganisationLine,
    OrganisationOut,
    PositionOut,
    RoleOut,
    SheetOut,
    TieOut,
    YearOut,
)
from cordee.actors.directory.fields import EDITABLE
from cordee.actors.directory.models import ChangeRequest, Organisation
from cordee.actors.directory.people.queries import posts

LINE = ("public_id", "name", "types", "role_kinds", "city", "zone", "founded_in", "siret", "fictitious", "version")


def organisation_line(row: dict[str, Any]) -> OrganisationLine:
    kept = {name: row[name] for name in ("name", "city", "zone", "founded_in", "siret", "fictitious", "version")}
    return OrganisationLine(id=row["public_id"], types=parted(row["types"]), roles=parted(row["role_kinds"]), **kept)


def parted(codes: str | None) -> list[str]:
    return codes.split("|") if codes else []


def dates(row: Any) -> dict[str, Any]:
    return {"since": row.period.lower, "until": row.period.upper}


def organisation_out(organisation: Organisation, capacities: frozenset[str]) -> OrganisationOut:
    sections = [section for section in policies.SECTIONS if section == "identity" or policies.may_read(section, capacities)]
    years = [YearOut.from_orm(y) for y in organisation.years.order_by("-year")] if "years" in sections else None
    return OrganisationOut(
        id=organisation.public_id,
        version=organisation.version,
        zone=organisation.zone,
        fictitious=organisation.fictitious,
        merged_into=organisation.merged_into.public_id if organisation.merged_into else None,
        sections=sections,
        sheet=sheet_out(organisation),
        identifiers=identifiers_out(organisation),
        roles=[RoleOut(kind=r.kind, **dates(r)) for r in organisation.roles.order_by("kind", "-period")],
        agreements=[
            AgreementOut(type=a.type, reference=a.reference, exit_objective=a.exit_objective, reconventioning=a.reconventioning, **dates(a))
            for a in organisation.agreements.order_by("-period", "type")
        ],
        ties=[
            TieOut(kind=t.kind, name=t.target.name, **dates(t))
            for t in organisation.ties.select_related("target").order_by("kind", "-period")
        ],
        aliases=[alias.name for alias in organisation.aliases.order_by("name")],
        governance=governance_out(organisation, contacts="contacts" in sections) if "governance" in sections else None,
        years=years,
    )


def sheet_out(organisation: Organisation) -> SheetOut:
    plain = {name: getattr(organisation, name) for name in EDITABLE if name not in ("sectors", "commune")}
    sectors = [sector.code for sector in organisation.sectors.order_by("position", "label")]
    return SheetOut(sectors=sectors, commune=organisation.commune.code if organisation.commune else None, **plain)


def identifiers_out(organisation: Organisation) -> list[IdentifierOut]:
    return [IdentifierOut(kind=i.kind, value=i.value, **dates(i)) for i in organisation.identifiers.order_by("kind", "-period")]


def governance_out(organisation: Organisation, *, contacts: bool) -> list[PositionOut]:
    return [
        PositionOut(
            title=p.title,
            label=p.label,
            person=str(p.person) if p.person else None,
            email=p.person.email if p.person and contacts else None,
            phone=p.person.phone if p.person and contacts else None,
            **dates(p),
        )
        for p in posts(organisation)
    ]


def change_out(change: ChangeRequest) -> ChangeOut:
    return ChangeOut(
        id=change.public_id,
        version=change.version,
        organisation=change.organisation.public_id,
        organisation_name=change.organisation.name,
        state=change.state,
        state_label=change.get_state_display(),
        changes=change.changes,
        note=change.note,
        proposed_by=change.proposed_by_label,
        proposed_at=change.proposed_at,
        reason=change.reason,
    )
