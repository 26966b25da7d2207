"""What the addresses of questionnaires point at: a grid of the officer, a campaign that asks the structure, another with an open link."""

from __future__ import annotations

from typing import Any

from tests.access.surveys_reading_world import Reading
from tests.factories import Someone
from tests.tools.surveys import scene


class Surveys:
    def __init__(self, officer: Someone, structure: Any) -> None:
        self.officer, self.structure = officer, structure
        self.asked = scene.published(officer)
        self.campaign = scene.campaign(officer, self.asked)
        scene.actions.invite(actor=officer.actor, campaign=self.campaign, organisations=[structure])
        scene.advance(self.campaign, "open", actor=officer.actor)
        self.invitation = scene.invitation_of(self.campaign, structure)
        scene.actions.save_draft(actor=officer.actor, questionnaire=self.asked.questionnaire, definition=self.asked.definition)
        self.reading = Reading(officer, structure)
        self.open_campaign = scene.campaign(officer, self.asked, target="anyone", name="Lien ouvert")

    def arguments(self, name: str) -> dict[str, Any]:
        if (reading := self.reading.arguments(name)) is not None:
            return reading
        if name == "of_structure":
            return {"public_id": self.structure.public_id}
        if name in ("q", "q_response", "q_code", "q_file", "q_paper"):
            return {"key": scene.actions.issue_link(actor=self.officer.actor, invitation=self.invitation)}
        if name in ("meeting_who", "meeting", "paper"):
            more = {"meeting": {"organisation_id": self.structure.public_id}, "paper": {"format_": "docx"}}
            return {"public_id": self.asked.questionnaire.public_id, **more.get(name, {})}
        if name in ("campaign_link", "campaign_enter"):
            return {"public_id": self.open_campaign.public_id}
        if name.startswith("invitation_"):
            return {"public_id": self.invitation.public_id}
        if name in ("campaign", "campaign_edit", "campaign_invite", "campaign_remind"):
            return {"public_id": self.campaign.public_id}
        return self.of_the_editor(name)

    def of_the_editor(self, name: str) -> dict[str, Any]:
        one = {"public_id": self.asked.questionnaire.public_id}
        more = {"version": {"version": self.asked.public_id}, "section": {"code": "s_a"}, "item": {"code": "a1"}}
        if name in ("version", "version_file"):
            return one | more["version"]
        if name.endswith(("_section", "_item")):
            return one | more[name.rsplit("_", 1)[1]]
        opened = ("questionnaire", "questionnaire_edit", "questionnaire_adapt", "level_rule", "publish")
        return one if name.startswith("draft") or name in opened else {}
