"""What each territory may set."""

from __future__ import annotations

from cordee.core.parameters import P

WARN_DAYS = P(
    "plans.warn_days",
    "Annoncer une échéance du parcours",
    int,
    default=30,
    unit="jours avant",
    least=1,
    most=180,
    help="Un parcours qui s'achève, ou l'échéance d'une action, entre dans « À faire » ce nombre de jours avant.",
    local=False,
)
