"""Each night the register is asked about sheets that bear a SIRET, the longest unasked first; what it says becomes an alert, once."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cordee.actors.directory import policies, queries
from cordee.actors.directory.connected.companies import COMPANIES, Absent, Company, company_of
from cordee.actors.directory.models import CompanyAlert, CompanyCheck, Organisation
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.connectors import Trouble, mode_of
from cordee.core.connectors.declare import OFF, ON
from cordee.core.journal import history, record
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import P, param

RAISED, READ = "directory.alert.raised", "directory.alert.read"
AUDIENCE = ["operator"]
PER_NIGHT = P(
    "directory.company_checks",
    "Fiches vérifiées chaque nuit dans Recherche d'entreprises",
    int,
    default=2000,
    unit="fiches",
    help="Le service limite le nombre d'appels : les fiches vérifiées il y a le plus longtemps passent d'abord.",
    least=1,
    most=20000,
    local=False,
)
AGAIN = timedelta(days=6)  # a sheet is not asked about twice in a week
GIVE_UP = 3  # failures of one night
SYSTEM = Actor.system("Alertes de Recherche d'entreprises")


def to_check(most: int) -> list[tuple[int, str]]:
    """Sheets that stand and bear a number: never asked about first, then the oldest."""
    rows = Organisation.objects.for_system("nightly look at the register").filter(
        merged_into=None, ended_on=None, fictitious=mode_of(COMPANIES) != ON
    )
    rows = rows.annotate(siret=queries.current_identifier("siret")).exclude(siret=None)
    rows = rows.exclude(company_check__checked_at__gt=timezone.now() - AGAIN)
    return list(rows.order_by("company_check__checked_at", "id").values_list("id", "siret")[:most])


def watch() -> int:
    """Answers how many sheets were looked up. A service that asks to wait, or fails three times, is left until tomorrow."""
    if mode_of(COMPANIES) == OFF:
        return 0
    done = failures = 0
    for pk, siret in to_check(param(PER_NIGHT)):
        try:
            check(pk, siret)
            done += 1
        except Trouble as trouble:
            failures += 1
            if trouble.until or failures >= GIVE_UP:
                break
        if mode_of(COMPANIES) == ON:
            time.sleep(COMPANIES.pause)
    return done


def check(pk: int, siret: str) -> None:
    """The service is asked first, outside any transaction; then the sheet is locked and what is new is written."""
    try:
        company: Company | None = company_of(siret)
    except Absent:
        company = None
    take_in(pk, siret, company)


def take_in(pk: int, siret: str, company: Company | None) -> None:
    """What was answered, or that the number is unknown. Two nights at once write each alert once: the sheet is locked."""
    with transaction.atomic(), history(SYSTEM, act=RAISED):
        organisation = (
            Organisation.objects.for_system("nightly look at the register").select_for_update(no_key=True, of=("self",)).get(pk=pk)
        )
        CompanyCheck.objects.for_system("when it was asked").update_or_create(
            organisation=organisation, defaults={"siret": siret, "checked_at": timezone.now()}
        )
        if company:
            _write(organisation, company)


def _write(organisation: Organisation, company: Company) -> None:
    alerts = CompanyAlert.objects.for_system("what is known of this sheet").filter(organisation=organisation, siret=company.siret)
    known = {alert.key: alert for alert in alerts.order_by("id")}
    said = {fact.key: fact for fact in company.alerts}
    for key, fact in said.items():
        if key not in known:
            alert = CompanyAlert(
                organisation=organisation, siret=company.siret, key=key, kind=fact.kind, detail=fact.said, happened_on=fact.on
            )
            alert.save()
            record(organisation, RAISED, actor=SYSTEM, audience=AUDIENCE, data={"kind": fact.kind, "detail": fact.said})
    alerts.filter(lifted_on=None).exclude(key__in=said).update(lifted_on=today())
    alerts.filter(key__in=said).exclude(lifted_on=None).update(lifted_on=None)


def read(*, actor: Actor, alert: CompanyAlert, reason: str) -> None:
    """The officer says what follows. Whoever comes second is told who came first."""
    if refusal := policies.may_edit(actor, alert.organisation):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=READ):
        # By its own columns alone: the second of two writers waits, and finds it read.
        rows = CompanyAlert.objects.for_system("may_edit was asked").filter(pk=alert.pk, read_at=None)
        if not rows.update(read_at=CordeeNow(), read_by=actor.label[:200], reason=reason):
            alert.refresh_from_db()
            raise Refused(Refusal("read", f"{alert.read_by} a déjà répondu à cette alerte : « {alert.reason} »"))
        data = {"kind": alert.kind, "detail": alert.detail, "reason": reason}
        record(alert.organisation, READ, actor=actor, audience=AUDIENCE, data=data)
