"""What the directory owes or is owed, by profile: sheets to review, agreements and mandates that end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone

from cordee.actors.directory import queries
from cordee.actors.directory.models import Agreement, Mandate, Organisation
from cordee.core.access import Actor
from cordee.core.models import Event
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import P, param
from cordee.core.todo import NO_DATE, TodoSource, declare, last_moment, words

REVIEW_DAYS = P("directory.review_days", "Délai au bout duquel une fiche est à relire", int, default=365, unit="jours")
AGREEMENT_DAYS = P("directory.agreement_notice_days", "Rappel avant la fin d'un conventionnement", int, default=60, unit="jours")
MANDATE_DAYS = P("directory.mandate_notice_days", "Rappel avant la fin d'un mandat", int, default=90, unit="jours")


def days(parameter: P) -> timedelta:
    return timedelta(days=param(parameter))


# -- sheets -----------------------------------------------------------------------------------------------------------------
def _acts(*codes: str) -> QuerySet[Any]:
    acts = Event.objects.for_system("when was this sheet last looked at").filter(thread_id=OuterRef("thread_id"))
    return acts.filter(code__in=codes) if codes else acts.filter(code__startswith="directory.")


def _touched(rows: Any) -> Any:
    """When the sheet last moved, or was read and found right."""
    last = Subquery(_acts().order_by("-at").values("at")[:1], output_field=DateTimeField())
    return rows.filter(merged_into=None, ended_on=None).annotate(since=Coalesce(last, F("created_at")), key=F("public_id"))


def _stale(rows: Any) -> Any:
    return _touched(rows).filter(since__lt=CordeeNow() - days(REVIEW_DAYS)).annotate(
        due=F("since") + days(REVIEW_DAYS), title=words("Relire la fiche « ", F("name"), " »"), detail=words("sans changement depuis un an")
    )  # fmt: skip


def structure_sheets(actor: Actor) -> Any:
    """Sheets of one's territory that nobody looked at for a year: no deadline, they wait for a quiet day."""
    rows = Organisation.objects.visible_to(actor).filter(queries.with_role("beneficiary"), zone__in=sorted(actor.zones or ()))
    return _stale(rows).annotate(due=NO_DATE)


def own_sheet(actor: Actor) -> Any:
    """One's own sheet: its people read it again once a year."""
    rows = Organisation.objects.visible_to(actor).filter(pk=actor.organisation_id)
    return _stale(rows).annotate(title=words("Relire votre fiche"))


# -- what ends --------------------------------------------------------------------------------------------------------------
def _ending(rows: Any, parameter: P) -> Any:
    """In force today, and ending within the parameter's days. The last day included is the one shown."""
    soon = timezone.localdate() + days(parameter)
    return rows.filter(period_contains_today(), period__endswith__lte=soon, organisation__merged_into=None).annotate(
        due=last_moment("period"), since=last_moment("period") - days(parameter), key=F("organisation__public_id")
    )


def _agreements(organisations: Any) -> Any:
    rows = Agreement.objects.for_system("of organisations that the actor may see").filter(organisation__in=organisations.order_by())
    return _ending(rows, AGREEMENT_DAYS).annotate(label=Upper("type"))


def agreements_to_check(actor: Actor) -> Any:
    own = Organisation.objects.visible_to(actor).filter(zone__in=sorted(actor.zones or ()))
    return _agreements(own).annotate(
        title=words("Vérifier le conventionnement : ", F("organisation__name")), detail=words(F("label"), ", dernier jour")
    )


def own_agreements(actor: Actor) -> Any:
    own = Organisation.objects.visible_to(actor).filter(pk=actor.organisation_id)
    return _agreements(own).annotate(
        title=words("Préparer la suite de votre conventionnement ", F("label")), detail=words("dernier jour")
    )  # fmt: skip


def mandates_to_renew(actor: Actor) -> Any:
    """Its own mandate for the head of an operator; every mandate for those who see the whole scheme."""
    rows = Mandate.objects.for_system("mandates are known of all professionals")
    if actor.zones is not None:
        rows = rows.filter(organisation_id=actor.organisation_id)
    return _ending(rows, MANDATE_DAYS).annotate(
        title=words("Préparer la suite du mandat : ", F("organisation__name")), detail=words("dernier jour")
    )


SHEET = "/annuaire/{key}/"
OFFICERS = frozenset({"officer", "head"})
declare(TodoSource("directory.structure_stale", "Relire", SHEET, structure_sheets, frozenset({"officer"})))
declare(TodoSource("directory.own_stale", "Relire", SHEET, own_sheet, frozenset({"structure", "network"})))
declare(TodoSource("directory.agreement_ends", "Vérifier", SHEET + "#conventionnements", agreements_to_check, OFFICERS))
declare(TodoSource("directory.own_agreement_ends", "Préparer", SHEET + "#conventionnements", own_agreements, frozenset({"structure"})))
declare(TodoSource("directory.mandate_ends", "Préparer", SHEET, mandates_to_renew, frozenset({"head", "national", "admin"})))
