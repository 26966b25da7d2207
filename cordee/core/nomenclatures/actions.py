"""Adding, naming, ordering, retiring and bringing back an item; naming it at home. Each act is told in the settings' journal."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.journal import history, record
from cordee.core.models import LocalTerm, NomenclatureStamp
from cordee.core.nomenclatures import policies
from cordee.core.nomenclatures.declare import Nomenclature
from cordee.core.settings.actions import thread_of

ADDED, RENAMED, MOVED = "core.nomenclature.added", "core.nomenclature.renamed", "core.nomenclature.moved"
RANGED = "core.nomenclature.ranged"
RETIRED, BROUGHT_BACK, NAMED = "core.nomenclature.retired", "core.nomenclature.brought_back", "core.nomenclature.named"
PAST = Refusal("past", "Ce jour est passé : choisissez aujourd'hui ou un jour à venir.")
FIRST = ""


@contextmanager
def keeping(actor: Actor, act: str, refusal: Refusal | None) -> Iterator[None]:
    """One writer at a time for all the lists: the row of the stamp is the lock."""
    if refusal:
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=act):
        stamps = NomenclatureStamp.objects.for_system("one writer at a time")
        stamps.get_or_create(pk=1, defaults={"stamp": uuid.uuid4()})
        stamps.select_for_update().get(pk=1)
        yield


def _rows(nomenclature: Nomenclature) -> Any:
    return nomenclature.model.objects.for_system("may_keep and may_name were asked")


def row_of(nomenclature: Nomenclature, code: str) -> Any:
    return _rows(nomenclature).get(code=code)


def save(row: Any) -> None:
    """The constraints speak French: a label that another item bears is refused by them."""
    try:
        row.validate_constraints()
    except ValidationError as wrong:
        raise Refused(Refusal("constraint", " ".join(wrong.messages))) from wrong
    row.save()


def told(row: Any, act: str, actor: Actor, nomenclature: Nomenclature, code: str, place: str = "", **data: str) -> None:
    row.thread_id = thread_of(place).pk
    known = {"nomenclature": nomenclature.code, "title": nomenclature.title, "item": code, "place": place}
    record(row, act, actor=actor, audience=["operator"], data=known | data)


def add(
    *, nomenclature: Nomenclature, actor: Actor, label: str, reason: str, starts_on: date, family: str = "", code: str = "", under: str = ""
) -> Any:  # fmt: skip
    """A new item, at the end of the list. Its code, the official one or one made from its label, never changes."""
    if starts_on < today():
        raise Refused(PAST)
    if nomenclature.coded and not re.fullmatch(nomenclature.coded, code):
        raise Refused(Refusal("code", nomenclature.code_help))
    with keeping(actor, ADDED, policies.may_keep(actor)):
        last = _rows(nomenclature).order_by("-position").first()
        more: dict[str, Any] = {"family": family} if nomenclature.families else {}
        if under:
            more[nomenclature.under] = _heading(nomenclature, under)
        position = last.position + 1 if last else 1
        code = code if nomenclature.coded else _new_code(nomenclature, label)
        if _rows(nomenclature).filter(code=code).exists():
            raise Refused(Refusal("known", f"« {code} » est déjà dans cette liste : ouvrez-le pour changer son libellé."))
        row = nomenclature.model(code=code, label=label, position=position, starts_on=starts_on, **more)
        save(row)
        told(row, ADDED, actor, nomenclature, row.code, label=label, since=starts_on.isoformat(), reason=reason)
    return row


def _new_code(nomenclature: Nomenclature, label: str) -> str:
    stem = slugify(label)[:26].strip("-") or nomenclature.one
    taken = set(_rows(nomenclature).filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{rank}" for rank in range(2, 1000))) if code not in taken)


def change(
    *, nomenclature: Nomenclature, code: str, actor: Actor, label: str, seen: str, reason: str, after: str | None = None,
    under: str | None = None,
) -> None:  # fmt: skip
    """Another label, another place in the list, another heading. `seen` is the label that the person had before their eyes."""
    with keeping(actor, RENAMED, policies.may_keep(actor)):
        row = row_of(nomenclature, code)
        if row.label != seen:
            raise Refused(Refusal("stale", f"Ce libellé vient de devenir « {row.label} ». Relisez-le, puis enregistrez de nouveau."))
        moved = after is not None and after != former_of(nomenclature, code)
        ranged = under is not None and under != under_of(nomenclature, row)
        if row.label == label and not moved and not ranged:
            raise Refused(Refusal("same", "Rien n'a changé : modifiez ce qui doit l'être, puis enregistrez."))
        if row.label != label:
            before, row.label = row.label, label
            save(row)
            told(row, RENAMED, actor, nomenclature, code, label=label, before=before, after=label, reason=reason)
        if moved:
            _place(nomenclature, row, after or FIRST)
            where = row_of(nomenclature, after).label if after else ""
            told(row, MOVED, actor, nomenclature, code, label=label, after=where, reason=reason)
        if ranged:
            before, after_ = _range(nomenclature, row, under or "")
            told(row, RANGED, actor, nomenclature, code, label=label, before=before, after=after_, reason=reason)


def under_of(nomenclature: Nomenclature, row: Any) -> str:
    """The code of the item of another list under which this one is ranged (the theme of a competence); empty: none."""
    heading = getattr(row, nomenclature.under) if nomenclature.under else None
    return heading.code if heading else ""


def _range(nomenclature: Nomenclature, row: Any, under: str) -> tuple[str, str]:
    """Answers the labels before and after."""
    before, heading = getattr(row, nomenclature.under), _heading(nomenclature, under) if under else None
    setattr(row, nomenclature.under, heading)
    save(row)
    return (before.label if before else "", heading.label if heading else "")


def _heading(nomenclature: Nomenclature, under: str) -> Any:
    headings: Any = nomenclature.model._meta.get_field(nomenclature.under).related_model
    found = headings.objects.for_system("may_keep was asked").filter(code=under, retired_on=None).first()
    if found is None:
        raise Refused(Refusal("under", "Cette rubrique n'est plus dans la liste : choisissez-en une autre."))
    return found


def former_of(nomenclature: Nomenclature, code: str) -> str:
    """The code of the item just before this one, within its family; empty when it is the first."""
    former = FIRST
    row = row_of(nomenclature, code)
    for other in _siblings(nomenclature, row):
        if other.code == code:
            break
        former = other.code
    return former


def _siblings(nomenclature: Nomenclature, row: Any) -> list[Any]:
    rows = _rows(nomenclature).order_by("position", "label")
    return list(rows.filter(family=row.family) if nomenclature.families else rows)


def _place(nomenclature: Nomenclature, row: Any, after: str) -> None:
    """The places that the family holds are dealt again in the new order: other families do not move."""
    siblings = _siblings(nomenclature, row)
    places = [other.position for other in siblings]
    order = [other for other in siblings if other.code != row.code]
    codes = [other.code for other in order]
    if after and after not in codes:
        raise Refused(Refusal("after", "Cet élément n'est plus dans la liste : choisissez-en un autre."))
    order.insert(codes.index(after) + 1 if after else 0, row)
    start = min(places)
    if len(set(places)) != len(places):  # two items held the same place
        places = [start + rank for rank in range(len(places))]
    for place, item in zip(places, order, strict=True):
        if item.position != place:
            item.position = place
            item.save(update_fields=["position"])


def retire(*, nomenclature: Nomenclature, code: str, actor: Actor, on: date, reason: str) -> None:
    """No longer offered from a day on. What bears it keeps it: nothing is rewritten, nothing is deleted."""
    if on < today():
        raise Refused(PAST)
    with keeping(actor, RETIRED, policies.may_keep(actor)):
        row = row_of(nomenclature, code)
        if row.retired_on:
            raise Refused(Refusal("retired", f"« {row.label} » est déjà retiré à partir du {row.retired_on:%d/%m/%Y}."))
        row.retired_on = on
        save(row)
        uses = nomenclature.said(nomenclature.uses().get(code, 0))
        told(row, RETIRED, actor, nomenclature, code, label=row.label, since=on.isoformat(), uses=uses, reason=reason)


def bring_back(*, nomenclature: Nomenclature, code: str, actor: Actor, reason: str) -> None:
    with keeping(actor, BROUGHT_BACK, policies.may_keep(actor)):
        row = row_of(nomenclature, code)
        if not row.retired_on:
            raise Refused(Refusal("offered", f"« {row.label} » n'est pas retiré : il n'y a rien à rétablir."))
        if row.replaced_by:
            raise Refused(Refusal("united", f"« {row.label} » a été réuni à « {row.replaced_by} » : séparez-les d'abord."))
        row.retired_on = None
        save(row)
        told(row, BROUGHT_BACK, actor, nomenclature, code, label=row.label, reason=reason)


def name_at(*, nomenclature: Nomenclature, code: str, actor: Actor, place: str, label: str, reason: str) -> None:
    """How a place says it. An empty label gives back the wider one."""
    with keeping(actor, NAMED, policies.may_name(actor, place)):
        row = row_of(nomenclature, code)
        names = LocalTerm.objects.for_system("may_name was asked").filter(nomenclature=nomenclature.code, code=code, place=place)
        known = names.first()
        before = known.label if known else ""
        if before == label:
            said = f"« {label} » est déjà le libellé" if label else "Il n'y a pas de libellé local à retirer"
            raise Refused(Refusal("same", f"{said} dans ce lieu : rien ne change."))
        if not label:
            names.delete()
        elif known:
            names.update(label=label)
        else:
            LocalTerm(nomenclature=nomenclature.code, code=code, place=place, label=label).save()
        told(row, NAMED, actor, nomenclature, code, place, label=row.label, before=before, after=label, reason=reason)
