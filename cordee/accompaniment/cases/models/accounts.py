"""The accounts that a diagnosis reads: a part of the dossier that only the DLA and the structure open."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cordee.accompaniment.cases.models.case import Case
from cordee.actors.directory.models import Organisation
from cordee.core.journal import tracked
from cordee.core.models import Threaded, ThreadedQuerySet, Versioned
from cordee.core.models.bases import Addressed

if TYPE_CHECKING:
    from cordee.core.access import Actor


class AccountsQuerySet(ThreadedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """In a collective dossier, a structure reads its own and not those of the others."""
        from cordee.accompaniment.cases.queries import accounts_seen

        rows = accounts_seen(self, actor)
        return rows.filter(organisation_id=actor.organisation_id) if actor.capacity == "structure" else rows


def amount(label: str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


@tracked()
class Accounts(Addressed, Threaded, Versioned):
    """The accounts of one year, as the diagnosis (or the reading two years later) takes them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="accounts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="accounts_read", verbose_name="structure")
    year = models.PositiveSmallIntegerField("exercice")
    net_result = amount("résultat net (€)")
    equity = amount("fonds propres (€)")
    working_capital = amount("fonds de roulement (€)")
    working_need = amount("besoin en fonds de roulement (€)")
    cash = amount("trésorerie (€)")

    objects: ClassVar[Any] = AccountsQuerySet.as_manager()

    class Meta:
        verbose_name = "comptes d'un exercice"
        indexes = [models.Index(fields=["thread"], name="cases_accounts_thread")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "year"],
                name="cases_accounts_once",
                violation_error_message="Les comptes de cet exercice sont déjà saisis dans ce dossier : modifiez-les plutôt.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="cases_accounts_year",
                violation_error_message="Indiquez un exercice en quatre chiffres, par exemple 2026.",
            ),
        ]

    def __str__(self) -> str:
        return f"Comptes {self.year}"

    @property
    def cash_gap(self) -> Decimal | None:
        """What the cash typed differs by from working capital less need; None when one of the three is unknown."""
        if self.cash is None or self.working_capital is None or self.working_need is None:
            return None
        return self.cash - (self.working_capital - self.working_need)
