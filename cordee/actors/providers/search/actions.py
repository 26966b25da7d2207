"""Shortlists: opening one, adding to it, taking out of it, changing what it says, sharing it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from cordee.actors.directory.models import Organisation
from cordee.actors.providers.models import Provider, Shortlist, ShortlistEntry
from cordee.actors.providers.search import policies
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import save_edit
from cordee.core.journal import history, record

SHARED, ADDED, DROPPED = "providers.shortlist.shared", "providers.shortlist.added", "providers.shortlist.dropped"
USED = Refusal("operation", "Cette page a déjà servi : revenez à la structure, puis recommencez votre choix.")
GONE = Refusal("gone", "Ce prestataire n'est plus dans la présélection : une autre personne vient de le retirer.")
Choices = Sequence[tuple[Provider, str]]


def open_shortlist(
    *, actor: Actor, structure: Organisation, values: dict[str, Any], choices: Choices, operation: uuid.UUID | None = None
) -> Shortlist:
    """A new shortlist and its first providers, or nothing. The same operation twice, even at the same second, opens one."""
    if refusal := policies.may_choose_for(actor, structure):
        raise Refused(refusal)
    shortlist = Shortlist(public_id=operation or uuid.uuid4(), organisation=structure, thread=structure.thread, **values)
    shortlist.author_id, shortlist.author = actor.user_id, actor.label
    try:
        with transaction.atomic(), history(actor, act="providers.shortlist.open"):
            shortlist.save(force_insert=True)
            for provider, reason in choices:
                _put(shortlist, provider, reason)
            if shortlist.shared:
                _tell(shortlist, SHARED, actor, [provider for provider, _ in choices])
    except IntegrityError:
        mine = Shortlist.objects.visible_to(actor).filter(public_id=operation, author_id=actor.user_id, organisation=structure)
        if operation and (first := mine.first()):
            return first  # type: ignore[no-any-return]
        if Shortlist.objects.for_system("has this page served?").filter(public_id=operation).exists():
            raise Refused(USED) from None
        raise
    return shortlist


def add(*, actor: Actor, shortlist: Shortlist, choices: Choices) -> None:
    """All of them or none."""
    with _changing(actor, shortlist, "add") as locked:
        for provider, reason in choices:
            _put(locked, provider, reason)
        if locked.shared:
            _tell(locked, ADDED, actor, [provider for provider, _ in choices])


def drop(*, actor: Actor, shortlist: Shortlist, provider: Provider) -> None:
    with _changing(actor, shortlist, "drop") as locked:
        if not locked.entries.filter(provider=provider).delete()[0]:
            raise Refused(GONE)
        if locked.shared:
            _tell(locked, DROPPED, actor, [provider])


def edit(*, actor: Actor, shortlist: Shortlist, values: dict[str, Any], version: int) -> Shortlist:
    if refusal := policies.may_change(actor, shortlist) or (not values["shared"] and policies.may_close(actor, shortlist)):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act="providers.shortlist.edit"):
        was_shared = shortlist.shared
        saved: Shortlist = save_edit(shortlist, values, version=version, actor=actor)
        if saved.shared and not was_shared:
            _tell(saved, SHARED, actor, [entry.provider for entry in saved.entries.select_related("provider").order_by("id")])
    return saved


@contextmanager
def _changing(actor: Actor, shortlist: Shortlist, act: str) -> Iterator[Shortlist]:
    """The shortlist locked, for whoever may change it: two colleagues add one after the other."""
    if refusal := policies.may_change(actor, shortlist):
        raise Refused(refusal)
    with transaction.atomic(), history(actor, act=f"providers.shortlist.{act}"):
        rows = Shortlist.objects.for_system("this very row").select_for_update(of=("self",), no_key=True)
        yield rows.select_related("organisation").get(pk=shortlist.pk)


def _put(shortlist: Shortlist, provider: Provider, reason: str) -> None:
    if refusal := policies.may_be_chosen(provider, shortlist.organisation):
        raise Refused(refusal)
    if shortlist.entries.filter(provider=provider).exists():
        raise Refused(Refusal("twice", f"{provider} est déjà dans la présélection."))
    ShortlistEntry(shortlist=shortlist, provider=provider, reason=reason).save()


def _tell(shortlist: Shortlist, act: str, actor: Actor, providers: Sequence[Provider]) -> None:
    """Between operators: neither the structure nor any provider reads it."""
    record(shortlist, act, actor=actor, audience=["operator"], data={"names": [str(provider) for provider in providers]})
