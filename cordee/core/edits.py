"""Edits: one function saves, and a stale save shows who changed what and loses nothing that was typed. Drafts beside it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F

from cordee.core.access import Actor
from cordee.core.journal import history
from cordee.core.models.bases import HouseQuerySet
from cordee.core.models.edits import Draft
from cordee.core.models.journal import CordeeNow

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which two people disagree: as it was, as someone left it, as I typed it."""

    name: str
    label: str
    before: Any
    theirs: Any
    mine: Any

    @property
    def clash(self) -> bool:
        """Both changed it; otherwise the two edits can be kept together."""
        return self.theirs not in (self.before, self.mine) and self.mine != self.before

    @property
    def keep(self) -> str:
        """The side that the page proposes: what I did not touch stays as they left it, so that both edits live on."""
        return "theirs" if self.mine == self.before else "mine"


class Stale(Exception):
    """Someone saved since this form was opened. Carries the three values, who saved, and by which act (« ….edit », « ….merge »)."""

    def __init__(self, obj: Any, differences: list[Difference], by: str, at: Any, act: str = "") -> None:
        super().__init__(f"{obj._meta.label} {obj.pk} is at version {obj.version}")
        self.obj, self.differences, self.by, self.at, self.act = obj, differences, by, at, act


def save_edit(obj: Any, values: dict[str, Any], *, version: int, actor: Actor, form: str = "", touched: bool = False) -> Any:
    """Saves the changed fields if no one else did since `version`, and deletes the actor's draft. Raises `Stale` otherwise.

    `touched`: lines that this row holds the version of (its nomenclatures, its workshops) change with it, even when no field does.
    """
    model = type(obj)
    changed = {name: value for name, value in values.items() if getattr(obj, name) != value}
    with transaction.atomic(), history(actor, act=f"{model._meta.label_lower}.edit"):
        if changed or touched or obj.version != version:
            done = HouseQuerySet(model).filter(pk=obj.pk, version=version).update(**changed, version=F("version") + 1)
            if not done:
                current = model._base_manager.get(pk=obj.pk)
                raise stale(current, version=version, mine=values)
        if form and actor.user_id:
            forget_draft(user_id=actor.user_id, form=form, object_key=getattr(obj, "public_id", None))
    for name, value in changed.items():
        setattr(obj, name, value)
    if changed or touched:
        obj.version = version + 1
    return obj


def stale(current: Any, *, version: int, mine: dict[str, Any]) -> Stale:
    """The conflict as three columns, the first read from the field history of that version."""
    base = last = None
    if hasattr(current, "history"):  # a draft that is saved at each field keeps none
        history_of = current.history.model.objects.filter(pgh_obj_id=current.pk)
        base = history_of.filter(version=version).order_by("-pgh_id").first()
        last = history_of.select_related("pgh_context").order_by("-pgh_id").first()
    differences = []
    for name, value in mine.items():
        column = current._meta.get_field(name)
        before = getattr(base, column.attname, None) if base else None
        theirs = getattr(current, column.attname)
        typed = value.pk if isinstance(value, models.Model) else value
        if theirs != typed or theirs != before:
            differences.append(Difference(name, str(column.verbose_name), before, theirs, typed))
    metadata = last.pgh_context.metadata if last and last.pgh_context else {}
    return Stale(
        current, differences, by=metadata.get("who") or "quelqu'un", at=last.pgh_created_at if last else None, act=metadata.get("act", "")
    )


# -- drafts -------------------------------------------------------------------------------------------------------------
def keep_draft(
    *,
    user_id: int,
    form: str,
    payload: dict[str, Any],
    object_key: uuid.UUID | None = None,
    thread_id: int | None = None,
    version: int | None = None,
) -> Draft:
    """Keeps what someone is typing: one draft a form and object, the latest wins."""
    draft = Draft(
        user_id=user_id, form=form, object_key=object_key, thread_id=thread_id, version=version, payload=payload, saved_at=CordeeNow()
    )  # fmt: skip
    Draft.objects.for_system("upsert of one's own draft").bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["user_id", "form", "object_key"],
        update_fields=["thread", "version", "payload", "saved_at"],
    )
    return draft


def draft_of(*, user_id: int, form: str, object_key: uuid.UUID | None = None) -> Draft | None:
    return Draft.objects.for_system("one's own draft").filter(user_id=user_id, form=form, object_key=object_key).first()


def forget_draft(*, user_id: int, form: str, object_key: uuid.UUID | None = None) -> None:
    Draft.objects.for_system("one's own draft").filter(user_id=user_id, form=form, object_key=object_key).delete()
