"""The sheet of a provider: what it says beyond its organisation's own, its life in the register, and what is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Search, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.text import FrNormalize

if TYPE_CHECKING:
    from cordee.core.access import Actor

#: kept by `providers_derive` (migration 0001) from the organisation and the dated links: never typed, never fetched with the rest
DERIVED = ("name", "words", "competence_ids", "sector_ids", "departments", "everywhere")


EVERYWHERE = "*"


class WorkedIn(models.Func):
    """Where it works, as one column of the index of facets: its departments, or « * » for all of France. One index of all facets
    answers what several ask together, where several indexes would each read all that answers one of them."""

    template = "(CASE WHEN %(expressions)s END)"
    arg_joiner = f" THEN ARRAY['{EVERYWHERE}'] ELSE "
    output_field = ArrayField(models.TextField())

    def __init__(self) -> None:
        super().__init__(F("everywhere"), F("departments"))


class ProviderQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.actors.providers.queries import visible_providers

        return visible_providers(self, actor)

    def proposable(self) -> Self:
        from cordee.actors.providers.queries import proposable

        return proposable(self)


class ProviderManager(models.Manager.from_queryset(ProviderQuerySet)):  # type: ignore[misc]
    """What is only searched is never fetched."""

    def get_queryset(self) -> ProviderQuerySet:
        rows: ProviderQuerySet = super().get_queryset().defer("search", "words")
        return rows


@tracked(exclude=DERIVED)
class Provider(Addressed, Threaded, Versioned):
    """One sheet an organisation. Its thread is the organisation's: one fil tells both."""

    class State(models.TextChoices):
        SPOTTED = "spotted", "Repéré"
        COMPLETE = "complete", "Référencé"
        EVALUATED = "evaluated", "Évalué"
        KEPT = "kept", "Maintenu"
        MODIFIED = "modified", "Modifié"
        WITHDRAWN = "withdrawn", "Retiré"

    class Kind(models.TextChoices):
        FIRM = "firm", "Cabinet"
        SELF_EMPLOYED = "self_employed", "Travail indépendant"
        PEER = "peer", "Association qui mène elle-même un service semblable"
        COOPERATIVE = "cooperative", "Coopérative"
        UMBRELLA = "umbrella", "Portage salarial ou coopérative d'activité"
        NETWORK = "network", "Réseau ou fédération"
        TRAINING = "training", "Organisme de formation"
        OTHER = "other", "Autre"

    class Vat(models.TextChoices):
        LIABLE = "liable", "Assujetti à la TVA"
        FRANCHISE = "franchise", "TVA non applicable, article 293 B du CGI"
        EXEMPT = "exempt", "Exonéré de TVA"

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="provider", verbose_name="organisation")
    state = models.CharField("état", max_length=10, choices=State.choices, editable=False)
    kind = models.CharField("nature du prestataire", max_length=14, choices=Kind.choices, blank=True)
    vat = models.CharField("situation de TVA", max_length=9, choices=Vat.choices, blank=True)
    presentation = models.TextField("présentation", blank=True, max_length=4000)
    known_for = models.CharField("ce qu'il fait bien", max_length=500, blank=True)
    national_networks = models.TextField("réseaux nationaux d'échange d'expériences", blank=True, max_length=1000)
    similar_experience = models.TextField("expériences semblables déjà menées", blank=True, max_length=2000)
    spotted_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, editable=False, related_name="spotted_providers", verbose_name="repéré par"
    )
    spotted_on = models.DateField("repéré le", editable=False)
    verified_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, editable=False, related_name="verified_providers", verbose_name="vérifié par"
    )
    verified_on = models.DateField("vérifié le", null=True, editable=False)
    confirmed_on = models.DateField("relue le", editable=False)  # the last day someone who keeps it said that it is right
    to_check = ArrayField(models.CharField(max_length=20), verbose_name="à revérifier", default=list, db_default=[], editable=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    name = models.CharField("nom", max_length=200, db_default="", editable=False)
    words = models.TextField(db_default="", editable=False)
    competence_ids = ArrayField(models.IntegerField(), default=list, db_default=[], editable=False)
    sector_ids = ArrayField(models.IntegerField(), default=list, db_default=[], editable=False)
    departments = ArrayField(models.TextField(), default=list, db_default=[], editable=False)
    everywhere = models.BooleanField("France entière", default=False, db_default=False, editable=False)
    sort_key = models.GeneratedField(expression=FrNormalize("name"), output_field=models.TextField(), db_persist=True)
    search = models.GeneratedField(
        expression=Search(("name", "A"), ("words", "B"), ("known_for", "C"), ("presentation", "C"), ("similar_experience", "C")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ProviderManager()  # type: ignore[misc]

    class Meta:
        verbose_name = "prestataire"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="providers_provider_sort"),
            models.Index(fields=["zone", "sort_key", "id"], name="providers_provider_zone"),
            models.Index(fields=["thread"], name="providers_provider_thread"),
            models.Index(fields=["confirmed_on"], name="providers_provider_confirmed"),
            GinIndex(F("search"), F("competence_ids"), F("sector_ids"), WorkedIn(), name="providers_provider_facets"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["spotted", "complete", "evaluated", "kept", "modified", "withdrawn"]),
                name="providers_provider_state",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by__isnull=True) | Q(verified_on__isnull=False),
                name="providers_provider_verified",
                violation_error_message="Une vérification a une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.organisation.name

    def get_absolute_url(self) -> str:
        return reverse("providers:sheet", args=[self.public_id])
