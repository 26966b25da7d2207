"""Places, for the API: reference data, the same for every token."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from cordee.actors.territory import queries
from cordee.actors.territory.models import Commune, Department, Zone
from cordee.core.api.auth import ApiRequest
from cordee.core.api.paging import Page
from cordee.core.api.routers import ApiRouter
from cordee.core.api.schemas import NO_NUL, Code

router = ApiRouter(tags=["Territoires"])


class RegionOut(Schema):
    code: str = Field(description="Code INSEE.")
    name: str
    overseas_collectivity: bool
    departments: list[str] = Field(description="Codes de ses départements.")


class DepartmentOut(Schema):
    code: str = Field(description="Code INSEE.")
    name: str
    region: str = Field(description="Code INSEE de sa région.")
    communes: int
    population: int | None


class CommuneOut(Schema):
    code: str = Field(description="Code INSEE.")
    name: str
    postcodes: list[str]
    department: str
    population: int | None
    latitude: float | None
    longitude: float | None


class ZoneOut(Schema):
    code: str = Field(description="Celui que portent les fiches : un département, ou un bassin.")
    name: str
    kind: str = Field(description="national, department ou basin")
    department: str | None
    parent: str | None


def department_out(department: Department) -> DepartmentOut:
    figures = department.__dict__  # the query's annotations
    return DepartmentOut(
        code=department.code,
        name=department.name,
        region=department.region.code,
        communes=figures["commune_count"],
        population=figures["population"],
    )


def commune_out(commune: Commune) -> CommuneOut:
    return CommuneOut(
        code=commune.code,
        name=commune.name,
        postcodes=commune.postcodes,
        department=commune.department.code,
        population=commune.population,
        latitude=commune.latitude,
        longitude=commune.longitude,
    )


def zone_out(zone: Zone) -> ZoneOut:
    return ZoneOut(
        code=zone.code,
        name=zone.name,
        kind=zone.kind,
        department=zone.department.code if zone.department else None,
        parent=zone.parent.code if zone.parent else None,
    )


@router.get("/regions", response=Page[RegionOut], operation_id="regions", summary="Lister les régions")
def regions(request: ApiRequest) -> Page[RegionOut]:
    found = queries.regions_matching("")
    items = [
        RegionOut(code=r.code, name=r.name, overseas_collectivity=r.collectivity, departments=[d.code for d in r.departments.all()])
        for r in found
    ]
    return Page(items=items, next=None)


@router.get("/departements", response=Page[DepartmentOut], operation_id="departments", summary="Lister les départements")
def departments(request: ApiRequest, region: Code = "") -> Page[DepartmentOut]:
    found = queries.departments_with_population().select_related("region")
    return Page(items=[department_out(d) for d in (found.filter(region__code=region) if region else found)], next=None)


@router.get("/communes", response=Page[CommuneOut], operation_id="communes", summary="Chercher une commune")
def communes(
    request: ApiRequest,
    q: Annotated[str, Query(min_length=1, max_length=100, pattern=NO_NUL, description="Nom ou code postal, même incomplet.")],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Page[CommuneOut]:
    """Le nom exact d'abord, puis les plus peuplées."""
    return Page(items=[commune_out(c) for c in queries.search_communes(q, limit=limit)], next=None)


@router.get("/zones", response=Page[ZoneOut], operation_id="zones", summary="Lister les territoires du dispositif")
def zones(request: ApiRequest, departement: Code = "") -> Page[ZoneOut]:
    """Les départements et leurs bassins : c'est d'eux que dépendent les droits."""
    return Page(items=[zone_out(z) for z in queries.zones_in(departement)], next=None)
