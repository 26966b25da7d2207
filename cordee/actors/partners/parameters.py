"""The delays of committees."""

from cordee.core.parameters import P

MINUTES_DAYS = P(
    "partners.minutes_days",
    "Délai pour publier le compte rendu d'un comité",
    int,
    default=15,
    unit="jours",
    help="Au-delà, le compte rendu est en retard sur la page d'accueil de qui anime le comité.",
    least=1,
    most=90,
    local=False,
)
BLOCKING = P(
    "partners.blocking_opinion",
    "L'avis du comité d'appui est nécessaire pour arrêter un parcours",
    bool,
    default=False,
    help="Le comité donne un avis, le DLA décide. Là où le territoire en a décidé autrement, un parcours attend cet avis.",
)
REMINDER_DAYS = P(
    "partners.meeting_days",
    "Rappel d'une réunion de comité sur la page d'accueil",
    int,
    default=7,
    unit="jours avant",
    help="À partir de ce jour, la réunion est à l'accueil de ses membres et de qui l'anime.",
    least=1,
    most=60,
    local=False,
)
