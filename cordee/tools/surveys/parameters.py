"""The delays and thresholds of questionnaires."""

from cordee.core.parameters import P

PROGRESS_DAYS = P(
    "surveys.progress_days",
    "Conservation d'une réponse commencée et non envoyée",
    int,
    default=30,
    unit="jours",
    help="Passé ce délai sans y revenir, ce qui était commencé est effacé.",
    least=1,
    most=180,
    local=False,
)
MASKED_UNDER = P(
    "surveys.masked_under",
    "Plus petit groupe dont les réponses se montrent ensemble",
    int,
    default=5,
    unit="réponses",
    help="En dessous, ni moyenne ni répartition : personne ne doit se reconnaître.",
    least=3,
    most=20,
    local=False,
)
SOON_DAYS = P(
    "surveys.closing_days",
    "Rappel d'une campagne qui se termine sur la page d'accueil",
    int,
    default=7,
    unit="jours avant",
    help="À partir de ce jour, la campagne est à l'accueil de qui la mène.",
    least=1,
    most=60,
    local=False,
)
