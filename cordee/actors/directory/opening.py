"""What the opening of a platform writes in the directory: the operator, its territory, its host and places, its funders, their logos.

One person at a time: a second click, or a colleague at the same second, finds what the first one made and is told so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.files import File as Upload
from django.db import connection, transaction

from cordee.actors.directory import queries
from cordee.actors.directory.actions import create_organisation, since
from cordee.actors.directory.children import actions as children
from cordee.actors.directory.children import kinds
from cordee.actors.directory.models import Mandate, Organisation, Role, Site, Tie
from cordee.actors.territory.models import Commune, Zone
from cordee.core import logos
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import history
from cordee.core.models import File
from cordee.core.models.bases import period_contains_today
from cordee.core.opening import may_open
from cordee.core.text import fr_normalize


@contextmanager
def writing(actor: Actor, act: str) -> Iterator[None]:
    if refusal := may_open(actor):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=act):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.opening'))")
        yield


def create_body(*, actor: Actor, role: str, name: str, siret: str = "", zone: str | None = None, **values: Any) -> Organisation:
    """An organisation of the scheme, once: the same name under the same role is the same body."""
    with writing(actor, f"directory.opening.{role}"):
        _not_known(role, name, siret)
        return create_organisation(actor=actor, values={"name": name, **values}, zone=zone, roles=(role,), siret=siret)


def _not_known(role: str, name: str, siret: str) -> None:
    if siret and (known := queries.known_siret(siret).order_by("id").first()):
        raise Refused(Refusal("siret", f"{known.name} porte déjà ce SIRET. Votre saisie est conservée."))
    for other in bodies(role):
        if fr_normalize(other.name) == fr_normalize(name):
            raise Refused(Refusal("known", f"{other.name} est déjà là : il n'y a rien à ajouter."))


def give_mandate(*, actor: Actor, organisation: Organisation, level: str, zones: Iterable[Zone], start: date | None = None) -> Mandate:
    """A territory from a day on. Two operators of one zone are legal; twice the same mandate is not."""
    wanted = sorted(zones, key=lambda zone: zone.code)
    with writing(actor, "directory.opening.mandate"):
        held = Zone.objects.filter(
            period_contains_today("mandates__period"),
            mandates__organisation=organisation,
            mandates__level=level,
            pk__in=[zone.pk for zone in wanted],
        )
        if held.exists():
            names = ", ".join(held.order_by("code").values_list("name", flat=True))
            raise Refused(Refusal("held", f"{organisation.name} a déjà ce mandat : {names}. Décochez ce territoire."))
        made: Mandate = _child(actor, "mandate", organisation, level=level, zones=wanted, period=since(start))
    return made


def host_itself(*, actor: Actor, organisation: Organisation) -> None:
    """The operator bears its DLA by itself. Said twice, it is written once."""
    with writing(actor, "directory.opening.host"):
        if not organisation.roles.filter(period_contains_today(), kind=Role.Kind.HOST).exists():
            _child(actor, "role", organisation, kind=Role.Kind.HOST, period=since())


def host_elsewhere(*, actor: Actor, organisation: Organisation, name: str, siret: str, commune: Commune | None) -> Organisation:
    """Another body bears the DLA: its sheet, and the tie between both."""
    with transaction.atomic():
        host = create_body(actor=actor, role="host", name=name, siret=siret, zone=organisation.zone, commune=commune)
        _child(actor, "tie", organisation, kind=Tie.Kind.HOSTED, target=host, period=since())
    return host


def add_site(*, actor: Actor, organisation: Organisation, **values: Any) -> Site:
    with writing(actor, "directory.opening.site"):
        made: Site = _child(actor, "site", organisation, **values, period=since())
    return made


def _child(actor: Actor, child: str, organisation: Organisation, **values: Any) -> Any:
    """A row of a sheet, by the verb that keepers use: the fil tells it."""
    return children.add(actor=actor, kind=kinds[child], organisation=organisation, values=values)


def add_funder(*, actor: Actor, name: str, siret: str, zone: str, zones: Iterable[Zone]) -> Organisation:
    """A funder and the territories that it funds: its people will see them."""
    with transaction.atomic():
        funder = create_body(actor=actor, role="funder", name=name, siret=siret, zone=zone)
        give_mandate(actor=actor, organisation=funder, level=Mandate.Level.FUNDING, zones=zones)
    return funder


def join_logo(*, actor: Actor, organisation: Organisation, upload: Upload[Any]) -> File:
    if refusal := may_open(actor):
        raise Refused(refusal)
    return logos.join_logo(actor=actor, thread=organisation.thread, upload=upload)


# -- what is there ------------------------------------------------------------------------------------------------------------
def bodies(role: str) -> Any:
    """The organisations that bear a role today, oldest first."""
    everyone = Organisation.objects.for_system("the opening sees the whole platform").filter(queries.with_role(role), merged_into=None)
    return everyone.select_related("thread").order_by("id")


def operators() -> Any:
    return bodies("operator")


def mandated_zones(*levels: str) -> Any:
    """The zones in charge of someone today, at these levels; by default all but those of the funders."""
    wanted = levels or tuple(level for level in Mandate.Level.values if level != Mandate.Level.FUNDING)
    return Zone.objects.filter(period_contains_today("mandates__period"), mandates__level__in=wanted)


def sites() -> Any:
    return Site.objects.for_system("the opening sees the whole platform").filter(period_contains_today(), organisation__in=operators())
