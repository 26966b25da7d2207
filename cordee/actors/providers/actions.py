"""Verbs of the register: keyword-only, the actor explicit, one transaction each. Competences, sectors and areas are in `offers`."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.directory.actions import set_identifier
from cordee.actors.directory.actions import write as write_organisation
from cordee.actors.directory.models import Organisation, Role
from cordee.actors.directory.queries import known_siret
from cordee.actors.providers import offers, policies, reactions
from cordee.actors.providers.models import EmergenceAction, Provider, Suspension
from cordee.actors.providers.queries import derive_facets
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import save_edit
from cordee.core.formats import joined
from cordee.core.journal import history, record
from cordee.core.lifecycle import start
from cordee.core.models.bases import period_contains_today
from cordee.core.threads import open_thread

PARTIES = ["operator", "provider"]
NAMED = 5
#: what the DLA looks at again when the provider changes it, as the sheet names it
SENSITIVE = {"siret": "le SIRET", "vat": "la situation de TVA", "rates": "les tarifs", "iban": "l'IBAN"}
MOVED = Refusal(
    "moved", "La fiche de l'organisation a changé depuis l'ouverture de cette page : relisez l'adresse et le SIRET, puis enregistrez."
)


def allow(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


def derive(*providers: Provider) -> None:
    """What the search reads follows the links at once, in the caller's transaction."""
    derive_facets([provider.pk for provider in providers])


def locked(provider: Provider) -> Provider:
    found: Provider = Provider.objects.for_system("locked to be written").select_for_update(no_key=True).get(pk=provider.pk)
    return found


def to_verify_again(provider: Provider, actor: Actor, what: str) -> None:
    """A change by the provider itself goes live; once verified, the sheet says that this part is to be looked at again."""
    if provider.verified_on and policies.is_own(actor, provider) and what not in provider.to_check:
        provider.to_check = [*provider.to_check, what]
        Provider.objects.for_system("the sheet is locked").filter(pk=provider.pk).update(to_check=provider.to_check)


# -- entering the register ------------------------------------------------------------------------------------------------
def spot(
    *,
    actor: Actor,
    name: str,
    zone: str,
    known_for: str = "",
    competences: Any = (),
    siret: str = "",
    organisation: Organisation | None = None,
    why_twice: str = "",
    operation: uuid.UUID | None = None,
    **values: Any,
) -> Provider:
    """A provider that someone of the scheme heard of: a name and what it is good at are enough. `organisation`: one already known."""
    allow(policies.may_spot(actor))
    with transaction.atomic(), history(actor, act="providers.provider.spot"):
        if organisation is None:
            refuse_twin(actor, siret, why_twice)
            organisation = _new_organisation(actor, name, zone, siret, operation, **values)
        else:
            Organisation.objects.for_system("one sheet each").select_for_update(no_key=True).get(pk=organisation.pk)
        first: Provider | None = Provider.objects.for_system("one sheet each").filter(organisation=organisation).first()
        if first:
            return first
        _play_role(organisation)
        provider = Provider(
            organisation=organisation, thread=organisation.thread, zone=organisation.zone, known_for=known_for,
            spotted_by_id=actor.organisation_id, spotted_on=timezone.localdate(), confirmed_on=timezone.localdate(),
            name=organisation.name,
        )  # fmt: skip
        start(provider, actor=actor, data={"why_twice": why_twice}, operation=operation)
        offers.keep_competences(provider, [*competences])
        derive(provider)
        provider.refresh_from_db()
    return provider


def refuse_twin(actor: Actor, siret: str, why_twice: str, of: Organisation | None = None) -> None:
    """A number known already is given again with a reason only. Two who give it at the same second are judged one after the other."""
    if not siret or why_twice or actor.is_system:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('siret ' || %s))", [siret])
    twins = known_siret(siret).exclude(pk=of.pk if of else None).order_by("sort_key")
    if names := joined([twin.name for twin in twins[:NAMED]]):
        raise Refused(Refusal("twin", f"Ce SIRET est déjà celui de {names}. Enregistrez de nouveau : la page vous demandera pourquoi."))


def _new_organisation(actor: Actor, name: str, zone: str, siret: str, operation: uuid.UUID | None, **values: Any) -> Organisation:
    """Whoever spots it may be of another territory: the sheet belongs to its own, as every sheet."""
    thread, new = open_thread(kind="organisation", zone=zone, operation=operation)
    if not new:
        first: Organisation = Organisation.objects.for_system("the same operation").get(thread=thread)
        return first
    organisation = Organisation(thread=thread, zone=zone, name=name, **values)
    organisation.save()
    if siret:
        set_identifier(organisation, kind="siret", value=siret, actor=actor)
    record(organisation, "directory.organisation.created", actor=actor, audience=["operator", "structure", "provider"], data={"name": name})
    return organisation


def _play_role(organisation: Organisation) -> None:
    roles = Role.objects.for_system("what it is in the scheme")
    if not roles.filter(period_contains_today(), organisation=organisation, kind=Role.Kind.PROVIDER).exists():
        Role(organisation=organisation, kind=Role.Kind.PROVIDER, period=DateRange(timezone.localdate(), None)).save()


# -- writing the sheet ----------------------------------------------------------------------------------------------------
def edit_section(*, actor: Actor, provider: Provider, section: str, values: dict[str, Any], version: int) -> Provider:
    """The provider's own columns of one part of the sheet, or `Stale` with the three values."""
    with transaction.atomic(), history(actor, act="providers.provider.edit"):
        current = locked(provider)
        allow(policies.may_write(actor, current, section))
        changed = [name for name, value in values.items() if getattr(current, name) != value]
        save_edit(current, values, version=version, actor=actor, form=f"providers.{section}")
        tell_edit(current, actor, changed)
    return current


def edit_identity(
    *,
    actor: Actor,
    provider: Provider,
    values: dict[str, Any],
    of_organisation: dict[str, Any],
    siret: str,
    version: int,
    seen: int,
    why_twice: str = "",
) -> Provider:
    """Who it is and where it is reached: partly its organisation's own columns, saved with it or not at all."""
    with transaction.atomic(), history(actor, act="providers.provider.edit"):
        organisation = (
            Organisation.objects.for_system("locked with its sheet").select_for_update(no_key=True).get(pk=provider.organisation_id)
        )
        current = locked(provider)
        allow(policies.may_write(actor, current, "identity"))
        if organisation.version != seen and current.version == version:
            raise Refused(MOVED)
        changed = [name for name, value in values.items() if getattr(current, name) != value]
        save_edit(current, values, version=version, actor=actor, form="providers.identity", touched=True)
        changed += write_organisation(organisation, of_organisation, version=organisation.version, actor=actor)
        if set_identifier(organisation, kind="siret", value=siret, actor=actor):
            refuse_twin(actor, siret, why_twice, organisation)
            changed.append("siret")
        tell_edit(current, actor, changed, why_twice)
    return current


def edit_offer(*, actor: Actor, provider: Provider, section: str, version: int, **chosen: Any) -> Provider:
    """What it can do, or where: dated rows written by difference, and what the search reads of them, together."""
    with transaction.atomic(), history(actor, act="providers.provider.edit"):
        current = locked(provider)
        allow(policies.may_write(actor, current, section))
        save_edit(current, {}, version=version, actor=actor, form=f"providers.{section}", touched=True)
        changed = offers.keep_areas(current, **chosen) if section == "areas" else offers.keep_offer(current, **chosen)
        derive(current)
        tell_edit(current, actor, changed)
    return current


def tell_edit(provider: Provider, actor: Actor, changed: list[str], why_twice: str = "") -> None:
    """One line of the fil; what the DLA must look at again is marked; why a number known already is given again is kept."""
    if not changed:
        return
    for what in ("siret", "vat"):
        if what in changed:
            to_verify_again(provider, actor, what)
    record(
        provider,
        "providers.provider.edited",
        actor=actor,
        audience=PARTIES,
        data={"fields": changed} | ({"why_twice": why_twice} if "siret" in changed and why_twice else {}),
    )


def confirm(*, actor: Actor, provider: Provider) -> Provider:
    """« Ma fiche est à jour »: nothing changes but the day someone said so."""
    with transaction.atomic(), history(actor, act="providers.provider.confirm"):
        current = locked(provider)
        allow(policies.may_confirm(actor, current))
        if current.confirmed_on != timezone.localdate():
            Provider.objects.for_system("the sheet is locked").filter(pk=current.pk).update(confirmed_on=timezone.localdate())
            record(current, "providers.provider.confirmed", actor=actor, audience=PARTIES)
    return current


def verify_again(*, actor: Actor, provider: Provider, seen: Collection[str]) -> Provider:
    """What the provider changed since it was verified, and was `seen`, has been looked at; what it changed since then waits."""
    with transaction.atomic(), history(actor, act="providers.provider.verify_again"):
        current = locked(provider)
        allow(policies.may_verify(actor, current))
        what = [part for part in current.to_check if part in seen]
        if not what:
            raise Refused(Refusal("checked", "Rien n'est à revérifier : quelqu'un vient de le faire, ou rien n'a changé."))
        left = [part for part in current.to_check if part not in what]
        note_verified(current, actor=actor)
        current.to_check = left
        rows = Provider.objects.for_system("the sheet is locked").filter(pk=current.pk)
        rows.update(**{name: getattr(current, name) for name in VERIFIED})
        record(current, "providers.provider.verified_again", actor=actor, audience=PARTIES, data={"what": what})
    return current


VERIFIED = ("verified_on", "verified_by", "confirmed_on", "to_check")


def note_verified(provider: Provider, *, actor: Actor, **more: Any) -> None:
    """Who looked at the sheet, and when: it is fresh, and nothing is left to look at."""
    provider.verified_on = provider.confirmed_on = timezone.localdate()
    provider.verified_by = Organisation.objects.for_system("the actor's own").filter(pk=actor.organisation_id).first()
    provider.to_check = []


# -- suspension -----------------------------------------------------------------------------------------------------------
def suspend(*, actor: Actor, provider: Provider, reason: str, since: date, until: date | None) -> Suspension:
    """`until` is the first day on which it is proposed again, when it is known."""
    with transaction.atomic(), history(actor, act="providers.suspension.suspend"):
        current = locked(provider)
        allow(policies.may_suspend(actor, current))
        made = Suspension(provider=current, reason=reason, period=DateRange(since, until), by_id=actor.organisation_id)
        made.full_clean(exclude=["by"])
        made.save(force_insert=True)
        event = record(current, "providers.suspension.suspended", actor=actor, audience=PARTIES, data={"reason": reason})
        reactions.tell_provider(current, event, reactions.suspended(made))
    return made


def lift(*, actor: Actor, suspension: Suspension, reason: str) -> Suspension:
    """From today the provider is proposed again. Lifted twice at once, it is lifted once."""
    today = timezone.localdate()
    with transaction.atomic(), history(actor, act="providers.suspension.lift"):
        current = locked(suspension.provider)
        allow(policies.may_suspend(actor, current))
        found: Suspension = Suspension.objects.for_system("the sheet is locked").get(pk=suspension.pk)
        if found.period.isempty or (found.period.upper and found.period.upper <= today):
            raise Refused(Refusal("ended", "Cette suspension a déjà pris fin."))
        if found.period.lower >= today:  # it has not held a whole day: the fil keeps that it was decided
            found.delete()
        else:
            found.period, found.lifted_because = DateRange(found.period.lower, today), reason
            found.save()
        event = record(current, "providers.suspension.lifted", actor=actor, audience=PARTIES, data={"reason": reason})
        reactions.tell_provider(current, event, reactions.lifted(current, reason))
    return found


# -- joint actions for newcomers --------------------------------------------------------------------------------------------
def record_emergence(*, actor: Actor, values: dict[str, Any], action: EmergenceAction | None = None, version: int = 0) -> EmergenceAction:
    """When, with which networks, which newcomers took part; each newcomer's fil says it once."""
    networks, newcomers = list(values.pop("networks", [])), list(values.pop("newcomers", []))
    with transaction.atomic(), history(actor, act="providers.emergence.record"):
        allow(policies.may_record_emergence(actor, action))
        if action is None:
            action = EmergenceAction(**values)
            action.organiser_id = actor.organisation_id  # type: ignore[assignment]  # the base refuses whoever has none
            action.full_clean(exclude=["organiser"])
            action.save(force_insert=True)
            known: set[int] = set()
        else:
            save_edit(action, values, version=version, actor=actor, touched=True)
            known = set(action.newcomers.order_by("pk").values_list("pk", flat=True))
        action.networks.set(networks)
        action.newcomers.set(newcomers)
        for provider in newcomers:
            if provider.pk not in known:
                record(provider, "providers.emergence.took_part", actor=actor, audience=PARTIES, data={"name": action.name})
    return action
