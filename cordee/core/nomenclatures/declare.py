"""Which nomenclatures exist, and who uses them. Their tables bear the triggers of `core.schema.Stamped`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from cordee.core.formats import counted
from cordee.core.models import Term
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """`related` is the accessor, from an item, of what uses it; `seen_at` the address, ending with a code, that lists it."""

    code: str
    title: str
    model: type[Term]
    one: str
    help: str
    related: str
    user: tuple[str, str]
    seen_at: str = ""

    @property
    def families(self) -> list[tuple[str, str]]:
        family = getattr(self.model, "Family", None)
        return list(family.choices) if family else []

    def uses(self) -> dict[str, int]:
        """Code → how many use it today."""
        rows = self.model.objects.for_system("counted for those who keep the list").annotate(uses=Count(self.related))
        return dict(rows.order_by("pk").values_list("code", "uses"))

    def said(self, uses: int) -> str:
        return counted(uses, *self.user)


nomenclatures: Registry[Nomenclature] = Registry("nomenclature")


def declare(nomenclature: Nomenclature) -> Nomenclature:
    return nomenclatures.add(nomenclature.code, nomenclature)
