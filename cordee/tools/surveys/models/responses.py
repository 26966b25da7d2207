"""What was answered: one row for each questionnaire filled, never rewritten; a correction is a new revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Person
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow
from cordee.tools.surveys.models.campaigns import Campaign, Invitation
from cordee.tools.surveys.models.questionnaires import Version

if TYPE_CHECKING:
    from cordee.core.access import Actor


class RealField(models.FloatField):
    """Four bytes: marks are read by the million."""

    def db_type(self, connection: Any) -> str:
        return "real"


class ResponseQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.tools.surveys.queries import responses_seen

        return responses_seen(self, actor)


class Response(Addressed, Threaded):
    """An answer, in every figure, is one of these. Those of an anonymous campaign name nobody, and change keys at its closing.

    `marks` follows the items of the version (none = not marked, or « sans objet »); `result` is what the rules of that day
    made of it: total, axes, level and the sentences of the guard rails that spoke.
    """

    class Voice(models.TextChoices):
        RESPONDENT = "respondent", "La structure ou la personne"
        OFFICER = "officer", "Le ou la chargé·e de mission"
        AGREED = "agreed", "D'un commun accord"

    submission = models.UUIDField(unique=True, editable=False)  # drawn where it was filled: a replay gets the first receipt
    asked = models.ForeignKey(Version, models.PROTECT, related_name="responses")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="responses")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="survey_responses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="survey_responses")
    department = models.CharField(max_length=3, blank=True)
    structure_kind = models.CharField(max_length=30, blank=True)
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.RESPONDENT)
    revision = models.PositiveSmallIntegerField(default=1)
    latest = models.BooleanField(default=True)  # no later revision: what syntheses count
    channel = models.CharField(max_length=8, choices=Invitation.Channel.choices)
    answers = models.JSONField()
    marks = ArrayField(RealField(null=True), default=list)
    total = models.FloatField(null=True)
    result = models.JSONField(default=dict)
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)  # none in an anonymous campaign
    entered_by_label = models.CharField(max_length=200, blank=True)  # who typed it for somebody else
    reason = models.CharField("pourquoi cette correction", max_length=500, blank=True)

    objects: ClassVar[Any] = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"
        indexes = [
            models.Index(fields=["campaign"], condition=Q(latest=True), name="surveys_response_campaign"),
            models.Index(fields=["asked"], condition=Q(latest=True), name="surveys_response_version"),
            models.Index(fields=["organisation", "asked"], name="surveys_response_organisation"),
            models.Index(fields=["person", "asked"], name="surveys_response_person"),
            models.Index(fields=["thread"], name="surveys_response_thread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False)
                | Q(invitation__isnull=True, organisation__isnull=True, person__isnull=True, entered_by_label=""),
                name="surveys_response_anonymous",
            ),
            models.UniqueConstraint(fields=["invitation", "voice", "revision"], name="surveys_response_revision"),
            models.UniqueConstraint(
                fields=["invitation", "voice"], condition=Q(latest=True, invitation__isnull=False), name="surveys_response_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"Réponse {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:response", args=[self.public_id])

    @property
    def voice_said(self) -> str:
        """Who speaks: of the one asked, the person or the structure that it is."""
        if self.voice != self.Voice.RESPONDENT or not (self.person_id or self.organisation_id):
            return str(self.get_voice_display())
        return "La personne" if self.person_id else "La structure"


class Progress(HouseModel):
    """Answers not sent yet, kept on the server so that another device finds them: gone once sent.

    Of an anonymous campaign it knows no invitation: only the six letters given to who asked for them find it again.
    """

    submission = models.UUIDField(primary_key=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="in_progress")
    voice = models.CharField(max_length=10, choices=Response.Voice.choices, default=Response.Voice.RESPONDENT)
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    code_sha256 = models.CharField(max_length=64, blank=True)
    kept_on = models.DateField(db_default=CordeeNow())

    class Meta:
        verbose_name = "réponse en cours"
        constraints = [
            models.UniqueConstraint(fields=["invitation", "voice"], name="surveys_progress_once"),
            models.UniqueConstraint(fields=["code_sha256"], condition=~Q(code_sha256=""), name="surveys_progress_code"),
        ]

    def __str__(self) -> str:
        return f"Réponse en cours {self.submission}"

    @property
    def behind_a_link(self) -> bool:
        """Of an anonymous campaign whose guests have each their own link: that link alone can send what the six letters find."""
        return self.invitation_id is None and self.campaign is not None and self.campaign.target != Campaign.Target.ANYONE


class Synthesis(HouseModel):
    """What a campaign's answers say together: refreshed at most every minute while it is open, kept once it is closed."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="synthesis")
    computed_at = models.DateTimeField()
    answers = models.PositiveIntegerField()
    data = models.JSONField()

    class Meta:
        verbose_name = "synthèse"

    def __str__(self) -> str:
        return f"Synthèse de {self.campaign}"
