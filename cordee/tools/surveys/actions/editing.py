"""Making a questionnaire: its drafts, its published versions, what it was adapted from, the rules that name its results."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone

from cordee.actors.accounts.models import Participation
from cordee.actors.directory.models import Organisation
from cordee.core import clock
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.edits import Difference, Stale, save_edit
from cordee.core.journal import record
from cordee.core.lifecycle import advance, start
from cordee.core.models import HouseQuerySet, Thread
from cordee.core.threads import open_thread
from cordee.core.verbs import allow, locked, writing
from cordee.tools.surveys import policies, queries
from cordee.tools.surveys.definition import Definition, Levels, checks, read_levels
from cordee.tools.surveys.models import LevelRule, Questionnaire, Version

READERS = ["operator", "network"]  # who reads what happens to a questionnaire
EMPTY: dict[str, Any] = {"title": "", "sections": []}


def create_questionnaire(
    *,
    actor: Actor,
    organisation: Organisation | None,
    zone: str,
    values: Mapping[str, Any],
    definition: Mapping[str, Any] | None = None,
    original: Questionnaire | None = None,
    code: str = "",
    operation: uuid.UUID | None = None,
) -> Questionnaire:
    """A questionnaire and its first draft. `values`: title, use, purpose, shared."""
    allow(policies.may_design_in(actor, zone, organisation))
    with writing(actor, "surveys.questionnaire.create", Questionnaire):
        thread, new = open_thread(kind="questionnaire", zone=zone, operation=operation)
        if not new:
            first: Questionnaire = Questionnaire.objects.for_system("the same operation").get(thread=thread)
            return first
        made = Questionnaire(thread=thread, zone=zone, organisation=organisation, original=original, code=code, **values)
        made.full_clean(exclude=["state"])
        start(made, actor=actor)
        if organisation:
            take_part(thread, organisation, actor.capacity)
        draft = Version(questionnaire=made, definition={**EMPTY, "title": made.title, **(definition or {})}, **_written_by(actor))
        start(draft, actor=actor)
    return made


def take_part(thread: Thread, organisation: Organisation, capacity: str) -> None:
    """Its maker keeps it, whatever becomes of territories."""
    Participation(
        thread=thread, organisation=organisation, capacity=capacity, period=DateRange(timezone.localdate(), None)
    ).save()  # fmt: skip


def edit_questionnaire(*, actor: Actor, questionnaire: Questionnaire, values: dict[str, Any], version: int) -> Questionnaire:
    """Its title, its use, what it is for, whether the library offers it."""
    allow(policies.may_edit(actor, questionnaire))
    with writing(actor, "surveys.questionnaire.edit", Questionnaire):
        changed = [name for name, value in values.items() if getattr(questionnaire, name) != value]
        save_edit(questionnaire, values, version=version, actor=actor)
        if changed:
            record(questionnaire, "surveys.questionnaire.edited", actor=actor, audience=READERS, data={"fields": changed})
    return questionnaire


def adapt(
    *, actor: Actor, questionnaire: Questionnaire, organisation: Organisation | None, zone: str, title: str = "",
    operation: uuid.UUID | None = None,
) -> Questionnaire:  # fmt: skip
    """A copy of its version in service, which says what it comes from: original → adaptation → network."""
    source = queries.latest_of(questionnaire) or queries.draft_of(questionnaire)
    title = title or f"{questionnaire.title} (copie)"[:160]
    values = {"title": title, "use": questionnaire.use, "purpose": questionnaire.purpose}
    definition = {**(source.definition if source else EMPTY), "title": title}
    return create_questionnaire(
        actor=actor, organisation=organisation, zone=zone, values=values, definition=definition, original=questionnaire,
        operation=operation,
    )  # fmt: skip


# -- versions ---------------------------------------------------------------------------------------------------------------
def save_draft(*, actor: Actor, questionnaire: Questionnaire, definition: Mapping[str, Any], version: int | None = None) -> Version:
    """The draft as it stands, faults included: they stop its publication only. `version`: the one that was read."""
    allow(policies.may_edit(actor, questionnaire))
    with writing(actor, "surveys.version.save", Version):
        held = locked(questionnaire)
        draft = queries.draft_of(held)
        if draft is None:
            draft = Version(questionnaire=held, definition=dict(definition), **_written_by(actor))
            start(draft, actor=actor)
            return draft
        saved = HouseQuerySet(Version).filter(pk=draft.pk, version=draft.version if version is None else version)
        if not saved.update(definition=dict(definition), version=F("version") + 1, **_written_by(actor)):
            mine = Difference("definition", "questions", None, draft.definition, dict(definition))
            raise Stale(draft, [mine], by=draft.edited_by_label or "une autre personne", at=draft.edited_at)
        draft.refresh_from_db()
    return draft


def _written_by(actor: Actor) -> dict[str, Any]:
    """Whoever meets this writer knows whom, and since when."""
    return {"edited_at": clock.now(), "edited_by_label": actor.label}


def drop_draft(*, actor: Actor, questionnaire: Questionnaire) -> None:
    """Gives up the version in preparation: the one in service stays."""
    allow(policies.may_edit(actor, questionnaire))
    with writing(actor, "surveys.version.drop", Version):
        held = locked(questionnaire)
        if queries.latest_of(held) is None:
            raise Refused(Refusal("first", "C'est la seule version de ce questionnaire : retirez plutôt le questionnaire."))
        if draft := queries.draft_of(held):
            draft.delete()


def publish(*, actor: Actor, questionnaire: Questionnaire, version: int | None = None) -> Version:
    """The draft becomes the version in service: it never changes again. `checks.problems` says beforehand what it lacks."""
    draft = queries.draft_of(questionnaire)
    if draft is None:
        raise Refused(Refusal("draft", "Aucune nouvelle version n'est en préparation : modifiez d'abord le questionnaire."))
    advance(draft, "publish", actor=actor, version=version)
    return draft


# -- levels -----------------------------------------------------------------------------------------------------------------
def set_level_rule(*, actor: Actor, questionnaire: Questionnaire, rule: Mapping[str, Any], since: date, reason: str = "") -> LevelRule:
    """From this day on, results are named by this rule; those of before keep the name that they were given."""
    allow(policies.may_edit(actor, questionnaire))
    levels = checked_levels(rule, questionnaire)
    if since < timezone.localdate() and not actor.is_system:
        raise Refused(Refusal("past", "Une règle des niveaux commence aujourd'hui ou plus tard : les résultats donnés ne changent pas."))
    with writing(actor, "surveys.level_rule.set", LevelRule):
        held = locked(questionnaire)
        made = place_rule(held, rule, since, actor=actor, reason=reason)
        names = [level.label for level in levels.levels]
        data = {"since": since.isoformat(), "levels": names, "reason": reason}
        record(held, "surveys.level_rule.set", actor=actor, audience=READERS, data=data)
    return made


def checked_levels(rule: Mapping[str, Any], questionnaire: Questionnaire) -> Levels:
    source = queries.latest_of(questionnaire)
    if source is None:
        raise Refused(Refusal("unpublished", "Publiez d'abord une version : une règle des niveaux nomme ses résultats."))
    found = checks.level_problems(rule, queries.definition_of(source.pk))
    if found:
        raise Refused(Refusal("rule", " ".join(problem.sentence for problem in found)))
    return read_levels(rule)


def place_rule(questionnaire: Questionnaire, rule: Mapping[str, Any], since: date, *, actor: Actor, reason: str = "") -> LevelRule:
    """Between the one in force that day, which ends, and the next one already decided; one that starts the same day is replaced."""
    rules = LevelRule.objects.for_system("rules of a questionnaire locked by the caller").filter(questionnaire=questionnaire)
    following = rules.filter(period__startswith__gt=since).order_by("period").first()
    until = following.period.lower if following else None
    rules.filter(period__startswith=since).delete()
    for former in rules.filter(period__contains=since):
        former.period = DateRange(former.period.lower, since)
        former.save()
    made = LevelRule(
        questionnaire=questionnaire, period=DateRange(since, until), rule=dict(rule), reason=reason, author_label=actor.label
    )  # fmt: skip
    made.save()
    return made


def first_rule(questionnaire: Questionnaire, definition: Definition, *, actor: Actor) -> None:
    """A questionnaire without any rule starts from what its version says."""
    rules = LevelRule.objects.for_system("rules of a questionnaire locked by the caller").filter(questionnaire=questionnaire)
    if definition.levels.levels and not rules.exists():
        place_rule(questionnaire, definition.to_json()["levels"], timezone.localdate(), actor=actor)
