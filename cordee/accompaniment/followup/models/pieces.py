"""Pieces asked of a structure: the model list, one demand, each piece with its life, and the files that were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import File, HouseModel, Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed
from cordee.core.models.journal import CordeeNow
from cordee.core.models.nomenclatures import Term
from cordee.core.text import FrNormalize

if TYPE_CHECKING:
    from cordee.core.access import Actor


class PieceKind(Term):
    """A piece of the model list. Those of the accounts are closed to networks, whatever the dossier."""

    class Family(models.TextChoices):
        STATUTES = "statutes", "Statuts et conventions"
        ACCOUNTS = "accounts", "Comptes (DLA et structure seuls)"
        ACTIVITY = "activity", "Activité et organisation"

    family = models.CharField("famille", max_length=8, choices=Family.choices)

    class Meta(Term.Meta):
        verbose_name = "pièce à demander"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                FrNormalize("label"), name="followup_piecekind_label", violation_error_message="Une pièce porte déjà ce libellé."
            ),
        ]


class PieceQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        from cordee.accompaniment.followup.queries import pieces_seen

        return pieces_seen(self, actor)


@tracked()
class Demand(Addressed, Threaded):
    """A set of pieces asked of one structure in one act."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="demands")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="piece_demands", verbose_name="structure")
    due = models.DateField("au plus tard le")
    message = models.TextField("message", max_length=2000, blank=True)
    asked_on = models.DateField("demandé le")
    reminded_on = models.DateField("rappelé le", null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField("rappels envoyés", default=0, db_default=0, editable=False)
    operation = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "demande de pièces"
        indexes = [
            models.Index(fields=["thread"], name="followup_demand_thread"),
            models.Index(fields=["zone", "due", "id"], name="followup_demand_zone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "operation"], condition=Q(operation__isnull=False), name="followup_demand_once",
                violation_error_message="Ces pièces sont déjà demandées.",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("asked_on")), name="followup_demand_due",
                violation_error_message="La date demandée est passée : choisissez un jour à venir.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Pièces demandées le {self.asked_on:%d/%m/%Y}"


@tracked()
class Piece(Addressed, Threaded, Versioned):
    """One paper. The structure that owes it and the DLA read it; a network reads it unless it is of the accounts."""

    class State(models.TextChoices):
        ASKED = "asked", "À fournir"
        RECEIVED = "received", "Reçue"
        TO_COMPLETE = "to_complete", "À compléter"
        ACCEPTED = "accepted", "Acceptée"
        WAIVED = "waived", "Sans objet"

    #: what the structure still owes
    OWED = (State.ASKED, State.TO_COMPLETE)

    case = models.ForeignKey(Case, models.PROTECT, related_name="pieces")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="pieces")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="pieces", verbose_name="structure")
    kind = models.ForeignKey(PieceKind, models.PROTECT, null=True, blank=True, related_name="pieces", verbose_name="pièce")
    label = models.CharField("intitulé", max_length=160)
    closed = models.BooleanField("comptes", default=False, db_default=False)
    state = models.CharField("état", max_length=11, choices=State.choices, editable=False)
    lacking = models.CharField("ce qui manque", max_length=500, blank=True, editable=False)
    reason = models.CharField("motif", max_length=500, blank=True, editable=False)
    given_on = models.DateField("reçue le", null=True, blank=True, editable=False)

    objects: ClassVar[Any] = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce demandée"
        indexes = [
            models.Index(fields=["case", "state", "id"], name="followup_piece_case"),
            models.Index(fields=["thread"], name="followup_piece_thread"),
            models.Index(fields=["zone", "state", "id"], name="followup_piece_zone"),
            models.Index(fields=["organisation", "kind"], name="followup_piece_known"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "received", "to_complete", "accepted", "waived"]), name="followup_piece_state"
            ),
            models.UniqueConstraint(
                fields=["demand", "label"], name="followup_piece_once",
                violation_error_message="Cette pièce est déjà dans la demande.",
            ),
            models.CheckConstraint(
                condition=~Q(label=""), name="followup_piece_label", violation_error_message="Nommez la pièce demandée."
            ),
            models.CheckConstraint(
                condition=~Q(state="to_complete") | ~Q(lacking=""), name="followup_piece_says",
                violation_error_message="Dites ce qui manque : la structure le lira.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "accepted", "to_complete"]) | Q(given_on__isnull=False), name="followup_piece_given"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"{reverse('followup:pieces', args=[self.case.public_id])}#piece-{self.public_id}"


class PieceFile(Addressed, HouseModel):
    """One file given for a piece; the same file serves again when it is taken up in a later dossier."""

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="papers")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    at = models.DateTimeField("donné le", db_default=CordeeNow())
    taken_up = models.BooleanField("repris d'un dossier précédent", default=False, db_default=False)

    class Meta:
        verbose_name = "fichier d'une pièce"
        indexes = [models.Index(fields=["piece", "id"], name="followup_piecefile_piece")]
        constraints = [
            models.UniqueConstraint(
                fields=["piece", "file"], name="followup_piecefile_once",
                violation_error_message="Ce fichier est déjà joint à cette pièce.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.file)
