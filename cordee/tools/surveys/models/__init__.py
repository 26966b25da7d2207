"""Questionnaires and their versions; campaigns and invitations; responses."""

from cordee.tools.surveys.models.campaigns import Campaign, Invitation
from cordee.tools.surveys.models.questionnaires import LevelRule, Questionnaire, Version
from cordee.tools.surveys.models.responses import Progress, Response, Synthesis

__all__ = ["Campaign", "Invitation", "LevelRule", "Progress", "Questionnaire", "Response", "Synthesis", "Version"]
