"""Making a questionnaire: drafts, versions that no longer change, lineage, dated rules of levels."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cordee.core.access import Refused
from cordee.core.edits import Stale
from cordee.core.lifecycle import Incomplete, advance
from cordee.tools.surveys import actions, queries
from cordee.tools.surveys.definition import read_levels
from cordee.tools.surveys.models import LevelRule, Questionnaire, Response, Version
from tests import factories as make
from tests.tools.surveys.definitions import grid, level
from tests.tools.surveys.scene import HIGH, campaign, published, questionnaire, submit


def versions(of: Questionnaire) -> list[tuple[int | None, str]]:
    return list(Version.objects.for_system("test").filter(questionnaire=of).order_by("pk").values_list("number", "state"))


def test_a_version_once_published_does_not_change_and_the_next_one_tells_its_changes(db: None) -> None:
    ines = make.officer()
    first = published(ines)
    assert (first.number, first.changes, first.published_by_label) == (1, [], ines.actor.label)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Version.objects.for_system("test").filter(pk=first.pk).update(definition={})
    with pytest.raises(ProgrammingError), transaction.atomic():
        Version.objects.for_system("test").filter(pk=first.pk).delete()
    data = grid()
    data["sections"][0]["items"].append(level("a3", "a"))
    actions.save_draft(actor=ines.actor, questionnaire=first.questionnaire, definition=data)
    second = actions.publish(actor=ines.actor, questionnaire=first.questionnaire)
    assert (second.number, second.changes) == (2, [["item_added", {"label": "Question a3"}]])
    assert versions(first.questionnaire) == [(1, "published"), (2, "published")]
    assert len(list(queries.definition_of(first.pk).items)) == 6


def test_a_draft_with_faults_is_kept_and_not_published(db: None) -> None:
    ines = make.officer()
    made = questionnaire(ines, {"title": "", "sections": []})
    with pytest.raises(Refused) as refused:
        actions.publish(actor=ines.actor, questionnaire=made)
    assert refused.value.refusal.code == "problems"
    assert "titre" in refused.value.refusal.sentence


def test_nothing_changed_is_not_a_version(db: None) -> None:
    ines = make.officer()
    first = published(ines)
    actions.save_draft(actor=ines.actor, questionnaire=first.questionnaire, definition=first.definition)
    with pytest.raises(Refused) as refused:
        actions.publish(actor=ines.actor, questionnaire=first.questionnaire)
    assert refused.value.refusal.code == "same"


def test_two_people_on_one_draft_the_second_sees_the_first(db: None) -> None:
    ines = make.officer()
    made = questionnaire(ines)
    draft = queries.draft_of(made)
    assert draft is not None
    saved = actions.save_draft(actor=ines.actor, questionnaire=made, definition=grid(title="Une"), version=draft.version)
    with pytest.raises(Stale) as stale:
        actions.save_draft(actor=ines.actor, questionnaire=made, definition=grid(title="Autre"), version=draft.version)
    assert stale.value.obj.definition["title"] == "Une"
    assert saved.version == draft.version + 1


def test_a_draft_is_given_up_unless_it_is_all_there_is(db: None) -> None:
    ines = make.officer()
    made = questionnaire(ines)
    with pytest.raises(Refused):
        actions.drop_draft(actor=ines.actor, questionnaire=made)
    actions.publish(actor=ines.actor, questionnaire=made)
    actions.save_draft(actor=ines.actor, questionnaire=made, definition=grid(title="Autre"))
    actions.drop_draft(actor=ines.actor, questionnaire=made)
    assert versions(made) == [(1, "published")]


@pytest.mark.covers("EVA-904")
def test_an_adaptation_says_what_it_comes_from_and_is_its_maker_s(db: None) -> None:
    ines, network = make.officer(), make.network()
    original = published(ines).questionnaire
    Questionnaire.objects.for_system("test").filter(pk=original.pk).update(shared=True)
    adapted = actions.adapt(
        actor=network.actor, questionnaire=original, organisation=network.organisation, zone=network.organisation.zone, title="La nôtre"
    )
    again = actions.adapt(actor=network.actor, questionnaire=adapted, organisation=network.organisation, zone=network.organisation.zone)
    assert (again.original, adapted.original, original.original) == (adapted, original, None)
    draft = queries.draft_of(adapted)
    assert draft is not None
    assert draft.definition["title"] == "La nôtre"
    assert adapted in Questionnaire.objects.visible_to(network.actor)
    with pytest.raises(Refused):
        actions.save_draft(actor=network.actor, questionnaire=original, definition=grid())


def test_who_sees_a_questionnaire(db: None) -> None:
    ines, elsewhere, director = make.officer(), make.officer("62"), make.director()
    made = published(ines).questionnaire
    seen = [made in Questionnaire.objects.visible_to(one.actor) for one in (ines, elsewhere, director, make.national())]
    assert seen == [True, False, False, True]
    Questionnaire.objects.for_system("test").filter(pk=made.pk).update(shared=True)
    assert made in Questionnaire.objects.visible_to(elsewhere.actor)


def test_a_questionnaire_that_is_being_filled_is_not_retired(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    made = campaign(ines, asked)
    with pytest.raises(Refused) as refused:
        advance(asked.questionnaire, "retire", actor=ines.actor, data={"reason": "Remplacé"})
    assert refused.value.refusal.code == "campaigns"
    advance(made, "give_up", actor=ines.actor, data={"reason": "Trop tôt"})
    with pytest.raises(Incomplete):
        advance(asked.questionnaire, "retire", actor=ines.actor)
    advance(asked.questionnaire, "retire", actor=ines.actor, data={"reason": "Remplacé"})
    actions.save_draft(actor=ines.actor, questionnaire=asked.questionnaire, definition=grid(title="Autre"))
    with pytest.raises(Refused):
        actions.publish(actor=ines.actor, questionnaire=asked.questionnaire)


# -- levels ------------------------------------------------------------------------------------------------------------------
def rule(label: str, least: float) -> dict[str, object]:
    levels = [{"code": "low", "label": "Bas", "least": 0}, {"code": "up", "label": label, "least": least}]
    return {"levels": levels}


def test_a_first_version_starts_the_rule_of_levels_and_a_dated_one_follows(db: None) -> None:
    ines, structure = make.officer(), make.organisation()
    asked = published(ines)
    today = timezone.localdate()
    assert queries.levels_of(asked) == read_levels(grid()["levels"])
    actions.set_level_rule(actor=ines.actor, questionnaire=asked.questionnaire, rule=rule("Haut", 0.99), since=today + timedelta(days=30))
    later = actions.set_level_rule(
        actor=ines.actor, questionnaire=asked.questionnaire, rule=rule("Moyen", 0.5), since=today + timedelta(days=10), reason="Décidé"
    )
    assert (later.period.lower, later.period.upper) == (today + timedelta(days=10), today + timedelta(days=30))
    assert queries.levels_of(asked, on=today + timedelta(days=40)).levels[1].label == "Haut"
    actions.set_level_rule(actor=ines.actor, questionnaire=asked.questionnaire, rule=rule("Aujourd'hui", 0.5), since=today)
    submit(actions.ask(actor=ines.actor, asked=asked, organisation=structure), HIGH)
    assert Response.objects.for_system("test").get().result["level"]["label"] == "Aujourd'hui"
    periods = [(one.period.lower, one.period.upper) for one in LevelRule.objects.for_system("test").order_by("period")]
    assert periods == [
        (today, today + timedelta(days=10)), (today + timedelta(days=10), today + timedelta(days=30)), (today + timedelta(days=30), None),
    ]  # fmt: skip


def test_a_rule_of_levels_is_judged_and_never_rewrites_the_past(db: None) -> None:
    ines = make.officer()
    asked = published(ines)
    day = timezone.localdate()
    for bad in ({"levels": [{"code": "a", "label": "A", "least": 0.5}]}, {"levels": "non"}, {"least_answers": 99}):
        with pytest.raises(Refused) as refused:
            actions.set_level_rule(actor=ines.actor, questionnaire=asked.questionnaire, rule=copy.deepcopy(bad), since=day)
        assert refused.value.refusal.code == "rule"
    with pytest.raises(Refused) as refused:
        actions.set_level_rule(actor=ines.actor, questionnaire=asked.questionnaire, rule=rule("H", 0.5), since=day - timedelta(days=1))
    assert refused.value.refusal.code == "past"
    with pytest.raises(Refused):
        actions.set_level_rule(actor=make.officer("62").actor, questionnaire=asked.questionnaire, rule=rule("H", 0.5), since=day)
