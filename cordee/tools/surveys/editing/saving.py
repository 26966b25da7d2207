"""Writing a draft: the piece that one person changed is set into the draft as it stands at that moment, under its lock."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from cordee.core.access import Actor, Refusal, Refused
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.editing import parts
from cordee.tools.surveys.editing.merging import merge
from cordee.tools.surveys.editing.parts import Part, Raw
from cordee.tools.surveys.models import Questionnaire, Version

GONE = Refusal("gone", "Ce que vous modifiez a été retiré du brouillon entre-temps. Le plan à jour est à côté.")
PUBLISHED = Refusal("published", "Ce brouillon vient d'être publié : préparez une nouvelle version pour le modifier.")
EDGE = Refusal("edge", "C'est déjà la première ou la dernière place.")


def change(*, actor: Actor, draft: Version, make: Callable[[Raw], Raw]) -> Version:
    """The draft through this function; nobody writes between the reading and the writing."""
    with transaction.atomic():
        rows = Questionnaire.objects.for_system("the draft was fetched through its questionnaire")
        held = rows.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=draft.questionnaire_id)
        current = queries.draft_of(held)
        if current is None or current.pk != draft.pk:
            raise Refused(PUBLISHED)
        made = make(current.definition)
        if made == current.definition:
            return current
        return actions.save_draft(actor=actor, questionnaire=held, definition=made, version=current.version)


def save_piece(*, actor: Actor, draft: Version, part: Part, base: Raw, mine: Raw) -> tuple[Version, Part]:
    """`base` is the piece as this person opened it. Raises `Clashing` when somebody else changed the same field since."""
    where: list[Part] = []

    def make(data: Raw) -> Raw:
        theirs = parts.piece(data, part)
        if theirs is None:
            raise Refused(GONE)
        merged = merge(base, theirs, mine)
        where.append(Part(part.kind, merged.get("code", "")) if part.code else part)
        return parts.put(data, part, merged)

    saved = change(actor=actor, draft=draft, make=make)
    return saved, where[0]


def gesture(*, actor: Actor, draft: Version, make: Callable[[Raw], tuple[Raw, Part] | None]) -> tuple[Version, Part]:
    """Adds, copies: what changes the plan and opens another piece."""
    opened: list[Part] = []

    def made(data: Raw) -> Raw:
        done = make(data)
        if done is None:
            raise Refused(GONE)
        opened.append(done[1])
        return done[0]

    return change(actor=actor, draft=draft, make=made), opened[0]


def move(*, actor: Actor, draft: Version, part: Part, up: bool) -> Version:
    def made(data: Raw) -> Raw:
        if parts.find(data, part) is None:
            raise Refused(GONE)
        done = parts.move(data, part, up=up)
        if done is None:
            raise Refused(EDGE)
        return done

    return change(actor=actor, draft=draft, make=made)


def remove(*, actor: Actor, draft: Version, part: Part) -> Version:
    def made(data: Raw) -> Raw:
        if refusal := held_up(data, part):
            raise Refused(refusal)
        return parts.remove(data, part) or data

    return change(actor=actor, draft=draft, make=made)


def held_up(data: Raw, part: Part) -> Refusal | None:
    """A question that a condition or a guard rail looks at stays until they look elsewhere."""
    used = parts.uses(data, parts.leaving(data, part) | ({part.code} if part.kind == "section" else set()))
    if not used:
        return None
    named = ", ".join(f"« {label} »" for label in used[:4])
    return Refusal("used", f"Ce que vous retirez décide de : {named}. Changez d'abord ces conditions ou ces garde-fous.")
