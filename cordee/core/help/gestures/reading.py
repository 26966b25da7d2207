"""Reading what was answered: one response, two side by side, all together."""

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
    Gesture(
        "lire-une-reponse",
        "Lire une réponse",
        (
            "La page d'une réponse montre son résultat, ses axes et chaque réponse donnée. Une partie réservée à certains lecteurs "
            "n'apparaît pas aux autres.",
            "« Par quoi commencer » range les questions : poids dans le total × écart à ce qui est visé × facilité de mise en œuvre.",
            "Une réponse à une campagne anonyme ne se lit pas seule : elle compte dans la synthèse.",
        ),
    ),
    Gesture(
        "avant-apres",
        "Comparer avant et après",
        (
            "Quand le même questionnaire a été rempli deux fois, sa page propose « Comparer avec la fois d'avant ».",
            "Si le questionnaire a changé entre-temps, les totaux sont refaits sur les questions communes ; les nouvelles sont signalées.",
            "La synthèse d'une campagne se compare aussi à une campagne plus ancienne, structure par structure.",
        ),
    ),
    Gesture(
        "lire-une-synthese",
        "Lire et emporter une synthèse",
        (
            "La médiane partage les réponses en deux moitiés ; la moitié centrale va du premier au troisième quart. Sous cinq réponses, "
            "seule la répartition est montrée.",
            "Un groupe de moins de cinq réponses est masqué, et un second avec lui : sans quoi une soustraction le retrouverait.",
            "« Emporter » donne la synthèse et, si vous lisez les réponses, une ligne par réponse. « Produire l'analyse » fait le Word, "
            "le PDF et les diapositives, avec des graphiques modifiables.",
        ),
    ),
)
