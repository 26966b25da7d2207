"""The guide of the editor: who reads nothing else builds a grid with axes, points, a condition and levels."""

from cordee.core.help.gestures.shape import Gesture
from cordee.core.help.guides import Guide

GUIDE = Guide(
    "questionnaires",
    "Construire un questionnaire",
    "Une grille, un diagnostic, une enquête : vous l'écrivez ici. Chaque champ s'enregistre quand vous le quittez.",
    (
        Gesture(
            "commencer",
            "Commencer",
            (
                "Dans le menu, sous « Questionnaires », ouvrez « Bibliothèque », puis « Créer un questionnaire ».",
                "Donnez un titre et choisissez un usage, puis « Créer ce questionnaire ». Le brouillon s'ouvre sur « Présentation ».",
                "Dites pourquoi vous posez ces questions, qui lira les réponses, ce qui est gardé et jusqu'à quand : c'est la première "
                "page que lit la personne qui répond.",
                "À gauche, le plan montre tout le questionnaire ; sur un téléphone, « Voir le plan du questionnaire » l'ouvre. Un chiffre "
                "à côté d'une ligne dit combien de points restent à compléter.",
            ),
        ),
        Gesture(
            "axes",
            "Donner des axes et des poids",
            (
                "Ouvrez « Axes et poids ». Écrivez un axe par ligne : « Site », « Réseaux ». « Ajouter un axe » ouvre une ligne.",
                "Donnez un poids à chacun. S'ils diffèrent, ce sont des pourcentages : ils font 100 ensemble.",
                "Le total est la moyenne des axes selon leurs poids, ou de toutes les questions : choisissez en bas de la page.",
                "Sans axes, laissez la page vide.",
            ),
        ),
        Gesture(
            "sections",
            "Ajouter des sections",
            (
                "Dans le plan, dépliez « Ajouter une section », écrivez son titre, puis « Ajouter cette section ». Chaque section devient "
                "une page du questionnaire.",
                "Une section peut n'être montrée que selon une réponse, se remplir plusieurs fois (une fois par véhicule), ou n'être lue "
                "que par certains rôles : tout est dans son formulaire.",
            ),
        ),
        Gesture(
            "questions",
            "Écrire les questions",
            (
                "Dans le plan, sous la section, « Ajouter une question ». Écrivez la question, choisissez la forme de la réponse, puis "
                "« Ajouter cette question ».",
                "Écrivez un choix par ligne. « Ajouter un choix » ouvre une ligne ; les flèches la déplacent, la croix la retire.",
                "Pour que la réponse compte, donnez des points à chaque choix : 0 pour « Non », 1 pour « Oui », par exemple. Choisissez "
                "ensuite l'axe de la question.",
                "« Sans objet », « Je ne sais pas » et les autres réponses possibles se cochent dans « Ce qui peut encore être répondu ».",
                "« Monter », « Descendre », « Dupliquer » et « Retirer… » sont au-dessus du formulaire. Au clavier, Alt et une flèche "
                "déplacent la ligne choisie du plan.",
            ),
        ),
        Gesture(
            "conditions",
            "Poser une question sous condition",
            (
                "Ouvrez la question, dépliez « Quand poser cette question », puis « Ajouter une condition ».",
                "Choisissez la question à regarder, puis la réponse attendue. La ligne s'enregistre quand elle est complète.",
                "Avec plusieurs lignes, dites s'il les faut toutes ou si une seule suffit.",
                "Deux questions ne peuvent pas s'attendre l'une l'autre : la page le dit, et la publication attend.",
            ),
        ),
        Gesture(
            "niveaux",
            "Nommer les résultats",
            (
                "Ouvrez « Niveaux et garde-fous ». Donnez à chaque niveau un nom et le pourcentage à partir duquel il commence ; le "
                "premier commence à 0.",
                "Un garde-fou retient le niveau quand une question clé est trop basse. Il dit pourquoi, avec votre phrase.",
                "Après la publication, « Changer les niveaux », sur la page du questionnaire, les fait évoluer à partir d'un jour, sans "
                "toucher aux questions. Les résultats déjà donnés gardent leur nom.",
            ),
        ),
        Gesture(
            "apercu",
            "Relire comme sur un téléphone",
            (
                "« Voir sur téléphone » montre le questionnaire à la largeur d'un téléphone. Rien n'est envoyé de là.",
                "Les questions sous condition y sont toutes, avec la condition au-dessus.",
            ),
        ),
        Gesture(
            "publier",
            "Publier, puis changer",
            (
                "« Relire et publier » liste ce qui reste à compléter, puis ce qui change depuis la version précédente. « Publier cette "
                "version » la met en service.",
                "Une version publiée ne change plus : ses réponses lui restent attachées. Pour changer une question, « Préparer une "
                "nouvelle version » sur la page du questionnaire.",
                "L'avant et l'après se comparent sur les questions communes ; une question ajoutée est montrée comme nouvelle.",
                "À deux sur un même brouillon, chacun garde ce qu'il change ; si vous touchez tous deux au même champ, une page vous "
                "montre les deux textes et vous laisse choisir.",
            ),
        ),
        Gesture(
            "dupliquer",
            "Reprendre le questionnaire d'un autre",
            (
                "Sur sa page, « Dupliquer pour l'adapter » en fait une copie qui est la vôtre.",
                "La page montre la lignée : l'original, son adaptation, ce qu'un réseau en a fait. Le nom de qui l'a conçu reste.",
            ),
        ),
        Gesture(
            "echanger",
            "Exporter et importer",
            (
                "« Exporter (JSON) », à côté de chaque version, donne un fichier que toute plateforme Cordée relit.",
                "« Importer un questionnaire », au-dessus de la liste, en fait un brouillon. Ce qui lui manque est signalé dans le plan.",
            ),
        ),
    ),
)
