"""The request, before any dossier: it comes from anyone, the DLA of the territory receives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.actors.directory.models import Organisation, Person
from cordee.actors.network.models import Entry
from cordee.actors.territory.models import Commune
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Received, Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow

if TYPE_CHECKING:
    from cordee.core.access import Actor


class RequestQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.requests.queries import requests_seen

        return requests_seen(self, actor)


@tracked(exclude=("token_sha256",))
class Request(Addressed, Received, Threaded, Versioned):
    """It owns its thread. Whoever filed it follows it by an address whose key is kept as a hash only. Accepted, it has a dossier."""

    class State(models.TextChoices):
        DEPOSITED = "deposited", "À recevoir"
        ASKED = "asked", "Précision demandée"
        ACCEPTED = "accepted", "Reçue"
        SET_ASIDE = "set_aside", "Écartée"
        WITHDRAWN = "withdrawn", "Retirée par le demandeur"

    class Asker(models.TextChoices):
        STRUCTURE = "structure", "Une structure, pour elle-même"
        COLLECTIVE = "collective", "Plusieurs structures ensemble"
        NETWORK = "network", "Un réseau, pour ses adhérents"

    class Verdict(models.TextChoices):
        """What the self-check answered, when it was done. It never decides."""

        PROBABLY = "probably", "Probablement oui"
        TOGETHER = "together", "À voir ensemble"
        ELSEWHERE = "elsewhere", "Un autre organisme est mieux placé"

    #: in these, somebody still has something to do
    OPEN = (State.DEPOSITED, State.ASKED)

    state = models.CharField("état", max_length=9, choices=State.choices, editable=False)
    asker = models.CharField("déposée par", max_length=10, choices=Asker.choices)
    label = models.CharField("objet", max_length=240, editable=False)
    contact = models.ForeignKey(Person, models.PROTECT, related_name="requests", verbose_name="contact")
    function = models.CharField("fonction", max_length=120)
    origin = models.CharField("origine", max_length=10, choices=Case.Origin.choices)
    origin_body = models.CharField("par qui", max_length=200, blank=True)
    motives = models.ManyToManyField(Entry, blank=True, related_name="requests_moved", verbose_name="motifs")
    need = models.TextField("besoin", max_length=6000)
    answered_elsewhere = models.BooleanField("un autre dispositif y répond déjà", default=False)
    elsewhere = models.CharField("lequel, et ce qui reste à faire", max_length=500, blank=True)
    self_check = models.CharField("auto-évaluation", max_length=9, choices=Verdict.choices, blank=True)
    deposited_at = models.DateTimeField("déposée le", db_default=CordeeNow(), editable=False)
    decided_at = models.DateTimeField("décidée le", null=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, editable=False, related_name="requests", verbose_name="dossier")
    reason = models.CharField("motif", max_length=2000, blank=True, editable=False)
    referred_to = models.CharField("organisme mieux placé", max_length=300, blank=True, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    fictitious = models.BooleanField("fictive", default=False, editable=False)
    search = models.GeneratedField(expression=Search(("label", "A"), ("need", "C")), output_field=SearchVectorField(), db_persist=True)

    objects: ClassVar[Any] = RequestQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = "demande d'accompagnement"
        indexes = [
            models.Index(fields=["zone", "state", "deposited_at", "id"], name="requests_request_zone"),
            models.Index(fields=["thread"], name="requests_request_thread"),
            GinIndex(fields=["search"], name="requests_request_search"),
        ]
        constraints = [
            *Received.Meta.constraints,
            models.UniqueConstraint(fields=["thread"], name="requests_request_own_thread"),
            models.CheckConstraint(
                condition=Q(state__in=["deposited", "asked", "accepted", "set_aside", "withdrawn"]), name="requests_request_state"
            ),
            models.CheckConstraint(
                condition=Q(asker__in=["structure", "collective", "network"]),
                name="requests_request_asker",
                violation_error_message="Indiquez qui dépose la demande : une structure, plusieurs ensemble, ou un réseau.",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["alone", "collective", "network", "dla", "injunction", "relay"]),
                name="requests_request_origin",
                violation_error_message="Choisissez l'origine de la demande dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(origin__in=["injunction", "relay"]) | ~Q(origin_body=""),
                name="requests_request_origin_named",
                violation_error_message="Indiquez l'institution qui le demande, ou le partenaire dont le DLA prendrait la suite.",
            ),
            models.CheckConstraint(
                condition=~Q(need=""),
                name="requests_request_need",
                violation_error_message="Décrivez le besoin en quelques phrases.",
            ),
            models.CheckConstraint(
                condition=Q(answered_elsewhere=False) | ~Q(elsewhere=""),
                name="requests_request_elsewhere",
                violation_error_message="Un autre dispositif y répond déjà : dites lequel, et ce qui reste à faire.",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", case__isnull=False) | (~Q(state="accepted") & Q(case__isnull=True)),
                name="requests_request_has_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""),
                name="requests_request_reasoned",
                violation_error_message="Dites pourquoi la demande est écartée : la personne qui l'a déposée le lira.",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande : {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("requests:request", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Party(HouseModel):
    """A structure that the request is about, or the network that files it: as it was typed, then tied to its sheet."""

    class Part(models.TextChoices):
        STRUCTURE = "structure", "Structure"
        NETWORK = "network", "Réseau demandeur"

    request = models.ForeignKey(Request, models.CASCADE, related_name="parties")
    part = models.CharField("à titre de", max_length=9, choices=Part.choices)
    rank = models.PositiveSmallIntegerField("rang")
    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+", verbose_name="commune")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="requested", verbose_name="fiche")

    class Meta:
        verbose_name = "structure de la demande"
        indexes = [models.Index(fields=["siret"], name="requests_party_siret")]
        constraints = [
            models.UniqueConstraint(fields=["request", "part", "rank"], name="requests_party_rank"),
            models.CheckConstraint(condition=Q(part__in=["structure", "network"]), name="requests_party_part"),
            models.CheckConstraint(
                condition=~Q(name=""), name="requests_party_named", violation_error_message="Indiquez le nom de la structure."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Precision(HouseModel):
    """What the DLA asked before it could receive the request, and the answer."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="precisions")
    question = models.TextField("question", max_length=2000)
    asked_at = models.DateTimeField("demandée le", db_default=CordeeNow(), editable=False)
    answer = models.TextField("réponse", max_length=4000, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, editable=False)

    class Meta:
        verbose_name = "précision"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(answered_at__isnull=True),
                name="requests_precision_one_open",
                violation_error_message="Une précision est déjà demandée : attendez la réponse, ou notez-la.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="requests_precision_answered",
                violation_error_message="Écrivez la réponse en quelques mots.",
            ),
            models.CheckConstraint(
                condition=~Q(question=""), name="requests_precision_asks", violation_error_message="Écrivez ce qu'il faut préciser."
            ),
        ]

    def __str__(self) -> str:
        return self.question
