"""Gestures of the ready grids: choosing one, filling it with a structure, filling it again."""

from __future__ import annotations

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
    Gesture(
        "grilles",
        "Choisir une grille prête",
        (
            "La bibliothèque tient des grilles à employer telles quelles ou à adapter ; chacune dit pourquoi, combien de temps, qui lira.",
            "Avant et pendant : diagnostic partagé, fiches types ACI et AI, questionnaire flash, marketing digital, mutualisation.",
            "Pour les personnes en insertion : « Mes gestes numériques » et « Mes déplacements », en phrases courtes, lues à voix haute.",
            "Après : atelier, webinaire, satisfaction, évaluation de la mission, suivi N et N+2, grille d'investigation d'une monographie.",
            "Une grille qui change reçoit une nouvelle version : les réponses déjà données gardent la leur.",
        ),
    ),
    Gesture(
        "grille-en-reunion",
        "Remplir une grille avec une structure",
        (
            "Sur la fiche de la structure, partie « Questionnaires », choisissez « Ouvrir une grille », puis « Remplir en réunion ».",
            "La structure et vous répondez chacun ; les écarts à discuter sont montrés, puis la réponse convenue est gardée.",
            "La même grille, remplie de nouveau plus tard, se lit avant et après, question par question.",
        ),
    ),
)
