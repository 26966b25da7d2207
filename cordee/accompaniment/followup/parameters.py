"""The delays of follow-up."""

from cordee.core.parameters import P

PIECES_DAYS = P(
    "followup.pieces_days", "Délai proposé pour fournir des pièces", int, default=14, unit="jours", least=1, most=120,
    help="Proposé à qui demande des pièces ; la date de chaque demande se choisit.", local=False,
)  # fmt: skip
REMINDER_BEFORE = P(
    "followup.reminder_before", "Premier rappel des pièces demandées", int, default=3, unit="jours avant la date", least=0, most=30,
    help="Le rappel ne part que s'il manque encore une pièce.", local=False,
)  # fmt: skip
REMINDER_EVERY = P(
    "followup.reminder_every", "Rappels suivants des pièces demandées", int, default=7, unit="jours d'écart", least=1, most=60,
    help="Les rappels cessent dès que tout est reçu.", local=False,
)  # fmt: skip
REMINDER_MOST = P(
    "followup.reminder_most", "Nombre de rappels d'une demande de pièces", int, default=3, unit="rappels", least=0, most=10,
    help="Au-delà, c'est au DLA d'appeler.", local=False,
)  # fmt: skip
CONTACT_SOON = P(
    "followup.contact_soon", "Annonce du prochain contact à l'accueil", int, default=7, unit="jours avant", least=0, most=60,
    help="À partir de ce jour, le contact ou l'étape à venir est dans « À faire ».", local=False,
)  # fmt: skip
