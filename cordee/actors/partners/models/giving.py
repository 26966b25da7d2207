"""What partners bring: contributions in six forms, what each network gives a DLA, what partners of a territory do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation, Sector
from cordee.actors.directory.models.children import Child, lasts, same_code
from cordee.actors.territory.models import Department, Epci
from cordee.core.journal import tracked
from cordee.core.models import HouseModel, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed, same

if TYPE_CHECKING:
    from cordee.core.access import Actor


class ContributionQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.partners.queries import contributions_seen

        return contributions_seen(self, actor)


@tracked()
class Contribution(Addressed, Threaded, Versioned):
    """How a partner takes part in the scheme, in one of six forms; the third is earmarked. On the thread of the receiving DLA."""

    class Form(models.TextChoices):
        HOST = "host", "Soutenir le fonctionnement de la structure porteuse"
        BUDGET = "budget", "Augmenter le budget des accompagnements"
        EARMARKED = "earmarked", "Flécher un soutien financier vers une cible"
        PROGRAMME = "programme", "Articuler son programme d'accompagnement avec le DLA"
        EXPERTISE = "expertise", "Apporter son expertise au comité d'appui"
        POSITIONING = "positioning", "Faire du DLA un outil de ses propres politiques"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposée"
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Close"

    #: forms that are an amount of money, and forms that never are
    PAID = (Form.BUDGET, Form.EARMARKED)
    UNPAID = (Form.EXPERTISE, Form.POSITIONING)

    contributor = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions", verbose_name="partenaire")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions_received", verbose_name="DLA qui reçoit")
    form = models.CharField("forme", max_length=11, choices=Form.choices)
    state = models.CharField("état", max_length=8, choices=State.choices, editable=False)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2, null=True, blank=True)
    description = models.TextField("description", max_length=2000, blank=True)
    period = DateRangeField("période")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="secteur visé")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département visé")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="intercommunalité visée")
    policy = models.CharField("politique d'emploi visée", max_length=120, blank=True)
    target = models.CharField(max_length=200, blank=True, editable=False)  # the earmark as one value
    agreed_on = models.DateField("convenue le", null=True, editable=False)
    reason = models.CharField("motif de la clôture", max_length=500, blank=True, editable=False)
    fictitious = models.BooleanField("fictive", default=False, editable=False)

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution"
        indexes = [
            models.Index(fields=["form", "id"], name="partners_contribution_form"),
            models.Index(fields=["zone", "form", "id"], name="partners_contribution_zone"),
            models.Index(fields=["contributor", "form", "id"], name="partners_contribution_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["proposed", "active", "closed"]), name="partners_contribution_state"),
            models.CheckConstraint(
                condition=~Q(form__in=["budget", "earmarked"]) | Q(amount__isnull=False),
                name="partners_contribution_amount",
                violation_error_message="Cette forme de contribution est un financement : indiquez son montant.",
            ),
            models.CheckConstraint(
                condition=~Q(form__in=["expertise", "positioning"]) | Q(amount__isnull=True),
                name="partners_contribution_no_amount",
                violation_error_message="Cette forme de contribution n'a pas de montant : décrivez-la, ou choisissez une autre forme.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="partners_contribution_positive",
                violation_error_message="Le montant est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(description=""),
                name="partners_contribution_says",
                violation_error_message="Sans montant, décrivez ce que le partenaire apporte.",
            ),
            models.CheckConstraint(
                condition=~Q(form="earmarked")
                | Q(sector__isnull=False) | Q(department__isnull=False) | Q(epci__isnull=False) | ~Q(policy=""),
                name="partners_contribution_targeted",
                violation_error_message="Un soutien fléché dit sa cible : un secteur, un territoire ou une politique d'emploi.",
            ),
            models.CheckConstraint(
                condition=Q(form="earmarked")
                | Q(sector__isnull=True, department__isnull=True, epci__isnull=True, policy=""),
                name="partners_contribution_untargeted",
                violation_error_message="Seul un soutien fléché vise une cible : videz secteur, territoire et politique d'emploi.",
            ),
            models.CheckConstraint(
                condition=~Q(contributor=models.F("operator")),
                name="partners_contribution_other",
                violation_error_message="Un DLA ne contribue pas à lui-même : choisissez le partenaire.",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(agreed_on__isnull=False), name="partners_contribution_agreed"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason=""), name="partners_contribution_closed_says",
                violation_error_message="Indiquez le motif de la clôture.",
            ),
            lasts("partners_contribution"),
            ExclusionConstraint(
                name="partners_contribution_overlap",
                index_type="GIST",
                condition=Q(agreed_on__isnull=False),
                expressions=[
                    same("contributor"), same("operator"), same_code("form"), same_code("target"), ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une contribution de ce partenaire, de même forme et de même cible, active ou close, couvre déjà "
                "une partie de cette période.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contributor} : {self.get_form_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.target = f"{self.sector_id or ''}/{self.department_id or ''}/{self.epci_id or ''}/{self.policy}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partners:contribution", args=[self.public_id])

    @property
    def last_day(self) -> date | None:
        return self.period.upper - timedelta(days=1) if self.period.upper else None

    @property
    def earmark(self) -> str:
        """« maraîchage · Nord (59) · contrats aidés »."""
        return " · ".join(str(part) for part in (self.sector, self.epci, self.department, self.policy) if part)


class PartnershipQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.partners.queries import partnerships_seen

        return partnerships_seen(self, actor)


@tracked()
class Partnership(Addressed, Threaded, Versioned):
    """A network beside a DLA, on the DLA's thread: what it gives there, each thing dated (`Gift`), and a note."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships", verbose_name="réseau")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships_received", verbose_name="DLA")
    note = models.CharField("note", max_length=500, blank=True)

    objects: ClassVar[Any] = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = "ce qu'un réseau apporte"
        indexes = [models.Index(fields=["thread"], name="partners_partnership_thread")]
        constraints = [
            models.UniqueConstraint(fields=["network", "operator"], name="partners_partnership_once"),
            models.CheckConstraint(
                condition=~Q(network=models.F("operator")),
                name="partners_partnership_other",
                violation_error_message="Un réseau qui porte le DLA n'est pas son propre partenaire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} auprès de {self.operator}"


@tracked()
class Gift(HouseModel):
    """One of the seven things that a network gives, and when."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "Information"
        COMMUNICATION = "communication", "Communication"
        KNOWLEDGE = "knowledge", "Connaissance d'un secteur ou des structures"
        DIAGNOSIS = "diagnosis", "Contribution au diagnostic"
        COMMITTEES = "committees", "Participation aux comités"
        SERVICE = "service", "Prestation"
        FOLLOW_UP = "follow_up", "Contribution au suivi"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="gifts")
    kind = models.CharField("apport", max_length=13, choices=Kind.choices)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "apport d'un réseau"
        constraints = [
            ExclusionConstraint(
                name="partners_gift_overlap",
                index_type="GIST",
                expressions=[same("partnership"), same_code("kind"), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Cet apport est déjà enregistré sur une partie de cette période.",
            ),
            lasts("partners_gift"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class PartnerWork(Child):
    """What a partner does on a territory: a row of its sheet, kept as the others are."""

    class Kind(models.TextChoices):
        MEMBERS = "members", "Appuie ses membres"
        SECTORS = "sectors", "Développe des secteurs"
        STUDIES = "studies", "Étudie les besoins et les enjeux"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partner_works")
    kind = models.CharField("ce qu'il fait", max_length=8, choices=Kind.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département")
    detail = models.CharField("précision", max_length=300, blank=True)
    period = DateRangeField("période")

    class Meta:
        verbose_name = "action d'un partenaire"
        constraints = [
            lasts("partners_work_of_partner"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "department", "period"],
                nulls_distinct=False,
                name="partners_partnerwork_once",
                violation_error_message="Cette action est déjà enregistrée pour cette période.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{f', {self.department}' if self.department else ''}"
