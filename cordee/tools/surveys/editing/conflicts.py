"""The page of two writers, for a piece of a draft: the three values of each clash, and all the rest already kept together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cordee.tools.surveys.editing import conditions
from cordee.tools.surveys.editing.merging import Clash, Clashing
from cordee.tools.surveys.editing.parts import Part, Raw
from cordee.tools.surveys.editing.plan import url_of
from cordee.tools.surveys.editing.posting import Pairs, posted_by
from cordee.tools.surveys.forms import FORMS, PieceForm
from cordee.tools.surveys.models import Version

#: what a key of the JSON is called by the form: fields, and lines (« options- »)
SENT_AS = {"repeat": ("repeated", "repeat_label", "repeat_most"), "condition": ("condition_mode", "condition_drop", "conditions-")}
TITLES = {
    "options": "Choix", "rows": "Lignes", "axes": "Axes", "levels": "Niveaux", "guards": "Garde-fous", "repeat": "Plusieurs fois",
    "condition": "Condition",
}  # fmt: skip


def conflict_of(part: Part, clashing: Clashing, draft: Version, subject: str) -> Raw:
    form = FORMS[part.kind]
    mine, theirs = form(clashing.merged, draft.definition), form(clashing.theirs, draft.definition)
    sent, current = posted_by(mine), posted_by(theirs)
    names = {clash.name for clash in clashing.clashes}
    kept = [pair for pair in sent if not any(_is_of(pair[0], name) for name in names)]
    return {
        "subject": subject,
        "who": draft.edited_by_label or "une autre personne",
        "merged": False,
        "at": draft.edited_at,
        "version": draft.version,
        "back_url": url_of(draft.questionnaire, part),
        "fields": [_field(clash, mine, draft.definition, sent, current) for clash in clashing.clashes],
        "kept": [*kept, ("base", json.dumps(clashing.theirs, ensure_ascii=False)), ("geste", "enregistrer")],
    }


def _is_of(key: str, name: str) -> bool:
    return any(key.startswith(sent) if sent.endswith("-") else key == sent for sent in SENT_AS.get(name, (name, f"{name}-")))


def _field(clash: Clash, form: PieceForm, data: Raw, sent: Pairs, current: Pairs) -> Raw:
    known = clash.name in form.fields
    return {
        "name": clash.name,
        "label": str(form[clash.name].label) if known else TITLES.get(clash.name, clash.name),
        "before": told(clash.name, clash.before, form, data),
        "theirs": told(clash.name, clash.theirs, form, data),
        "mine": told(clash.name, clash.mine, form, data),
        "mine_raw": [pair for pair in sent if _is_of(pair[0], clash.name)],
        "theirs_raw": [pair for pair in current if _is_of(pair[0], clash.name)],
        "clash": True,
        "keep": "mine",
    }


def told(name: str, value: Any, form: PieceForm, data: Mapping[str, Any]) -> str:
    """A value of the JSON in words."""
    if value in (None, "", [], {}):
        return ""
    if name == "condition":
        return conditions.sentence(value, data)
    if isinstance(value, bool):
        return "oui"
    if isinstance(value, Mapping):
        return ", ".join(str(one) for one in value.values())
    if isinstance(value, list):
        return " · ".join(str(one.get("label") or one.get("says") or one) if isinstance(one, Mapping) else str(one) for one in value)
    choices: Any = getattr(form.fields.get(name), "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value).replace(".", ",") if isinstance(value, float) else str(value)
