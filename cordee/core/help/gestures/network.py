"""Gestures of settings, territories, the network and the register."""

from __future__ import annotations

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
    Gesture(
        "reglages",
        "Changer un réglage",
        (
            "Un délai, un plafond ou un texte se change à partir d'un jour, pour un lieu, avec un motif. Le passé garde ses valeurs.",
            "Avant d'enregistrer, la page dit ce que le changement touche. Une valeur prévue se retire tant qu'elle n'a pas commencé.",
            "Dans un texte, les mots entre accolades sont remplacés à l'envoi ; l'exemple montre le résultat.",
        ),
    ),
    Gesture(
        "nomenclatures",
        "Tenir une liste de choix",
        (
            "Secteurs, services, thèmes et compétences se tiennent dans « Réglages », onglet « Nomenclatures » : ajouter, nommer, retirer.",
            "Deux éléments qui disent la même chose se réunissent : l'aperçu dit ce qui change de nom, et la réunion se défait.",
            "Un élément retiré n'est plus proposé ; les fiches qui le portent le gardent, et la page dit combien elles sont.",
            "Un DLA peut nommer un élément autrement chez lui : ce libellé se lit sur les fiches de son territoire.",
            "Les codes NAF ont deux listes, rév. 2 et 2025 : la page d'un code dit ce qu'il devient, et la table se corrige ou s'importe.",
        ),
    ),
    Gesture(
        "siret",
        "Remplir une fiche depuis le SIRET",
        (
            "Dans le formulaire d'une fiche, « Remplir depuis le SIRET » montre ce que dit Recherche d'entreprises à côté de votre saisie.",
            "Vous cochez ce que vous reprenez ; rien n'est enregistré avant que vous n'enregistriez la fiche.",
            "Le code NAF 2025 se choisit sur la fiche, parmi ceux que la table de l'Insee propose pour le code actuel.",
            "Une procédure collective, une fermeture ou une radiation devient une alerte sur la fiche et une ligne de « À faire ».",
            "Un lieu se place sur la carte depuis sa page de modification. Tout se saisit aussi à la main, service éteint ou en panne.",
        ),
    ),
    Gesture(
        "logo",
        "Mettre ou remplacer un logo",
        (
            "Le logo d'une organisation se joint depuis sa fiche, section « Logo » : une image PNG, JPEG ou WebP.",
            "Il figure en tête des documents et des lettres qu'elle envoie. Un document déjà produit garde le logo de son jour.",
        ),
    ),
    Gesture(
        "territoires",
        "Lire la carte des territoires",
        (
            "La carte colore les départements ; un tableau donne les mêmes chiffres, ligne par ligne.",
            "Un territoire est un département, ou un bassin d'un département quand plusieurs DLA se le partagent.",
        ),
    ),
    Gesture(
        "reseau",
        "Trouver l'opérateur d'un territoire",
        (
            "« Réseau du DLA » montre qui porte le dispositif, niveau par niveau. Un département de la carte ouvre la page du territoire.",
            "Cette page dit qui porte le DLA, depuis quand, où le joindre, qui le portait avant, et qui le finance.",
            "« Réseau au » montre le réseau tel qu'il était un jour donné, sous les noms de l'époque.",
            "Quand un appel à candidatures change l'opérateur, « Attribuer à un nouvel opérateur » termine un mandat et ouvre l'autre en "
            "un seul acte : les dossiers restent au territoire, la nouvelle équipe les voit dès le premier jour.",
        ),
    ),
    Gesture(
        "reperes",
        "Lire et tenir les repères du dispositif",
        (
            "Objectifs, principes, cibles, chiffres, textes et programmes : chacun avec sa source et son année. Tout le monde les lit.",
            "Une lecture incertaine est dite telle quelle : elle n'entre dans aucun calcul.",
            "L'opérateur national les corrige : une édition s'ouvre, celle d'avant reste lisible avec ses dates et le motif.",
        ),
    ),
    Gesture(
        "declinaisons",
        "Décliner les objectifs sur un territoire",
        (
            "Depuis la page du territoire, « Préparer une déclinaison locale » : un texte par objectif, à partir de la version en vigueur.",
            "Notez chaque acteur consulté, avec la date et la forme : la concertation est indispensable, sans elle la publication attend.",
            "La version publiée ne change plus. La suivante la remplace ; les deux se comparent mot à mot.",
        ),
    ),
    Gesture(
        "fusion",
        "Réunir deux fiches de la même organisation",
        (
            "« Fiches proches » montre chaque matin celles qui ont le même SIRET, le même nom ou presque, la même adresse.",
            "Avant de réunir, une page dit ce qui passe d'une fiche à l'autre, ce qui se contredit, et ce que vous gardez.",
            "L'ancienne adresse conduit à la fiche gardée ; les deux fils se lisent ensemble, chacun avec son origine.",
            "La fusion s'annule tant qu'aucune ligne déplacée n'a changé ; sinon la page nomme la ligne.",
            "Si ce sont deux organisations, dites-le en une phrase : la paire n'est plus proposée.",
        ),
    ),
    Gesture(
        "fiche-prestataire",
        "Tenir une fiche de prestataire",
        (
            "Un nom et ce que le prestataire fait bien suffisent pour le repérer ; il complète ensuite sa fiche, rubrique par rubrique.",
            "La barre dit ce qui manque ; chaque mot conduit à l'endroit où l'écrire. Sans SIRET, TVA ni IBAN : retenu, pas encore payé.",
            "Le DLA régional vérifie et référence. Ensuite, un SIRET, une TVA, un tarif ou un IBAN changés sont vivants et à revérifier.",
            "Les tarifs et les évaluations ne sont lus que par le prestataire et les acteurs du dispositif ; l'IBAN, par qui paie.",
            "Une fois par an, « Confirmer que ma fiche est à jour » suffit : la fiche ne vieillit plus.",
        ),
    ),
    Gesture(
        "enee",
        "Échanger avec Enée par un fichier à plat",
        (
            "Cordée n'est pas reliée à Enée : un fichier à plat, à téléverser vous-même, ou une fiche à recopier, champ par champ.",
            "La table de correspondance dit quelles colonnes, sous quels titres, dans quel ordre ; chaque équipe a la sienne.",
            "Le fichier s'exporte en CSV ou en classeur, et ne contient que ce que vous lisez : jamais de compte bancaire ni d'âge.",
            "Recopiée, une fiche se marque : elle dit ensuite ce qui a changé depuis, et seulement cela reste à recopier.",
            "Le DLA régional ou le niveau national importe un fichier reçu : un essai dit d'abord ce qui changerait, ligne par ligne.",
        ),
    ),
    Gesture(
        "succession",
        "Dire ce que devient une structure",
        (
            "Une structure qui s'éteint et une autre qui prend sa suite gardent chacune leur fiche : ce n'est pas un doublon.",
            "À la date dite, les conventionnements choisis continuent chez celle qui suit ; l'ancienne ligne s'arrête la veille.",
            "Fusion, reprise, scission, changement de nom : la fiche dit de qui elle est issue et ce qu'elle a donné.",
        ),
    ),
    Gesture(
        "comites",
        "Réunir un comité, y donner un avis",
        (
            "Le DLA ouvre le comité, y ajoute des membres, avec ou sans compte, et planifie une réunion. La convocation part en un geste.",
            "Un membre lit l'ordre du jour et les pièces, puis donne un avis ; il peut le corriger jusqu'au compte rendu.",
            "Un lien d'intérêt se déclare sur un point : ses pièces et ses avis se ferment aussitôt à l'organisation.",
            "Le DLA met des dossiers à l'ordre du jour : les membres en lisent le résumé, jamais les comptes.",
            "Un membre sans compte reçoit un lien, ouvert jusqu'au lendemain de la réunion : il lit, donne un avis ou déclare un lien.",
            "Après la réunion, le compte rendu est proposé à partir des avis : le DLA le complète, puis le publie. Il ne change plus.",
            "La réunion suivante l'adopte. L'avis ne bloque un parcours que si le réglage du territoire le dit.",
        ),
    ),
    Gesture(
        "contributions",
        "Noter ce qu'un partenaire apporte",
        (
            "Six formes : fonctionnement de la structure porteuse, budget, soutien fléché, programme, expertise, politiques propres.",
            "Un soutien fléché dit sa cible : un secteur, un territoire ou une politique d'emploi. Les autres formes n'en ont pas.",
            "Le partenaire ou le DLA propose, le DLA note l'accord. Une contribution convenue ne se modifie plus : elle se clôt.",
        ),
    ),
    Gesture(
        "reseaux",
        "Noter ce que les réseaux apportent",
        (
            "Un seul tableau par DLA : pour chaque réseau, sept apports à cocher et une note.",
            "Ce que vous cochez commence le jour même ; ce que vous décochez s'arrête, et reste lisible avec ses dates.",
            "Réseaux d'entreprises, fondations et fédérations disent sur leur fiche ce qu'ils font, et sur quel département.",
        ),
    ),
    Gesture(
        "campagnes",
        "Faire remplir un questionnaire",
        (
            "Préparer une campagne, c'est choisir un questionnaire, à qui il s'adresse et jusqu'à quand. Rien ne part avant l'ouverture.",
            "Les invités se choisissent par type et par territoire, ou par leur nom. Chacun reçoit un lien qui n'est qu'à lui.",
            "Les relances partent d'elles-mêmes et cessent dès la réponse. « Relancer » écrit à qui n'a rien reçu depuis hier.",
            "Une réponse reçue sur papier ou par téléphone se saisit depuis la campagne : elle dit par qui et par quel moyen.",
            "Une campagne anonyme ne dit jamais qui a répondu. À la clôture, les réponses sont mêlées : personne ne les relie plus.",
            "Une campagne close se rouvre avec un motif et une nouvelle date.",
        ),
    ),
)
