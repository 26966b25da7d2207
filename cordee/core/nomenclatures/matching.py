"""From a version of a list to the next one: read with the words, added and ended one by one, never erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cordee.core.access import Actor, Refusal, Refused
from cordee.core.clock import today
from cordee.core.nomenclatures import policies
from cordee.core.nomenclatures.actions import keeping, row_of, told
from cordee.core.nomenclatures.declare import Correspondence, Nomenclature, correspondences
from cordee.core.nomenclatures.reading import Vocabulary

MATCHED, UNMATCHED = "core.nomenclature.matched", "core.nomenclature.unmatched"


def matches_of(nomenclature: Nomenclature) -> Correspondence | None:
    """The correspondence in which this list is the former one."""
    return correspondences.get(nomenclature.code)


def coming_to(nomenclature: Nomenclature) -> Correspondence | None:
    """The one in which it is the next."""
    return next((one for one in correspondences if one.after is nomenclature), None)


_held: tuple[Vocabulary, dict[str, dict[str, list[str]]]] | None = None


def becoming(correspondence: Correspondence, words: Vocabulary) -> Mapping[str, list[str]]:
    """Former code → next codes in force, in their order; read again with the words, whose stamp this table renews."""
    global _held
    if _held is None or _held[0] is not words:
        _held = words, {one.before.code: _read(one) for one in correspondences}
    return _held[1][correspondence.before.code]


def _read(correspondence: Correspondence) -> dict[str, list[str]]:
    rows = _rows(correspondence).filter(ended_on=None).order_by("before__code", "after__code")
    found: dict[str, list[str]] = {}
    for before, after in rows.values_list("before__code", "after__code"):
        found.setdefault(before, []).append(after)
    return found


def _rows(correspondence: Correspondence) -> Any:
    return correspondence.model._default_manager.for_system("nomenclatures are public within the house")


def match(*, correspondence: Correspondence, code: str, to: str, actor: Actor, reason: str, source: str = "") -> Any:
    """One more; or the one that was ended, in force again."""
    with keeping(actor, MATCHED, policies.may_keep(actor)):
        before, after = row_of(correspondence.before, code), known(correspondence.after, to)
        row = _rows(correspondence).filter(before=before, after=after).first()
        if row and row.ended_on is None:
            raise Refused(Refusal("known", f"« {code} » devient déjà « {to} » : cette correspondance est dans la table."))
        if row:
            row.ended_on = None
        else:
            model: Any = correspondence.model
            row = model(before=before, after=after, source=source)
        row.save()
        told(
            before, MATCHED, actor, correspondence.before, code, label=f"{code} {before.label}", after=f"{to} {after.label}", reason=reason
        )
    return row


def unmatch(*, correspondence: Correspondence, code: str, to: str, actor: Actor, reason: str) -> None:
    """No longer offered from today; the line stays in the table with its day."""
    with keeping(actor, UNMATCHED, policies.may_keep(actor)):
        before, after = row_of(correspondence.before, code), known(correspondence.after, to)
        if not _rows(correspondence).filter(before=before, after=after, ended_on=None).update(ended_on=today()):
            raise Refused(Refusal("unknown", f"« {code} » ne devient pas « {to} » : il n'y a rien à retirer."))
        told(
            before,
            UNMATCHED,
            actor,
            correspondence.before,
            code,
            label=f"{code} {before.label}",
            after=f"{to} {after.label}",
            reason=reason,
        )


def known(nomenclature: Nomenclature, code: str) -> Any:
    row = nomenclature.model.objects.for_system("may_keep was asked").filter(code=code).first()
    if row is None:
        raise Refused(Refusal("unknown", f"« {code} » n'est pas dans la liste « {nomenclature.title} ». {nomenclature.code_help}".strip()))
    return row
