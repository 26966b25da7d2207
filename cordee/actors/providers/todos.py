"""What is owed on the sheets: by the regional level, which keeps the register, and by the providers themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from cordee.actors.providers.completeness import ITEMS, missing_codes
from cordee.actors.providers.models import Paper, Provider
from cordee.core.access import Actor
from cordee.core.parameters import P, param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, words

REVIEW_DAYS = P(
    "providers.review_days", "Délai au bout duquel une fiche de prestataire est à relire", int, default=365, unit="jours", least=30
)
VERIFY_DAYS = P("providers.verify_days", "Délai pour vérifier la fiche d'un nouveau prestataire", int, default=30, unit="jours", least=1)
PAPER_DAYS = P(
    "providers.paper_notice_days", "Rappel avant la fin d'une attestation de prestataire", int, default=30, unit="jours", least=1
)

LISTED = [item.code for item in ITEMS if item.listed]
PAID = [item.code for item in ITEMS if item.paid]


def days(parameter: P) -> timedelta:
    return timedelta(days=param(parameter))


def at(day: str) -> Any:
    return Cast(F(day), DateTimeField())


def standing(rows: Any) -> Any:
    return rows.exclude(state=Provider.State.WITHDRAWN).filter(organisation__ended_on=None).annotate(key=F("public_id"))


def of_region(actor: Actor) -> Any:
    """The sheets that a regional operator keeps."""
    return standing(Provider.objects.visible_to(actor).filter(zone__in=sorted(actor.zones or ())))


def own(actor: Actor) -> Any:
    return standing(Provider.objects.visible_to(actor).filter(organisation_id=actor.organisation_id))


def stale(rows: Any) -> Any:
    old = rows.filter(confirmed_on__lt=timezone.localdate() - days(REVIEW_DAYS))
    return old.annotate(since=at("confirmed_on"), due=at("confirmed_on") + days(REVIEW_DAYS))


def to_reread(actor: Actor) -> Any:
    return stale(of_region(actor)).annotate(
        title=words("Relire la fiche « ", F("name"), " »"), detail=words("personne ne l'a confirmée depuis un an")
    )


def to_verify(actor: Actor) -> Any:
    """Complete enough to be listed; the others are first to be completed."""
    fresh = of_region(actor).filter(state=Provider.State.SPOTTED).alias(missing=missing_codes()).exclude(missing__overlap=LISTED)
    return fresh.annotate(
        since=at("spotted_on"), due=at("spotted_on") + days(VERIFY_DAYS), title=words("Vérifier la fiche « ", F("name"), " »"),
        detail=words("nouveau prestataire"),
    )  # fmt: skip


def gap_said() -> Any:
    return Case(When(missing__contains=["siret"], then=words("SIRET manquant")), default=words("fiche incomplète"))


def to_complete(actor: Actor) -> Any:
    rows = of_region(actor).annotate(missing=missing_codes()).filter(missing__overlap=LISTED)
    return rows.annotate(since=at("spotted_on"), due=NO_DATE, title=words("Compléter la fiche « ", F("name"), " »"), detail=gap_said())


def to_check_again(actor: Actor) -> Any:
    rows = of_region(actor).exclude(to_check=[])
    return rows.annotate(
        since=at("confirmed_on"), due=NO_DATE, title=words("Revérifier la fiche « ", F("name"), " »"),
        detail=words("changée par le prestataire depuis la vérification"),
    )  # fmt: skip


def own_gaps(actor: Actor) -> Any:
    """What keeps it from being paid: due some weeks after it was listed, for a payment will wait on it."""
    rows = own(actor).annotate(missing=missing_codes()).filter(missing__overlap=PAID)
    return rows.annotate(
        since=at("spotted_on"), due=at("spotted_on") + days(VERIFY_DAYS), title=words("Compléter votre fiche de prestataire"),
        detail=words("vous pouvez être retenu, pas encore payé : ", gap_said()),
    )  # fmt: skip


def own_stale(actor: Actor) -> Any:
    return stale(own(actor)).annotate(
        title=words("Confirmer que votre fiche est à jour"), detail=words("personne ne l'a confirmée depuis un an")
    )


def own_papers(actor: Actor) -> Any:
    """A paper that ends soon or has ended, unless one that holds longer is there."""
    papers: Any = Paper.objects.for_system("papers of one's own sheet")
    newer = papers.filter(provider_id=OuterRef("provider_id"), kind=OuterRef("kind"), ends_on__gt=OuterRef("ends_on"))
    soon = papers.filter(provider__in=own(actor).order_by(), ends_on__lte=timezone.localdate() + days(PAPER_DAYS)).exclude(kind="other")
    labels = Case(*(When(kind=code, then=Value(str(label).lower())) for code, label in Paper.Kind.choices))
    return soon.filter(~Exists(newer.order_by())).annotate(
        due=evening("ends_on"), since=at("ends_on") - days(PAPER_DAYS), key=F("provider__public_id"),
        title=words("Renouveler votre ", labels), detail=words("dernier jour de validité"),
    )  # fmt: skip


SHEET = "/annuaire/prestataires/{key}/"
REGIONAL, PROVIDER = frozenset({"regional"}), frozenset({"provider"})
declare(TodoSource("providers.stale", "Relire", SHEET, to_reread, REGIONAL))
declare(TodoSource("providers.verify", "Vérifier", SHEET, to_verify, REGIONAL))
declare(TodoSource("providers.complete", "Compléter", SHEET, to_complete, REGIONAL))
declare(TodoSource("providers.check_again", "Revérifier", SHEET, to_check_again, REGIONAL))
declare(TodoSource("providers.own_gaps", "Compléter", SHEET, own_gaps, PROVIDER))
declare(TodoSource("providers.own_stale", "Confirmer", SHEET, own_stale, PROVIDER))
declare(TodoSource("providers.own_papers", "Renouveler", SHEET + "#pieces", own_papers, PROVIDER))
