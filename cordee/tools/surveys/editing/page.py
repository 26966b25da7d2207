"""What the page of a questionnaire shows: its versions and what each changed, its lineage, its levels, its campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cordee.actors.territory.queries import zone_name
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.lifecycle import offers
from cordee.core.views.acts import offer_links
from cordee.tools.surveys import policies
from cordee.tools.surveys.definition import changes, read_levels
from cordee.tools.surveys.definition.schema import Levels
from cordee.tools.surveys.forms.levels import percent
from cordee.tools.surveys.models import Campaign, LevelRule, Questionnaire, Version

MOST_LINEAGE = 12
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Ancestor:
    """One generation: what it is called, who made it, and its address for those who may open it."""

    title: str
    by: str
    url: str
    current: bool = False


def page_of(questionnaire: Questionnaire, actor: Actor) -> dict[str, Any]:
    rows = Version.objects.for_system("of a questionnaire already seen").filter(questionnaire=questionnaire)
    versions = list(rows.defer("definition").order_by("-number", "id"))
    published = [version for version in versions if version.number]
    campaigns = Campaign.objects.visible_to(actor).filter(asked__questionnaire=questionnaire).select_related("asked")
    return {
        "questionnaire": questionnaire,
        "nav_current": "questionnaires",
        "place": zone_name(questionnaire.zone),
        "may_edit": policies.may_edit(actor, questionnaire) is None,
        "may_ask": questionnaire.state == Questionnaire.State.ACTIVE and policies.may_ask(actor) is None,
        "may_adapt": policies.may_design(actor) is None,
        "draft": next((version for version in versions if not version.number), None),
        "latest": published[0] if published else None,
        "versions": [{"version": version, "changes": told(version.changes)} for version in published],
        "lineage": lineage(questionnaire, actor),
        "adaptations": adaptations(questionnaire, actor),
        "campaigns": list(campaigns.order_by("-closes_at", "id")[:SHOWN]),
        "rules": [rule_of(rule) for rule in questionnaire.level_rules.order_by("-period", "id")],
        "offers": offer_links(questionnaire, offers(questionnaire, actor)),
    }


def told(stored: list[Any]) -> list[str]:
    """Sentences of the changes that a version holds as codes."""
    return [changes.sentence(changes.Change(code, data)) for code, data in stored]


# -- lineage ------------------------------------------------------------------------------------------------------------------
def maker(questionnaire: Questionnaire) -> str:
    return str(questionnaire.organisation) if questionnaire.organisation else "bibliothèque commune"


def lineage(questionnaire: Questionnaire, actor: Actor) -> list[Ancestor]:
    """From the original to this one. A generation that the reader may not open is named all the same: its work is acknowledged."""
    chain: list[Questionnaire] = [questionnaire]
    rows = Questionnaire.objects.for_system("the lineage of a questionnaire already seen").select_related("organisation")
    while chain[0].original_id and len(chain) < MOST_LINEAGE:
        chain.insert(0, rows.get(pk=chain[0].original_id))
    if len(chain) == 1:
        return []
    open_to = set(Questionnaire.objects.visible_to(actor).filter(pk__in=[one.pk for one in chain]).order_by().values_list("pk", flat=True))
    return [
        Ancestor(one.title, maker(one), one.get_absolute_url() if one.pk in open_to else "", current=one.pk == questionnaire.pk)
        for one in chain
    ]


def adaptations(questionnaire: Questionnaire, actor: Actor) -> list[Ancestor]:
    rows = Questionnaire.objects.visible_to(actor).filter(original=questionnaire).select_related("organisation")
    return [Ancestor(one.title, maker(one), one.get_absolute_url()) for one in rows.order_by("sort_key", "id")[:SHOWN]]


# -- levels ---------------------------------------------------------------------------------------------------------------------
def rule_of(rule: LevelRule) -> dict[str, Any]:
    last_day = rule.period.upper - timedelta(days=1) if rule.period.upper else None
    return {"rule": rule, "dates": formats.period(rule.period.lower, last_day), "said": levels_said(read_levels(rule.rule))}


def levels_said(levels: Levels) -> list[str]:
    """« Faible à partir de 0 % », and the guard rails in their own words."""
    said = [f"{level.label} à partir de {str(percent(level.least)).replace('.', ',')} %" for level in levels.levels]
    said += [f"Garde-fou : {guard.says}" for guard in levels.guards]
    if levels.least_answers:
        said.append(f"Rien n'est conclu sous {formats.counted(levels.least_answers, 'réponse notée', 'réponses notées')}")
    return said
