"""The dossier, its number, and the structures that it accompanies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.actors.network.models import Entry
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import TODAY, Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class CaseQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.cases.queries import cases_seen

        return cases_seen(self, actor)


@tracked(exclude=("stage_since", "structure_names"))
class Case(Addressed, Threaded, Versioned):
    """One accompaniment, of one structure or of several. It owns its thread; a structure may have several, one after the other."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Demande"
        RECEIVED = "received", "Accueil"
        REORIENTED = "reoriented", "Réorienté"
        DIAGNOSING = "diagnosing", "Diagnostic"
        SHARED = "shared", "Diagnostic partagé"
        PLANNED = "planned", "Plan élaboré"
        UNDER_WAY = "under_way", "Plan en œuvre"
        FOLLOW_UP = "follow_up", "Suivi"
        REVIEWED = "reviewed", "Diagnostic post-accompagnement"
        CLOSED = "closed", "Clos"
        ABANDONED = "abandoned", "Abandon"

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individuel"
        COLLECTIVE = "collective", "Collectif"

    class Origin(models.TextChoices):
        ALONE = "alone", "La structure, d'elle-même"
        COLLECTIVE = "collective", "Un collectif de structures"
        NETWORK = "network", "Un réseau"
        DLA = "dla", "Suggestion du DLA"
        INJUNCTION = "injunction", "Demande institutionnelle"
        RELAY = "relay", "Relais d'un partenaire"

    #: nothing more happens in these
    OVER = (State.REORIENTED, State.CLOSED, State.ABANDONED)

    opened_by = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_opened", verbose_name="DLA qui l'a ouvert")
    year = models.PositiveSmallIntegerField("année")
    rank = models.PositiveIntegerField("rang", db_default=0, default=0, editable=False)  # given by a trigger: 1, 2, 3… each year
    own_number = models.CharField("numéro propre au DLA", max_length=40, blank=True)
    kind = models.CharField("nature", max_length=10, choices=Kind.choices, default=Kind.INDIVIDUAL)
    title = models.CharField("intitulé", max_length=200)
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    origin = models.CharField("origine", max_length=10, choices=Origin.choices)
    relayed_from = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="cases_relayed", verbose_name="en relais de"
    )
    requester = models.ForeignKey(Organisation, models.PROTECT, related_name="cases_requested", verbose_name="demandé par")
    motives = models.ManyToManyField(Entry, blank=True, related_name="cases_moved", verbose_name="motifs")
    need = models.TextField("besoin", max_length=6000, blank=True)
    objectives = models.ManyToManyField(Entry, blank=True, related_name="cases_serving", verbose_name="objectifs servis")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="fait suite à")
    taken_over = models.BooleanField("repris", default=False, editable=False)
    requested_on = models.DateField("demandé le")
    #: kept by a trigger; a transition dated otherwise writes its own day (`stages`)
    stage_since = models.DateField("à cette étape depuis le", db_default=TODAY, editable=False)
    results = models.TextField("résultats", max_length=4000, blank=True, editable=False)
    #: adhesion is free: who stopped is told apart, for « à votre demande » is true of one alone
    stopped_on_request = models.BooleanField("arrêté à la demande de la structure", default=False, db_default=False, editable=False)
    fictitious = models.BooleanField("fictif", default=False, editable=False)
    #: kept by triggers from its structures and their names: a dossier is searched in one table, by one index, and nothing can drift
    structure_names = models.TextField("noms de ses structures", default="", db_default="", editable=False)
    search = models.GeneratedField(
        expression=Search(("title", "A"), ("own_number", "B"), ("structure_names", "B"), ("need", "C")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        indexes = [
            GinIndex(fields=["search"], name="cases_case_search"),
            models.Index(fields=["zone", "state", "id"], name="cases_case_zone"),
            models.Index(fields=["zone", "-requested_on", "id"], name="cases_case_day"),
            models.Index(fields=["thread"], name="cases_case_thread"),
            models.Index(fields=["zone", "state", "stage_since", "id"], name="cases_case_stage"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["opened_by", "year", "rank"], name="cases_case_number"),
            models.UniqueConstraint(fields=["thread"], name="cases_case_own_thread"),
            models.UniqueConstraint(
                fields=["opened_by", "own_number"],
                condition=~Q(own_number=""),
                name="cases_case_own_number",
                violation_error_message="Un autre dossier de votre DLA porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "requested", "received", "reoriented", "diagnosing", "shared", "planned", "under_way", "follow_up", "reviewed",
                        "closed", "abandoned",
                    ]
                ),
                name="cases_case_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["individual", "collective"]),
                name="cases_case_kind",
                violation_error_message="Choisissez un accompagnement individuel ou collectif.",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["alone", "collective", "network", "dla", "injunction", "relay"]),
                name="cases_case_origin",
                violation_error_message="Choisissez l'origine de la demande dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(origin="relay") | Q(relayed_from__isnull=False),
                name="cases_case_relay_named",
                violation_error_message="Ce dossier prend le relais d'un partenaire : indiquez lequel.",
            ),
            models.CheckConstraint(
                condition=Q(origin="relay") | Q(relayed_from__isnull=True),
                name="cases_case_relay_only",
                violation_error_message="Seul un relais nomme le partenaire dont il prend la suite : changez l'origine, ou videz ce champ.",
            ),
            models.CheckConstraint(condition=Q(stopped_on_request=False) | Q(state="abandoned"), name="cases_case_stopped"),
            models.CheckConstraint(
                condition=~Q(title=""), name="cases_case_titled", violation_error_message="Donnez un intitulé au dossier."
            ),
            models.CheckConstraint(
                condition=~Q(follows=F("id")),
                name="cases_case_follows_another",
                violation_error_message="Un dossier ne fait pas suite à lui-même.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.public_id])

    @property
    def number(self) -> str:
        """« 2027-0042 »: the operator's forty-second dossier of the year."""
        return f"{self.year}-{self.rank:04d}"

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER


class Counter(HouseModel):
    """The last number given to a dossier, by operator and year. Written by the trigger of the dossiers alone."""

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = "numérotation"
        constraints = [models.UniqueConstraint(fields=["operator", "year"], name="cases_counter_once")]

    def __str__(self) -> str:
        return f"{self.year} : {self.last}"


@tracked()
class Beneficiary(Addressed, Threaded, Versioned):
    """A structure in a dossier: one of them when it is individual. Each may leave while the others go on."""

    class State(models.TextChoices):
        IN = "in", "Accompagnée"
        WITHDRAWN = "withdrawn", "Retirée"
        DONE = "done", "Accompagnement achevé"

    case = models.ForeignKey(Case, models.PROTECT, related_name="beneficiaries")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="benefits", verbose_name="structure")
    state = models.CharField("état", max_length=9, choices=State.choices, editable=False)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu'au", null=True, blank=True)
    reason = models.CharField("motif", max_length=500, blank=True)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "structure accompagnée"
        indexes = [
            models.Index(fields=["thread"], name="cases_beneficiary_thread"),
            models.Index(fields=["zone", "state", "id"], name="cases_beneficiary_zone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                name="cases_beneficiary_once",
                violation_error_message="Cette structure est déjà dans ce dossier.",
            ),
            models.CheckConstraint(condition=Q(state__in=["in", "withdrawn", "done"]), name="cases_beneficiary_state"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="cases_beneficiary_lasts",
                violation_error_message="La fin précède le début : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (~Q(reason="") & Q(until__isnull=False)),
                name="cases_beneficiary_withdrawn_says",
                violation_error_message="Indiquez pourquoi la structure se retire, et à quelle date.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#structures"
