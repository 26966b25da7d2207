"""The children of every sheet. Persons and posts are declared in `directory.people`; higher rooms declare theirs in `room.py`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cordee.actors.directory import policies
from cordee.actors.directory.children import sheet_forms as forms
from cordee.actors.directory.children.coverage_form import CoverageForm
from cordee.actors.directory.children.declare import Kind, Noun, declare
from cordee.actors.directory.models import Agreement, Alias, Coverage, Mandate, Registration, Role, Site, Tie

declare(
    Kind(
        code="alias",
        model=Alias,
        path="noms",
        noun=Noun("autre nom"),
        section="identity",
        form=forms.AliasForm,
        facts=lambda alias: {"name": alias.name},
        told=lambda data: str(data["name"]),
        proposable=True,
    )
)
declare(
    Kind(
        code="site",
        model=Site,
        path="lieux",
        noun=Noun("lieu"),
        section="identity",
        form=forms.SiteForm,
        facts=lambda site: {"kind": site.kind, "name": site.name},
        told=lambda data: " · ".join(filter(None, [str(Site.Kind(data["kind"]).label), data["name"]])),
        proposable=True,
        more=lambda organisation, site: [
            ("Placer ce lieu sur la carte", reverse("directory:place", args=[organisation.public_id, site.public_id]))
        ],
    )
)
declare(
    Kind(
        code="coverage",
        model=Coverage,
        path="territoire",
        noun=Noun("territoire couvert"),
        section="identity",
        form=CoverageForm,
        facts=lambda coverage: {"place": str(coverage), "department": coverage.department.code},
        told=lambda data: f"{data['place']} ({data['department']})",
        proposable=True,
        anchor="territoire-couvert",
    )
)
declare(
    Kind(
        code="tie",
        model=Tie,
        path="liens",
        noun=Noun("lien"),
        section="identity",
        form=forms.TieForm,
        parent="source",
        facts=lambda tie: {"kind": tie.kind, "target": tie.target.name},
        told=lambda data: f"{Tie.Kind(data['kind']).label} {data['target']}",
        proposable=True,
    )
)
declare(
    Kind(
        code="agreement",
        model=Agreement,
        path="conventionnements",
        noun=Noun("conventionnement"),
        section="identity",
        form=forms.AgreementForm,
        facts=lambda agreement: {"type": agreement.type},
        told=lambda data: str(Agreement.Type(data["type"]).label),
        proposable=True,
    )
)
declare(
    Kind(
        code="role",
        model=Role,
        path="roles",
        noun=Noun("rôle"),
        section="identity",
        form=forms.RoleForm,
        facts=lambda role: {"kind": role.kind},
        told=lambda data: str(Role.Kind(data["kind"]).label),
    )
)


declare(
    Kind(
        code="registration",
        model=Registration,
        path="referencements",
        noun=Noun("référencement"),
        section="identity",
        form=forms.RegistrationForm,
        facts=lambda row: {"platform": row.platform, "listed": row.listed},
        told=lambda data: f"{Registration.Platform(data['platform']).label}{'' if data['listed'] else ' : non référencée'}",
        proposable=True,
    )
)


def mandate_facts(mandate: Any) -> dict[str, Any]:
    return {"level": mandate.level, "zones": sorted(mandate.zones.order_by("code").values_list("code", flat=True))}


declare(
    Kind(
        code="mandate",
        model=Mandate,
        path="mandats",
        noun=Noun("mandat"),
        section="identity",
        form=forms.MandateForm,
        facts=mandate_facts,
        told=lambda data: f"{Mandate.Level(data['level']).label} : {', '.join(data['zones'])}",
        keepers=policies.may_mandate,
    )
)
