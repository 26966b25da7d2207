"""An action of a plan: who does what, until when, what it costs, who pays, what proves it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Beneficiary
from cordee.accompaniment.plans.models.plan import OfPlanQuerySet, Plan
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.models.skills import Competence, Theme
from cordee.actors.partners.models import Contribution
from cordee.core.journal import tracked
from cordee.core.models import File, HouseModel, Term, Threaded, Versioned
from cordee.core.models.bases import Addressed


class Nature(Term):
    """Advice, training, technical support…: of what nature an action is."""

    class Meta(Term.Meta):
        verbose_name = "nature d'action"


@tracked()
class PlanAction(Addressed, Threaded, Versioned):
    """One action, of one of the four kinds. An engineering action bears all that a specification will need."""

    class State(models.TextChoices):
        PLANNED = "planned", "Prévue"
        UNDER_WAY = "under_way", "En cours"
        DONE = "done", "Faite"
        GIVEN_UP = "given_up", "Abandonnée"

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Ingénierie individuelle"
        COLLECTIVE = "collective", "Ingénierie collective"
        TERRITORY = "territory", "Ressource du territoire"
        EXPERTISE = "expertise", "Expertise du DLA"
        OWN = "own", "Action de la structure"

    class Held(models.TextChoices):
        OPERATOR = "operator", "Le DLA"
        STRUCTURE = "structure", "La structure"
        PARTNER = "partner", "Un partenaire"

    ENGINEERING = (Kind.INDIVIDUAL, Kind.COLLECTIVE)
    OPEN = (State.PLANNED, State.UNDER_WAY)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions")
    state = models.CharField("état", max_length=9, choices=State.choices, editable=False)
    title = models.CharField("intitulé", max_length=160)
    kind = models.CharField("type d'action", max_length=10, choices=Kind.choices)
    nature = models.ForeignKey(Nature, models.PROTECT, related_name="+", verbose_name="nature")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thème")
    issue = models.CharField("problématique traitée", max_length=300)
    held_by = models.CharField("portée par", max_length=9, choices=Held.choices)
    owner = models.CharField("fonction responsable", max_length=120)  # a function, never a name
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="plan_actions", verbose_name="partenaire mobilisé"
    )
    starts_on = models.DateField("début")
    due_on = models.DateField("échéance")
    cost = models.DecimalField("coût estimé TTC (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    concerned = models.ManyToManyField(Beneficiary, blank=True, related_name="plan_actions", verbose_name="structures concernées")
    objective = models.TextField("objectif", max_length=2000, blank=True)
    context = models.TextField("contexte", max_length=3000, blank=True)
    deliverables = models.TextField("livrables attendus", max_length=2000, blank=True)
    competences = models.ManyToManyField(Competence, blank=True, related_name="+", verbose_name="compétences attendues")
    days = models.DecimalField("nombre de jours", max_digits=5, decimal_places=1, null=True, blank=True)
    constraints = models.TextField("contraintes", max_length=2000, blank=True)
    validated_in = models.PositiveSmallIntegerField("validée dans la version", null=True, editable=False)
    ended_on = models.DateField("finie le", null=True, editable=False)
    outcome = models.TextField("ce qui a été fait, ou le motif", max_length=2000, blank=True, editable=False)
    evidence = models.ManyToManyField(File, blank=True, related_name="+", verbose_name="preuves")
    reminded_on = models.DateField("retard rappelé le", null=True, editable=False)

    objects: ClassVar[Any] = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "action du parcours"
        indexes = [
            models.Index(fields=["thread"], name="plans_action_thread"),
            models.Index(fields=["zone", "state", "due_on", "id"], name="plans_action_due"),
            models.Index(fields=["plan", "starts_on", "id"], name="plans_action_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["planned", "under_way", "done", "given_up"]), name="plans_action_state"),
            models.CheckConstraint(
                condition=Q(kind__in=["individual", "collective", "territory", "expertise", "own"]),
                name="plans_action_kind",
                violation_error_message="Choisissez le type d'action dans la liste.",
            ),
            models.CheckConstraint(condition=Q(held_by__in=["operator", "structure", "partner"]), name="plans_action_held"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="plans_action_lasts",
                violation_error_message="L'échéance de l'action précède son début : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=~Q(held_by="partner") | Q(partner__isnull=False),
                name="plans_action_partner_named",
                violation_error_message="Cette action est portée par un partenaire : indiquez lequel.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="own") | Q(held_by="structure"),
                name="plans_action_own_held",
                violation_error_message="Une action de la structure est portée par elle : choisissez « La structure ».",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="plans_action_cost",
                violation_error_message="Le coût estimé n'est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gt=0),
                name="plans_action_days",
                violation_error_message="Le nombre de jours est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "given_up"]) | (~Q(outcome="") & Q(ended_on__isnull=False)),
                name="plans_action_outcome",
                violation_error_message="Indiquez ce qui a été fait, ou pourquoi l'action s'arrête.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["individual", "collective"], validated_in__isnull=False, state__in=["planned", "under_way"])
                | (~Q(objective="") & ~Q(context="") & ~Q(deliverables="") & Q(days__isnull=False) & Q(cost__isnull=False)),
                name="plans_action_complete",
                violation_error_message="Une action d'ingénierie validée porte tout ce que demandera son cahier des charges.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.public_id])

    @property
    def is_engineering(self) -> bool:
        return self.kind in self.ENGINEERING

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


@tracked()
class Funding(Addressed, HouseModel):
    """Who pays for a part of an action: the DLA's fund, a partner, or a partner's own programme beside the fund."""

    class Kind(models.TextChoices):
        FUND = "fund", "Fonds d'ingénierie du DLA"
        COFUNDING = "cofunding", "Cofinancement d'un partenaire"
        PROGRAMME = "programme", "Programme propre d'un partenaire, hors fonds"

    action = models.ForeignKey(PlanAction, models.PROTECT, related_name="fundings")
    kind = models.CharField("financement", max_length=9, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="plan_fundings", verbose_name="partenaire"
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="plan_fundings", editable=False, verbose_name="contribution"
    )
    amount = models.DecimalField("montant TTC (€)", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "financement d'une action"
        indexes = [models.Index(fields=["contribution"], name="plans_funding_from")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["fund", "cofunding", "programme"]), name="plans_funding_kind"),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="plans_funding_positive", violation_error_message="Le montant est supérieur à zéro."
            ),
            models.CheckConstraint(
                condition=Q(kind="fund", organisation__isnull=True) | Q(kind__in=["cofunding", "programme"], organisation__isnull=False),
                name="plans_funding_named",
                violation_error_message="Un partenaire qui finance est nommé ; le fonds du DLA n'en nomme aucun.",
            ),
            models.UniqueConstraint(
                fields=["action", "kind", "organisation"],
                nulls_distinct=False,
                name="plans_funding_once",
                violation_error_message="Ce financement est déjà noté pour cette action : retirez-le d'abord, puis notez le bon montant.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation else str(self.get_kind_display())
