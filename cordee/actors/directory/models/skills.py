"""What an accompaniment is about, and what one must know to give it: themes and competences, kept in the settings."""

from __future__ import annotations

from django.db import models

from cordee.core.models import Term
from cordee.core.text import FrNormalize


class Theme(Term):
    """A theme of accompaniment. No official list is public: each item says where it was read."""

    source = models.CharField("source", max_length=200, blank=True)

    class Meta(Term.Meta):
        verbose_name = "thème d'accompagnement"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                FrNormalize("label"), name="directory_theme_label", violation_error_message="Un thème porte déjà ce libellé."
            ),
        ]


class Competence(Term):
    """What a provider knows how to do; a theme gathers several, and some belong to none."""

    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="competences", verbose_name="thème")

    class Meta(Term.Meta):
        verbose_name = "compétence"
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                FrNormalize("label"), name="directory_competence_label", violation_error_message="Une compétence porte déjà ce libellé."
            ),
        ]
