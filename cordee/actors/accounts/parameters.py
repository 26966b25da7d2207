"""What the platform decides about sign-in, as dated parameters."""

from __future__ import annotations

from django.db import models

from cordee.actors.accounts.models import Profile
from cordee.core.parameters import P


class Level(models.TextChoices):
    """What the platform expects of a profile about the second factor."""

    OPTIONAL = "optional", "Au choix"
    RECOMMENDED = "recommended", "Recommandé"
    REQUIRED = "required", "Exigé"


_ADMIN = P("accounts.second_factor_admin", "Second facteur de connexion : administration", Level, default="recommended", local=False)
_OPERATOR = P("accounts.second_factor_operator", "Second facteur de connexion : équipes des DLA", Level, default="recommended", local=False)
_OTHERS = P("accounts.second_factor_others", "Second facteur de connexion : autres profils", Level, default="optional", local=False)

_OPERATORS = (Profile.OFFICER, Profile.HEAD, Profile.ACCOUNTANT, Profile.REGIONAL, Profile.NATIONAL, Profile.RESOURCE)
SECOND_FACTOR: dict[str, P] = {
    profile: _ADMIN if profile == Profile.ADMIN else _OPERATOR if profile in _OPERATORS else _OTHERS for profile in Profile
}
SUPPORT_MINUTES = P("accounts.support_minutes", "Durée d'un accès d'assistance", int, default=30, unit="minutes", least=5, most=120)
