"""What accounts owe or are owed: invitations without an answer, accesses and keys that end, the night's backup."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf, Trim
from django.utils import timezone

from cordee.actors.accounts.models import ApiToken, Invitation, Membership, User
from cordee.core.access import Actor
from cordee.core.models import Backup
from cordee.core.models.bases import period_contains_today
from cordee.core.models.journal import CordeeNow
from cordee.core.parameters import P, param
from cordee.core.todo import NO_DATE, TodoSource, declare, last_moment, line, words

ACCESS_DAYS = P("accounts.access_notice_days", "Rappel avant la fin d'un accès", int, default=30, unit="jours")
TOKEN_DAYS = P("accounts.token_notice_days", "Rappel avant la fin d'un jeton", int, default=14, unit="jours")
EXPIRED_SHOWN = timedelta(days=30)
NIGHT = timedelta(hours=26)  # a backup every night, and some slack


def _mine(actor: Actor) -> Any:
    """Those that I sent, and those of my organisation."""
    return Invitation.objects.visible_to(actor).filter(Q(invited_by=actor.user_id) | Q(organisation_id=actor.organisation_id))


def unanswered(actor: Actor) -> Any:
    return line(
        _mine(actor).filter(state="sent"),
        due=F("expires_at"),
        since=F("invited_at"),
        title=words("Revoir l'invitation à ", F("email")),
        detail=words("sa réponse, pour ", F("organisation__name")),
        key=F("organisation__public_id"),
    )


def expired(actor: Actor) -> Any:
    """Without an answer at its date, and not replaced since."""
    after = Invitation.objects.for_system("invited again?").filter(
        organisation_id=OuterRef("organisation_id"), email=OuterRef("email"), state__in=["sent", "accepted"]
    )
    rows = _mine(actor).filter(~Exists(after.order_by()), state="expired", expires_at__gt=CordeeNow() - EXPIRED_SHOWN)
    return line(
        rows,
        due=NO_DATE,
        since=F("expires_at"),
        title=words("Renvoyer l'invitation à ", F("email")),
        detail=words("expirée sans réponse, pour ", F("organisation__name")),
        key=F("organisation__public_id"),
    )


def _ending(rows: Any) -> Any:
    soon = timezone.localdate() + timedelta(days=param(ACCESS_DAYS))
    return rows.filter(period_contains_today(), period__endswith__lte=soon)


def departures(actor: Actor) -> Any:
    """Colleagues whose access ends: who follows their files is to be said before."""
    rows = Membership.objects.for_system("one's own organisation").filter(organisation_id=actor.organisation_id)
    name = words(F("user__person__first_name"), " ", F("user__person__last_name"))
    return line(
        _ending(rows.exclude(user_id=actor.user_id)),
        due=last_moment("period"),
        since=last_moment("period"),
        title=words("Préparer un départ : ", Coalesce(NullIf(Trim(name), Value("")), F("user__email"))),
        detail=words("dernier jour de son accès"),
        key=F("organisation__public_id"),
    )


def own_access(actor: Actor) -> Any:
    rows = Membership.objects.for_system("one's own access").filter(pk=actor.membership_id)
    return line(
        _ending(rows),
        due=last_moment("period"),
        since=last_moment("period"),
        title=words("Demander la suite de votre accès à ", F("organisation__name")),
        detail=words("dernier jour de votre accès"),
        key=F("public_id"),
    )


def tokens(actor: Actor) -> Any:
    rows = ApiToken.objects.for_system("one's own keys").filter(membership_id=actor.membership_id, revoked_at=None)
    return line(
        rows.filter(expires_at__gt=CordeeNow(), expires_at__lt=CordeeNow() + timedelta(days=param(TOKEN_DAYS))),
        due=F("expires_at"),
        since=F("created_at"),
        title=words("Remplacer le jeton « ", F("name"), " »"),
        detail=words("il ne permettra plus rien ensuite"),
        key=F("public_id"),
    )


def backup(actor: Actor) -> Any:
    """The backup of the night, unless one was made and read again since. A base that was never saved owes it from its first day."""
    whole = Backup.objects.for_system("when was the last one read again").filter(trouble="").order_by("-at")
    last = Subquery(whole.values("at")[:1], output_field=DateTimeField())
    rows = User.objects.filter(pk=actor.user_id or 0).annotate(last=last).filter(Q(last=None) | Q(last__lt=CordeeNow() - NIGHT))
    return line(
        rows,
        due=F("last") + NIGHT,
        since=Coalesce(F("last"), F("joined_at")),
        title=words("Faire la sauvegarde de la nuit"),
        detail=words("aucune relue depuis plus d'un jour"),
        key=F("public_id"),
    )


ACCESS = "/annuaire/{key}/acces/"
declare(TodoSource("accounts.invitation", "Revoir", ACCESS, unanswered, awaited=True))
declare(TodoSource("accounts.invitation_expired", "Renvoyer", ACCESS, expired))
declare(TodoSource("accounts.departure", "Préparer", ACCESS, departures, frozenset({"head", "structure", "provider", "network", "admin"})))
declare(TodoSource("accounts.own_access", "Demander", "/comptes/", own_access))
declare(TodoSource("accounts.token", "Remplacer", "/comptes/", tokens))
declare(TodoSource("accounts.backup", "Faire", "/sauvegardes/", backup, frozenset({"admin"})))
