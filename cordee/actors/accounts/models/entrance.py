"""How one comes in and how long one stays: sessions, sign-in links, identities vouched for elsewhere, support accesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from cordee.actors.accounts.models.members import Membership, User
from cordee.core.journal import tracked
from cordee.core.models import HouseModel
from cordee.core.models.bases import Addressed, HouseQuerySet, same
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class Session(Addressed, AbstractBaseSession):
    """A browser's session, with whose it is, on what, and since when: listing and ending sessions is reading and deleting rows."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField("appareil", max_length=80, blank=True)
    opened_at = models.DateTimeField("ouverte le", db_default=CordeeNow())
    seen_at = models.DateTimeField("vue le", db_default=CordeeNow())

    class Meta:
        verbose_name = "session"
        indexes = [models.Index(fields=["user"], name="accounts_session_user")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from cordee.actors.accounts.sessions import SessionStore

        return SessionStore


class LoginLink(HouseModel):
    """A way in by mail, without a password: a link for any device, a code for the screen that asked. One of the two, once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="login_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_sha256 = models.CharField(max_length=64)  # with the key of the screen that asked: elsewhere the code opens nothing
    next_path = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(db_default=CordeeNow())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lien de connexion"
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(used_at=None), name="accounts_loginlink_one_open"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="accounts_loginlink_dates"),
        ]

    def __str__(self) -> str:
        return f"lien de connexion {self.pk}"


@tracked()
class Identity(HouseModel):
    """This account is that person at an identity provider: `sub` is what the provider never changes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField("fournisseur d'identité", max_length=300)
    sub = models.CharField("identifiant chez le fournisseur", max_length=255)
    siret = models.CharField("SIRET déclaré", max_length=14)
    linked_at = models.DateTimeField("reliée le", db_default=CordeeNow())

    class Meta:
        verbose_name = "identité externe"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "sub"],
                name="accounts_identity_once",
                violation_error_message="Cette identité est déjà reliée à un compte.",
            ),
            models.UniqueConstraint(
                fields=["issuer", "user"],
                name="accounts_identity_one_each",
                violation_error_message="Ce compte est déjà relié à une autre identité.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} chez {self.issuer}"


class SupportQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The platform's team reads them all; whoever it was opened to reads theirs."""
        return self.all() if actor.profile == "admin" else self.filter(membership__user_id=actor.on_behalf_of or actor.user_id)


@tracked()
class SupportAccess(Addressed, HouseModel):
    """The platform's team acts in someone's place, for a reason, until a time. It ends by itself: each request reads this row."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ouvert par")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="support_accesses", verbose_name="à la place de")
    reason = models.CharField("motif", max_length=500)
    opened_at = models.DateTimeField("ouvert le", db_default=CordeeNow())
    until = models.DateTimeField("jusqu'au")
    ended_at = models.DateTimeField("terminé le", null=True)

    objects: ClassVar[Any] = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = "accès d'assistance"
        indexes = [
            models.Index(fields=["membership", "-id"], name="accounts_support_membership"),
            models.Index(fields=["opened_at", "id"], name="accounts_support_opened"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")) & (Q(ended_at=None) | Q(ended_at__gte=F("opened_at"))), name="accounts_support_dates"
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), 10),
                name="accounts_support_reason",
                violation_error_message="Dites pourquoi, en quelques mots : la personne le lira.",
            ),
            ExclusionConstraint(
                name="accounts_support_one_each",
                index_type="GIST",
                expressions=[
                    same("by"),
                    (
                        Func(
                            F("opened_at"),
                            Coalesce("ended_at", "until"),
                            Value("[)"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Vous êtes déjà en accès d'assistance : terminez-le d'abord.",
            ),
        ]

    def __str__(self) -> str:
        return f"assistance {self.pk}"
