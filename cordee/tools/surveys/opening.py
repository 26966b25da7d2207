"""What a link opens, as a sending reads it: the rows of the room alone, by a statement that each connection plans once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cordee.core.planned import fetch_one
from cordee.tools.surveys.models import Campaign, Invitation

RULE = """
(SELECT l.rule FROM surveys_levelrule l JOIN surveys_version v ON v.questionnaire_id = l.questionnaire_id
WHERE v.id = {}.asked_id AND l.period @> cordee_today())
"""
#: a key is never empty: said again to the index, which leaves out the rows that have none
INVITATION = """
SELECT {rule}, {own}, {campaign} FROM surveys_invitation i LEFT JOIN surveys_campaign c ON c.id = i.campaign_id
WHERE i.token_sha256 = %(key)s AND i.token_sha256 <> ''
"""
CAMPAIGN = "SELECT {rule}, {own} FROM surveys_campaign c WHERE c.open_link_sha256 = %(key)s AND c.open_link_sha256 <> ''"


@lru_cache
def _fields(model: Any) -> list[str]:
    """What is worked out to search and to sort is not read."""
    return [str(field.attname) for field in model._meta.concrete_fields if not field.generated]


def _columns(model: Any, alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in _fields(model))


@lru_cache
def _statement(text: str, model: Any, alias: str) -> str:
    return text.format(rule=RULE.format(alias), own=_columns(model, alias), campaign=_columns(Campaign, "c"))


def invitation(key: str) -> Invitation | None:
    found = fetch_one(_statement(INVITATION, Invitation, "i"), {"key": key})
    if found is None:
        return None
    others = 1 + len(_fields(Invitation))
    row: Invitation = _made(Invitation, found[0], found[1:others])
    row.campaign = _made(Campaign, None, found[others:]) if row.campaign_id else None
    return row


def campaign(key: str) -> Campaign | None:
    found = fetch_one(_statement(CAMPAIGN, Campaign, "c"), {"key": key})
    return _made(Campaign, found[0], found[1:]) if found else None


def _made(model: Any, rule: str | None, values: tuple[Any, ...]) -> Any:
    row = model.from_db("default", _fields(model), values)
    row.rule = json.loads(rule) if rule else None
    return row
