"""Uniting two items: what bore the first bears the second, the first is retired and says what replaces it. Nothing is lost: each row
that moved is remembered, and those that had both (a dated link to each) are folded into one whose period covers both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.formats import counted
from cordee.core.merging.rows import lift, put
from cordee.core.models import LocalTerm, TermUnion
from cordee.core.nomenclatures import policies
from cordee.core.nomenclatures.actions import keeping, row_of, save, told
from cordee.core.nomenclatures.declare import Carrier, Nomenclature, carriers

UNITED, PARTED = "core.nomenclature.united", "core.nomenclature.parted"
STALE = Refusal("stale", "L'un des deux libellés vient de changer : relisez l'aperçu, puis confirmez de nouveau.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a union would do, read without writing."""

    gone: Any
    kept: Any
    lines: list[str]
    names: list[str]

    @property
    def seen(self) -> str:
        return seen_of(self.gone, self.kept)


def seen_of(gone: Any, kept: Any) -> str:
    return f"{gone.label} → {kept.label}"


def preview(nomenclature: Nomenclature, code: str, into: str) -> Preview:
    gone, kept = row_of(nomenclature, code), row_of(nomenclature, into)
    lines = []
    for key in nomenclature.bearers():
        if rows := key.model._base_manager.filter(**{key.attname: gone.pk}).count():
            lines.append(f"{_kind(key)} : {counted(rows, 'ligne')}")
    for model, column in nomenclature.named_in:
        if rows := model._base_manager.filter(**{column: code}).count():
            lines.append(f"{model._meta.verbose_name} : {counted(rows, 'ligne')}")
    local = LocalTerm.objects.for_system("shown before a union").filter(nomenclature=nomenclature.code, code=code).order_by("place")
    return Preview(gone, kept, lines, [str(name) for name in local])


def _kind(key: Any) -> str:
    """« organisation », for a link table of its own: what is at its other end."""
    if key.model._meta.auto_created:
        return str(key.model._meta.auto_created._meta.verbose_name)
    return str(key.model._meta.verbose_name)


def refusal(gone: Any, kept: Any) -> Refusal | None:
    if gone.pk == kept.pk:
        return Refusal("same", "Choisissez un autre élément : celui-ci est déjà lui-même.")
    if gone.replaced_by:
        return Refusal("united", f"« {gone.label} » a déjà été réuni à « {gone.replaced_by} » : il n'y a rien à refaire.")
    if kept.retired_on:
        return Refusal("retired", f"« {kept.label} » est retiré : rétablissez-le d'abord, ou choisissez un élément proposé.")
    if getattr(gone, "family", "") != getattr(kept, "family", ""):
        return Refusal("family", "Ces deux éléments ne s'adressent pas aux mêmes personnes : ils ne se réunissent pas.")
    return None


def unite(*, nomenclature: Nomenclature, code: str, into: str, seen: str, actor: Actor, reason: str) -> TermUnion:
    """`seen` is what the person read in the preview; a second person who confirms meets the refusal of the first's work."""
    with keeping(actor, UNITED, policies.may_keep(actor)):
        gone, kept = row_of(nomenclature, code), row_of(nomenclature, into)
        # A sheet being saved with the first item is waited for: it is moved too.
        type(gone)._base_manager.select_for_update(of=("self",)).get(pk=gone.pk)
        if wrong := refusal(gone, kept):
            raise Refused(wrong)
        if seen != seen_of(gone, kept):
            raise Refused(STALE)
        done = TermUnion(nomenclature=nomenclature.code, gone=code, kept=into, retired_before=gone.retired_on, by_label=actor.label)
        for key in nomenclature.bearers():
            _move(key, gone.pk, kept.pk, done)
        for model, column in nomenclature.named_in:
            _rename(model, column, code, into, done)
        _carry(nomenclature, done, gone.pk, kept.pk)
        done.save(force_insert=True)
        gone.replaced_by = kept
        gone.retired_on = gone.retired_on or max(today(), gone.starts_on or today())
        save(gone)
        told(gone, UNITED, actor, nomenclature, code, label=gone.label, after=kept.label, moved=str(count_of(done)), reason=reason)
    return done


def count_of(done: TermUnion) -> int:
    return sum(map(len, done.moved.values())) + sum(len(rows) for rows in done.folded.values())


def _name(key: Any) -> str:
    return f"{key.model._meta.label_lower}.{key.name}"


def _move(key: Any, gone: int, kept: int, done: TermUnion) -> None:
    """All rows at once; one by one only when some already bear both."""
    rows = key.model._base_manager
    ids = list(rows.filter(**{key.attname: gone}).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    moved = ids if _turned(key, ids, kept) else [pk for pk in ids if _turned(key, [pk], kept)]
    if left := sorted(set(ids) - set(moved)):
        done.folded[_name(key)] = [_fold(key, pk, kept) for pk in left]
    if moved:
        done.moved[_name(key)] = moved


def _rename(model: type[models.Model], column: str, gone: str, kept: str, done: TermUnion) -> None:
    """A column that holds the code itself: no row can hold both."""
    rows = model._base_manager.filter(**{column: gone})
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if ids:
        done.moved[f"{model._meta.label_lower}.{column}"] = ids
        model._base_manager.filter(pk__in=ids).update(**{column: kept} | _newer(model))


def _rename_back(model: type[models.Model], column: str, done: TermUnion) -> int:
    """Answers how many rows hold another code since."""
    ids = done.moved.get(f"{model._meta.label_lower}.{column}", [])
    rows = model._base_manager.filter(pk__in=ids, **{column: done.kept})
    return len(ids) - rows.update(**{column: done.gone} | _newer(model))


def _turned(key: Any, ids: list[int], to: int) -> bool:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            key.model._base_manager.filter(pk__in=ids).update(**{key.attname: to} | _newer(key.model))
    except IntegrityError:
        return False
    return True


def _newer(model: type[models.Model]) -> dict[str, Any]:
    return {"version": F("version") + 1} if any(column.name == "version" for column in model._meta.concrete_fields) else {}


def _fold(key: Any, pk: int, kept: int) -> dict[str, Any]:
    """This row's place is taken by rows that already bear the kept item: it is lifted out, and they cover its period too."""
    rows = key.model._base_manager
    row = rows.get(pk=pk)
    owners = {name: getattr(row, name) for name in _owners(key)}
    twins = list(rows.filter(**owners | {key.attname: kept}).order_by("pk")) if owners else []
    periods = [column.name for column in key.model._meta.concrete_fields if column.name == "period"]
    if periods:
        twins = [twin for twin in twins if _meet(row.period, twin.period)]
    if not twins:
        raise Refused(Refusal("clash", "Une ligne ne peut pas porter l'autre élément : rien n'a été réuni. Réunissez d'abord les fiches."))
    if not periods:
        return {"rows": lift(key.model, [pk]), "twin": None}
    before = lift(key.model, [pk, *(twin.pk for twin in twins)])
    first = next(line for line in before if line["id"] == twins[0].pk)
    put(key.model, [first])
    for line in before:
        span = Func(F("period"), Value(line["period"]), function="range_merge", template="%(function)s(%(expressions)s::daterange)")
        rows.filter(pk=twins[0].pk).update(period=span)
    return {"rows": before, "twin": twins[0].pk, "period": str(_period(key, twins[0].pk))}


def _period(key: Any, pk: int) -> Any:
    return key.model._base_manager.filter(pk=pk).values_list("period", flat=True).first()


def _owners(key: Any) -> list[str]:
    """The other keys of the constraint that says « once »: whose link it is."""
    for names in _constraints(key.model):
        if key.name in names:
            fields = [key.model._meta.get_field(name) for name in names if name != key.name]
            return [field.attname for field in fields if field.is_relation]
    return []


def _constraints(model: type[models.Model]) -> Iterable[list[str]]:
    yield from (list(names) for names in model._meta.unique_together)
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint):
            yield list(one.fields)
        elif isinstance(one, ExclusionConstraint):
            yield [name for expression, _ in one.expressions for name in _named(expression)]


def _named(expression: Any) -> Iterable[str]:
    """The fields that a part of a constraint reads: `"period"`, `F("period")` or a range made of a key (`same`)."""
    parts: Iterable[Any] = expression.flatten() if isinstance(expression, Func) else [expression]
    yield from (str(getattr(part, "name", part)) for part in parts if isinstance(part, str | F))


def _meet(one: Any, other: Any) -> bool:
    return (one.upper is None or other.lower is None or other.lower < one.upper) and (
        other.upper is None or one.lower is None or one.lower < other.upper
    )


def _carry(nomenclature: Nomenclature, done: TermUnion, gone: int, kept: int) -> None:
    """The columns of ids, each in one statement; a row that bears both keeps one."""
    for carrier in _carriers(nomenclature):
        rows = _rows(carrier).filter(**{f"{carrier.column}__contains": [gone]})
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        both = list(rows.filter(**{f"{carrier.column}__contains": [kept]}).order_by("pk").values_list("pk", flat=True))
        column = F(carrier.column)
        _rows(carrier).filter(pk__in=both).update(**{carrier.column: Func(column, gone, function="array_remove")})
        _rows(carrier).filter(pk__in=set(ids) - set(both)).update(**{carrier.column: Func(column, gone, kept, function="array_replace")})
        if ids:
            done.carried[carrier.key] = {"ids": ids, "both": both}
            if carrier.refresh:
                carrier.refresh(ids)


def _carriers(nomenclature: Nomenclature) -> list[Carrier]:
    return [carrier for carrier in carriers if carrier.nomenclature == nomenclature.code]


def _rows(carrier: Carrier) -> Any:
    return carrier.model._base_manager.order_by()


def union_of(nomenclature: Nomenclature, code: str) -> TermUnion | None:
    """The union in force by which this item became another."""
    unions = TermUnion.objects.for_system("told to those who keep the list")
    return unions.filter(nomenclature=nomenclature.code, gone=code, undone_at=None).first()


def part(*, nomenclature: Nomenclature, code: str, actor: Actor, reason: str) -> int:
    """Back as it was. A row that bears something else since is left as it is; answers how many were."""
    with keeping(actor, PARTED, policies.may_keep(actor)):
        done, gone = union_of(nomenclature, code), row_of(nomenclature, code)
        if done is None:
            raise Refused(Refusal("apart", f"« {gone.label} » n'est réuni à aucun autre : il n'y a rien à séparer."))
        kept = row_of(nomenclature, done.kept)
        if kept.replaced_by:
            raise Refused(Refusal("chain", f"« {kept.label} » a été réuni depuis à « {kept.replaced_by} » : séparez d'abord ces deux-là."))
        left = sum(_move_back(key, done, gone.pk, kept.pk) for key in nomenclature.bearers())
        left += sum(_rename_back(model, column, done) for model, column in nomenclature.named_in)
        _carry_back(nomenclature, done, gone.pk, kept.pk)
        gone.replaced_by, gone.retired_on = None, done.retired_before
        save(gone)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])
        told(gone, PARTED, actor, nomenclature, code, label=gone.label, before=kept.label, left=str(left), reason=reason)
    return left


def _move_back(key: Any, done: TermUnion, gone: int, kept: int) -> int:
    ids = done.moved.get(_name(key), [])
    still = key.model._base_manager.filter(pk__in=ids, **{key.attname: kept})
    left: int = len(ids) - still.update(**{key.attname: gone} | _newer(key.model))
    for fold in done.folded.get(_name(key), []):
        left += not _unfold(key, fold)
    return left


def _unfold(key: Any, fold: dict[str, Any]) -> bool:
    twin = fold["twin"]
    if twin and str(_period(key, twin)) != fold["period"]:
        return False
    try:
        with transaction.atomic():
            lift(key.model, [twin] if twin else [])
            put(key.model, fold["rows"])
    except IntegrityError:
        return False
    return True


def _carry_back(nomenclature: Nomenclature, done: TermUnion, gone: int, kept: int) -> None:
    for carrier in _carriers(nomenclature):
        known = done.carried.get(carrier.key)
        if not known:
            continue
        column, both = F(carrier.column), set(known["both"])
        alone = set(known["ids"]) - both
        still = _rows(carrier).filter(**{f"{carrier.column}__contains": [kept]})
        still.filter(pk__in=alone).update(**{carrier.column: Func(column, kept, gone, function="array_replace")})
        still.filter(pk__in=both).update(**{carrier.column: Func(column, gone, function="array_append")})
        if carrier.refresh:
            carrier.refresh(known["ids"])
