"""Who is asked: campaigns, and the invitations by which people and structures answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.core.journal import tracked
from cordee.core.models import Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.text import FrNormalize
from cordee.tools.surveys.models.questionnaires import Version

if TYPE_CHECKING:
    from cordee.core.access import Actor


class CampaignQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.tools.surveys.queries import campaigns_seen

        return campaigns_seen(self, actor)


@pgtrigger.register(
    pgtrigger.Protect(
        name="what_was_promised",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__state="prepared") & pgtrigger.Q(old__anonymous__df=pgtrigger.F("new__anonymous")),
    )
)
@tracked(exclude=("open_link_sha256",))
class Campaign(Addressed, Threaded, Versioned):
    """One published version, asked of many. Anonymous: no answer can be traced back to who gave it, by anybody."""

    class State(models.TextChoices):
        PREPARED = "prepared", "En préparation"
        OPEN = "open", "Ouverte"
        CLOSED = "closed", "Close"

    class Target(models.TextChoices):
        STRUCTURES = "structures", "Des structures"
        PERSONS = "persons", "Des personnes"
        ANYONE = "anyone", "Toute personne qui a le lien"

    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    asked = models.ForeignKey(Version, models.PROTECT, related_name="campaigns", verbose_name="version du questionnaire")
    name = models.CharField("nom", max_length=160)
    target = models.CharField("à qui", max_length=10, choices=Target.choices)
    asker = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns", verbose_name="qui demande")
    why = models.TextField("pourquoi", max_length=600, blank=True)
    opens_on = models.DateField("ouverture")
    closes_at = models.DateTimeField("clôture")
    anonymous = models.BooleanField("réponses anonymes", default=False)
    reminders = models.PositiveSmallIntegerField("nombre de relances", default=2)
    reminder_days = models.PositiveSmallIntegerField("jours entre deux relances", default=7)
    open_link_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    links = models.PositiveSmallIntegerField(default=0, editable=False)  # open links given so far: only the last one opens
    reason = models.CharField("motif", max_length=500, blank=True, editable=False)  # of what was last done out of the plan
    closed_at = models.DateTimeField("close le", null=True, editable=False)
    fictitious = models.BooleanField("fictive", default=False, editable=False)
    sort_key = models.GeneratedField(expression=FrNormalize("name"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(expression=Search(("name", "A"), ("why", "C")), output_field=SearchVectorField(), db_persist=True)

    objects: ClassVar[Any] = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        indexes = [
            models.Index(fields=["-closes_at", "id"], name="surveys_campaign_when"),
            models.Index(fields=["zone", "-closes_at", "id"], name="surveys_campaign_zone"),
            models.Index(fields=["thread"], name="surveys_campaign_thread"),
            GinIndex(fields=["search"], name="surveys_campaign_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["prepared", "open", "closed"]), name="surveys_campaign_state"),
            models.CheckConstraint(
                condition=~Q(name=""), name="surveys_campaign_named", violation_error_message="Indiquez le nom de la campagne."
            ),
            models.CheckConstraint(
                condition=Q(closes_at__date__gte=models.F("opens_on")),
                name="surveys_campaign_dates",
                violation_error_message="La clôture ne peut pas précéder l'ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(reminders__lte=6) & Q(reminder_days__range=(1, 60)),
                name="surveys_campaign_reminders",
                violation_error_message="Six relances au plus, espacées de 1 à 60 jours.",
            ),
            models.UniqueConstraint(fields=["open_link_sha256"], condition=~Q(open_link_sha256=""), name="surveys_campaign_open_link"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("surveys:campaign", args=[self.public_id])


class InvitationQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.tools.surveys.queries import invitations_seen

        return invitations_seen(self, actor)


class Invitation(Addressed, Threaded):
    """One filling that is asked: by a campaign, or alone (a diagnosis in a meeting, a grid that a later room opens).

    Of an anonymous campaign, it knows that it was used, never when nor for which response.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", "Lien par courriel"
        LINK = "link", "Lien remis"
        PAPER = "paper", "Papier"
        PHONE = "phone", "Téléphone"
        MEETING = "meeting", "En réunion"

    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="invitations")
    asked = models.ForeignKey(Version, models.PROTECT, related_name="invitations", verbose_name="version du questionnaire")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="survey_invitations")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="survey_invitations")
    department = models.CharField(max_length=3, blank=True)  # of the structure at the time: what syntheses are crossed by
    structure_kind = models.CharField(max_length=30, blank=True)
    channel = models.CharField("par", max_length=8, choices=Channel.choices, default=Channel.MAIL)
    token_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    links = models.PositiveSmallIntegerField(default=0, editable=False)  # given so far: only the last one opens
    sent_at = models.DateTimeField("envoyée le", null=True, editable=False)
    reminded_at = models.DateTimeField("relancée le", null=True, editable=False)
    reminded = models.PositiveSmallIntegerField("relances", default=0, editable=False)
    answered = models.BooleanField("a répondu", default=False, editable=False)
    withdrawn_at = models.DateTimeField("retirée le", null=True, editable=False)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        indexes = [
            models.Index(fields=["thread"], name="surveys_invitation_thread"),
            models.Index(fields=["campaign", "answered", "id"], name="surveys_invitation_campaign"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation", "person"],
                condition=Q(campaign__isnull=False),
                nulls_distinct=False,
                name="surveys_invitation_once",
                violation_error_message="Cette invitation existe déjà dans la campagne.",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="surveys_invitation_someone",
                violation_error_message="Indiquez qui est invité·e à répondre.",
            ),
            models.UniqueConstraint(fields=["token_sha256"], condition=~Q(token_sha256=""), name="surveys_invitation_token"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)
