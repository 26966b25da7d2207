"""Verbs of taking part: a sheet is opened to another organisation, for a time, and closed."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cordee.actors.accounts import policies, queries, reactions
from cordee.actors.accounts.models import Participation, User
from cordee.actors.directory.holding import holding
from cordee.actors.directory.models import Organisation
from cordee.core import outbox
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.journal import record
from cordee.core.models.bases import period_contains_today

ENDED = Refusal("ended", "Cette participation a déjà pris fin.")


def open_participation(
    *,
    actor: Actor,
    organisation: Organisation,
    whom: Organisation,
    capacity: str,
    user: User | None = None,
    period: DateRange | None = None,
) -> Participation:
    """From its first day to its last, `whom` (or one of its people alone) reads this sheet as its capacity reads it, and is told."""
    period = period or DateRange(timezone.localdate(), None)
    with holding(actor, organisation, rule=policies.may_share, act="accounts.participation.open", beside=whom) as sheet:
        if refusal := _refusal(sheet, whom, capacity, user, period):
            raise Refused(refusal)
        part = Participation(thread_id=sheet.thread_id, organisation=whom, user=user, capacity=capacity, period=period)
        part.save(force_insert=True)
        _tell("opened", part, sheet, actor)
    return part


def _refusal(sheet: Organisation, whom: Organisation, capacity: str, user: User | None, period: DateRange) -> Refusal | None:
    if whom.pk == sheet.pk:
        return Refusal("own", "Une organisation prend part d'elle-même à sa propre fiche : choisissez-en une autre.")
    if capacity not in queries.capacities_held(whom):
        return Refusal("capacity", f"{whom.name} ne porte pas ce rôle aujourd'hui : complétez ses rôles, ou choisissez un autre titre.")
    if capacity == "provider" and sheet.roles.filter(period_contains_today(), kind="provider").exists():
        return Refusal("rival", f"{sheet.name} est prestataire : ses tarifs et ses évaluations ne s'ouvrent à aucun autre prestataire.")
    if period.upper and period.upper <= timezone.localdate():
        return Refusal("past", "Cette période est déjà finie : choisissez une date de fin à venir, ou laissez-la vide.")
    if user and not queries.is_member(whom.pk, user.email):
        return Refusal("member", f"Cette personne n'agit pas pour {whom.name} : choisissez quelqu'un de cette organisation.")
    same = queries.parts_of(sheet).filter(organisation=whom, user=user, capacity=capacity, period__overlap=period)
    if same.exists():
        return Refusal("already", f"{whom.name} prend déjà part à cette fiche à ce titre sur cette période.")
    return None


def end_participation(*, actor: Actor, organisation: Organisation, part: Participation) -> Participation:
    """At once: the sheet is closed to them from this very minute. The row stays, and the fil."""
    today = timezone.localdate()
    with holding(actor, organisation, rule=policies.may_share, act="accounts.participation.end") as sheet:
        locked: Participation | None = queries.parts_of(sheet).select_for_update(of=("self",), no_key=True).filter(pk=part.pk).first()
        if locked is None or locked.period.isempty or (locked.period.upper and locked.period.upper <= today):
            raise Refused(ENDED)
        first = locked.period.lower
        locked.period = DateRange(first, max(first or today, today))
        locked.save(update_fields=["period"])
        _tell("ended", locked, sheet, actor)
    return locked


def _tell(act: str, part: Participation, sheet: Organisation, actor: Actor) -> None:
    """The fil of the sheet keeps names of organisations and roles, never that of a person; a letter leaves to those concerned."""
    data = {"other": part.organisation.name, "capacity": part.capacity, "one_person": part.user_id is not None}
    if act == "opened":
        data |= {"since": part.period.lower.isoformat(), "until": part.last_day.isoformat() if part.last_day else ""}
    event = record(
        sheet, f"accounts.participation.{act}", actor=actor, audience=sorted({"operator", "structure", part.capacity}), data=data
    )
    for user, address in queries.addresses(queries.members_of(part.organisation_id)):
        if part.user_id in (None, user):
            outbox.post(reactions.participation(act, part, sheet, actor.label, user, address), event=event)
