"""Once a week: the regional level is told which sheets of its region wait for it, a provider what is missing on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from cordee.actors.accounts.models import Membership
from cordee.actors.accounts.queries import load_actor
from cordee.actors.providers import reactions, todos
from cordee.actors.providers.completeness import BY_CODE, missing_codes
from cordee.actors.providers.models import Provider
from cordee.core import outbox
from cordee.core.access import Actor
from cordee.core.formats import counted, joined
from cordee.core.models import Mail
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.recipients import members_of, user_address

NAMED = 5
WEEK, MONTH = timedelta(days=6), timedelta(days=28)


def told_lately(kind: str, recipient: str, within: timedelta) -> bool:
    """A job that runs twice tells once."""
    mails = Mail.objects.for_system("the week's letters").filter(kind=kind, recipient=recipient.lower())
    return bool(mails.filter(created_at__gt=CordeeNow() - within).exists())


def regional_actors() -> Iterator[tuple[Actor, str]]:
    members: Any = Membership.objects.for_system("who keeps a register").filter(
        period_contains_today(), profile="regional", user__is_active=True
    )
    for user_id, membership in members.order_by("id").values_list("user_id", "public_id"):
        actor, address = load_actor(user_id, chosen=membership), user_address(user_id)
        if actor and address and actor.profile == "regional":
            yield actor, address


def names(rows: Any) -> list[str]:
    return list(rows.order_by("sort_key", "pk").values_list("name", flat=True))


def said(found: list[str], one: str, many: str) -> str:
    """« 3 fiches incomplètes : A, B et C. »"""
    shown = found[:NAMED] + ([counted(len(found) - NAMED, "autre", "autres")] if len(found) > NAMED else [])
    return f"{counted(len(found), one, many)} : {joined(shown)}."


def tell_regional() -> int:
    """One letter to each person who keeps a register, only when something waits there. Answers how many left."""
    told = 0
    for actor, address in regional_actors():
        lines = week_of(actor)
        if not lines or told_lately(reactions.WEEKLY.code, address, WEEK):
            continue
        letter = outbox.Letter(
            kind=reactions.WEEKLY.code, recipient=address, recipient_user=actor.user_id, lines=tuple(lines),
            subject="Fiches de prestataires à compléter ou à relire cette semaine", button="Ouvrir ce qui vous attend", path="/",
        )  # fmt: skip
        with transaction.atomic():
            told += outbox.post(letter) is not None
    return told


def week_of(actor: Actor) -> list[str]:
    parts = (
        (todos.to_complete(actor), "fiche incomplète", "fiches incomplètes"),
        (todos.to_reread(actor), "fiche de plus d'un an", "fiches de plus d'un an"),
        (todos.to_verify(actor), "fiche à vérifier", "fiches à vérifier"),
        (todos.to_check_again(actor), "fiche à revérifier", "fiches à revérifier"),
    )
    return [said(found, one, many) for rows, one, many in parts if (found := names(rows))]


def tell_providers() -> int:
    """What is missing, at most once a month, to those who act for the provider."""
    sheets: Any = todos.standing(Provider.objects.for_system("what providers are told")).filter(organisation__merged_into=None)
    gaps = sheets.annotate(missing=missing_codes()).exclude(missing=[])
    told = 0
    for provider in gaps.filter(organisation__memberships__isnull=False).select_related("organisation").distinct().order_by("pk"):
        said_missing = joined([BY_CODE[code].said for code in provider.missing])
        lines: tuple[str, ...] = (f"Il manque à votre fiche {said_missing}.",)
        if set(provider.missing) & set(todos.PAID):
            lines += ("Vous pouvez être retenu, pas encore payé.",)
        for user_id, address in members_of(provider.organisation_id):
            if told_lately(reactions.GAPS.code, address, MONTH):
                continue
            letter = outbox.Letter(
                kind=reactions.GAPS.code, recipient=address, recipient_user=user_id, lines=lines, thread_id=provider.thread_id,
                subject="Ce qui manque à votre fiche de prestataire", button="Compléter ma fiche", path=provider.get_absolute_url(),
            )  # fmt: skip
            with transaction.atomic():
                told += outbox.post(letter) is not None
    return told
