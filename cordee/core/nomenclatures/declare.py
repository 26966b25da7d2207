"""Which nomenclatures exist, and who uses them. Their tables bear the triggers of `core.schema.Stamped`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, ManyToOneRel

from cordee.core.formats import counted
from cordee.core.models import Term
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """What bears an item is found by itself: every foreign key to `model`. `seen_at` is the address, ending with a code, that lists it."""

    code: str
    title: str
    model: type[Term]
    one: str
    help: str
    user: tuple[str, str]
    seen_at: str = ""

    @property
    def families(self) -> list[tuple[str, str]]:
        family = getattr(self.model, "Family", None)
        return list(family.choices) if family else []

    def bearers(self) -> list[Any]:
        """The foreign keys that name an item; those of histories, which hold no constraint, are left out."""
        relations = self.model._meta.get_fields(include_hidden=True)
        return [one.field for one in relations if isinstance(one, ManyToOneRel) and one.field.db_constraint]

    def uses(self) -> dict[str, int]:
        """Code → how many rows bear it; an item that nothing bears is left out."""
        codes = dict(self.model.objects.for_system("counted for those who keep the list").order_by("pk").values_list("pk", "code"))
        found: Counter[str] = Counter()
        for key in self.bearers():
            rows = key.model._base_manager.order_by().values_list(key.attname).annotate(uses=Count("pk"))
            found.update({codes[pk]: uses for pk, uses in rows if pk in codes})
        return dict(found)

    def said(self, uses: int) -> str:
        return counted(uses, *self.user)


nomenclatures: Registry[Nomenclature] = Registry("nomenclature")


def declare(nomenclature: Nomenclature) -> Nomenclature:
    return nomenclatures.add(nomenclature.code, nomenclature)
