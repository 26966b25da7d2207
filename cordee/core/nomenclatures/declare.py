"""Which nomenclatures exist, and who uses them. Their tables bear the triggers of `core.schema.Stamped`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, ManyToOneRel

from cordee.core.formats import counted
from cordee.core.models import Match, Term
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
    #: the key by which an item is ranged under an item of another list: the theme of a competence
    under: str = ""
    #: how an official code is written (a regular expression) and said; without it, a code is made from the label
    coded: str = ""
    code_help: str = ""
    #: text columns that hold a code of the list as it was received, instead of a key to its row
    named_in: tuple[tuple[type[models.Model], str], ...] = ()

    @property
    def families(self) -> list[tuple[str, str]]:
        family = getattr(self.model, "Family", None)
        return list(family.choices) if family else []

    def bearers(self) -> list[Any]:
        """The foreign keys that name an item; those of histories, which hold no constraint, are left out, and `replaced_by`."""
        relations = self.model._meta.get_fields(include_hidden=True)
        keys: list[Any] = [one.field for one in relations if isinstance(one, ManyToOneRel)]
        keys = [key for key in keys if key.db_constraint]
        return [key for key in keys if key.model is not self.model]

    def uses(self) -> dict[str, int]:
        """Code → how many rows bear it; an item that nothing bears is left out."""
        if self.named_in:
            return self._named()
        codes = dict(self.model.objects.for_system("counted for those who keep the list").order_by("pk").values_list("pk", "code"))
        found: Counter[str] = Counter()
        for key in self.bearers():
            rows = key.model._base_manager.order_by().values_list(key.attname).annotate(uses=Count("pk"))
            found.update({codes[pk]: uses for pk, uses in rows if pk in codes})
        return dict(found)

    def _named(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for model, column in self.named_in:
            rows = model._base_manager.exclude(**{column: ""}).order_by().values_list(column).annotate(uses=Count("pk"))
            found.update(dict(rows))
        return dict(found)

    def said(self, uses: int) -> str:
        return counted(uses, *self.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A column of ids of items beside the links that it sums up (`competence_ids int[]`). `refresh` recomputes, for these rows,
    what else is made of the links: the words of the search, say."""

    nomenclature: str
    model: type[models.Model]
    column: str
    refresh: Callable[[list[int]], object] | None = None

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.column}"


carriers: Registry[Carrier] = Registry("colonne d'éléments")


def carry(
    nomenclature: Nomenclature, model: type[models.Model], column: str, refresh: Callable[[list[int]], object] | None = None
) -> Carrier:
    """A room's `room.py` declares its columns here: uniting two items rewrites them."""
    carrier = Carrier(nomenclature=nomenclature.code, model=model, column=column, refresh=refresh)
    return carriers.add(carrier.key, carrier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """From a version of a list to the next one, one item to several. `model` extends `Match`, with two keys, `before` and `after`."""

    before: Nomenclature
    after: Nomenclature
    model: type[Match]


correspondences: Registry[Correspondence] = Registry("correspondance de nomenclatures")


def correspond(correspondence: Correspondence) -> Correspondence:
    return correspondences.add(correspondence.before.code, correspondence)


nomenclatures: Registry[Nomenclature] = Registry("nomenclature")


def declare(nomenclature: Nomenclature) -> Nomenclature:
    return nomenclatures.add(nomenclature.code, nomenclature)
