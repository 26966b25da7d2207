"""Accounts: users, their dated memberships, who takes part in which thread, invitations, tokens, mail preferences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.core.access import CAPACITIES
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Thread, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed, same
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save()
        return user


class User(Addressed, AbstractBaseUser):
    """An account: an address and a password, linked to a person. What it may do comes from its memberships alone."""

    email = models.EmailField("adresse électronique", unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name="personne")
    is_active = models.BooleanField("compte ouvert", default=True)
    joined_at = models.DateTimeField("ouvert le", db_default=CordeeNow())
    visited_before = models.DateTimeField("visite d'avant", null=True, editable=False)  # the last sign-in of an earlier day
    last_membership = models.ForeignKey(
        "Membership", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="dernière appartenance choisie"
    )

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Func(F("email"), function="lower")),
                name="accounts_user_email_lower",
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Profile(models.TextChoices):
    """What a membership does: the home, the menu and the refusals speak to this."""

    OFFICER = "officer", "Chargé·e de mission DLA"
    HEAD = "head", "Responsable du DLA"
    ACCOUNTANT = "accountant", "Gestion du DLA"
    REGIONAL = "regional", "DLA régional"
    NATIONAL = "national", "Opérateur national"
    RESOURCE = "resource", "Centre de ressources"
    STRUCTURE = "structure", "Structure"
    PROVIDER = "provider", "Prestataire"
    NETWORK = "network", "Réseau"
    FUNDER = "funder", "Financeur"
    CONTROLLER = "controller", "Contrôle"
    ADMIN = "admin", "Administration"


#: profile → capacity in the threads of its reach
CAPACITY_OF = {
    Profile.OFFICER: "operator",
    Profile.HEAD: "operator",
    Profile.ACCOUNTANT: "operator",
    Profile.REGIONAL: "operator",
    Profile.NATIONAL: "operator",
    Profile.RESOURCE: "operator",
    Profile.STRUCTURE: "structure",
    Profile.PROVIDER: "provider",
    Profile.NETWORK: "network",
    Profile.FUNDER: "funder",
    Profile.CONTROLLER: "funder",
    Profile.ADMIN: "operator",
}
#: profiles whose reach is where their organisation takes part, whatever its mandates
PARTY_ONLY = (Profile.STRUCTURE, Profile.PROVIDER, Profile.NETWORK)
#: profiles of the professionals of the scheme (everyone but structures): they read the open cards
PROFESSIONALS = tuple(p for p in Profile if p != Profile.STRUCTURE)


@tracked()
class Membership(Addressed, HouseModel):
    """A user acts as this organisation, under this profile, between these dates. Rights are read from here at each request."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    profile = models.CharField("profil", max_length=12, choices=Profile.choices)
    title = models.CharField("titre choisi", max_length=80, blank=True)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "appartenance"
        indexes = [
            models.Index(fields=["user"], name="accounts_membership_user"),
            models.Index(fields=["organisation"], name="accounts_membership_org"),
        ]
        constraints = [
            ExclusionConstraint(
                name="accounts_membership_no_overlap",
                index_type="GIST",
                expressions=[
                    same("user"),
                    same("organisation"),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne appartient déjà à cette organisation sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.get_profile_display()

    @property
    def since(self) -> date | None:
        return self.period.lower

    @property
    def last_day(self) -> date | None:
        """The period ends the day after; what people read is the last day included."""
        return self.period.upper - timedelta(days=1) if self.period.upper else None


class Participation(Addressed, HouseModel):
    """An organisation (or one of its users) takes part in a thread, in a capacity, between dates."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="participations")
    capacity = models.CharField("à titre de", max_length=12, choices=list(CAPACITIES.items()))
    period = DateRangeField("période")

    class Meta:
        verbose_name = "participation"
        indexes = [
            models.Index(fields=["organisation", "thread"], name="accounts_part_org"),
            models.Index(fields=["thread"], name="accounts_part_thread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "organisation", "user", "capacity", "period"], nulls_distinct=False, name="accounts_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.get_capacity_display()}"

    @property
    def last_day(self) -> date | None:
        return self.period.upper - timedelta(days=1) if self.period.upper else None


class InvitationQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.accounts.queries import visible_invitations

        return visible_invitations(self, actor)


@tracked(exclude=("token_sha256",))
class Invitation(Addressed, Threaded, Versioned):
    """Someone is invited to join an organisation, until a date. The link is a secret; only its hash is kept."""

    class State(models.TextChoices):
        SENT = "sent", "Envoyée"
        ACCEPTED = "accepted", "Acceptée"
        WITHDRAWN = "withdrawn", "Retirée"
        EXPIRED = "expired", "Expirée"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField("adresse électronique")
    profile = models.CharField("profil", max_length=12, choices=Profile.choices)
    title = models.CharField("titre", max_length=80, blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("valable jusqu'au")
    invited_by = models.BigIntegerField(null=True)
    invited_by_label = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField("envoyée le", auto_now_add=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    secret: str  # of the link, while its letter is being written: never stored

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        indexes = [models.Index(fields=["zone", "state", "expires_at", "id"], name="accounts_invitation_zone")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["sent", "accepted", "withdrawn", "expired"]), name="accounts_invitation_state"),
            models.CheckConstraint(condition=~Q(state="accepted") | Q(accepted_by__isnull=False), name="accounts_invitation_by_someone"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state="sent"),
                name="accounts_invitation_one_open",
                violation_error_message="Une invitation est déjà en attente pour cette adresse.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation de {self.email}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:access", args=[self.organisation.public_id])


@pgtrigger.register(
    pgtrigger.Protect(
        name="opened_for_ever", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__closed_at__isnull=False)
    )
)
class Setup(HouseModel):
    """The opening of the platform by its first administrator: one row, whose code the serving command shows; closed once, for ever."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    code_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "ouverture de la plateforme"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="accounts_setup_one"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="accounts_setup_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return "ouverte" if self.closed_at else "à ouvrir"


class ApiToken(Addressed, HouseModel):
    """A personal key to the API: hashed, scoped, expiring, revocable. It can do no more than its membership."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="tokens")
    name = models.CharField("nom", max_length=60)
    sha256 = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=20), default=list, verbose_name="droits")
    created_at = models.DateTimeField(db_default=CordeeNow())
    expires_at = models.DateTimeField("valable jusqu'au")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "jeton d'accès"

    def __str__(self) -> str:
        return self.name


class TokenUse(HouseModel):
    """Each use of a token: when, what, with what answer. Written after the response."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="uses")
    at = models.DateTimeField(db_default=CordeeNow())
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "usage d'un jeton"
        indexes = [models.Index(fields=["token", "-id"], name="accounts_tokenuse_token")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class MailPreference(HouseModel):
    """How someone wishes to receive one kind of letter."""

    class Mode(models.TextChoices):
        NOW = "now", "Tout de suite"
        DIGEST = "digest", "Dans le récapitulatif du matin"
        NONE = "none", "Jamais"

    user = models.ForeignKey(User, models.CASCADE, related_name="mail_preferences")
    kind = models.CharField(max_length=60)
    mode = models.CharField(max_length=6, choices=Mode.choices)

    class Meta:
        verbose_name = "préférence de courriel"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="accounts_mailpref_once")]

    def __str__(self) -> str:
        return f"{self.kind} : {self.get_mode_display()}"
