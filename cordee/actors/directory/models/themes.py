"""What accompaniment is about (themes), and what a provider is able to do about it (competences)."""

from __future__ import annotations

from django.db import models

from cordee.core.models import Term


class Theme(Term):
    """A theme of accompaniment, under its national label."""

    class Meta(Term.Meta):
        verbose_name = "thème"


class Competence(Term):
    """What a provider is able to do, under a theme when it belongs to one."""

    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="competences", verbose_name="thème")

    class Meta(Term.Meta):
        verbose_name = "compétence"
