"""What a DLA decides about requests, as dated parameters."""

from __future__ import annotations

from cordee.core.parameters import P

REPLY_DAYS = P(
    "requests.reply_days", "Délai pour recevoir une demande d'accompagnement", int, default=10, unit="jours",
    help="Il est dit à qui dépose une demande, et date la ligne « Recevoir la demande » de l'accueil.",
    least=1, most=90, local=False,
)  # fmt: skip
DUPLICATE_DAYS = P(
    "requests.duplicate_days", "Demandes proches : période comparée", int, default=90, unit="jours",
    help="Deux demandes d'une même structure dans cette période sont montrées ensemble.",
    least=1, most=730, local=False,
)  # fmt: skip
FOLLOW_DAYS = P(
    "requests.follow_days", "Suivi public d'une demande, après la décision", int, default=365, unit="jours",
    help="Passé ce délai, l'adresse de suivi ne s'ouvre plus.",
    least=30, most=1095, local=False,
)  # fmt: skip
DEPOSITS_PER_DAY = P(
    "requests.deposits_per_day", "Demandes déposées en un jour depuis une même adresse", int, default=20, unit="demandes",
    help="Au-delà, la personne est invitée à appeler son DLA : une adresse internet peut servir à tout un bâtiment.",
    least=3, most=500, local=False,
)  # fmt: skip
