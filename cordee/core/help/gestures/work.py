"""Gestures of what fills a day: lists, sheets, notices, the thread."""

from __future__ import annotations

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
    Gesture(
        "a-faire",
        "Savoir ce qui vous attend",
        (
            "La page d'accueil montre d'abord ce qui est en retard, puis ce qui est dû dans les sept jours, puis le reste.",
            "« Attendu d'une autre personne » dit qui doit agir et depuis quand ; « Depuis votre dernière visite », ce qui a bougé.",
            "Une ligne disparaît quand la chose est faite : il n'y a rien à cocher.",
        ),
    ),
    Gesture(
        "premiers-pas",
        "Ouvrir une plateforme vide",
        (
            "La page « Premiers pas » donne les étapes dans l'ordre : l'opérateur, son territoire, ses lieux, ses financeurs, l'équipe.",
            "Chaque étape peut être passée, puis reprise. Une étape est faite quand ce qu'elle demande est là : rien n'est à cocher.",
            "L'équipe entre par invitation : chaque personne reçoit un lien et choisit son mot de passe.",
        ),
    ),
    Gesture(
        "chercher",
        "Chercher",
        (
            "La recherche est en haut de chaque page : la touche / y mène, les flèches parcourent, Entrée ouvre, Échap quitte.",
            "Un début de mot suffit, dans n'importe quel ordre et sans accents ; « présidente rives » trouve la personne par sa fonction.",
            "Un SIRET ou un téléphone se tape comme il vient, avec ou sans espaces ; un SIRET complet ouvre directement la fiche.",
            "Les mots des documents joints (Word, PDF, tableur, texte) sont trouvés quelques minutes après leur dépôt.",
            "Vous ne trouvez que ce qui vous est ouvert, et le nombre de résultats ne compte que cela. Vos recherches ne sont pas gardées.",
        ),
    ),
    Gesture(
        "listes",
        "Filtrer et trier une liste",
        (
            "Les filtres agissent dès que vous les changez. Ceux en vigueur s'affichent au-dessus de la liste : un clic les retire.",
            "Le titre d'une colonne trie la liste ; un second clic inverse l'ordre.",
            "Quand rien ne répond, la page dit quel filtre relâcher et combien de lignes il cache.",
            "En revenant d'une fiche, vous retrouvez la même page et les mêmes filtres.",
        ),
    ),
    Gesture(
        "prestataires",
        "Trouver des prestataires",
        (
            "Depuis la fiche d'une structure, « Chercher des prestataires » : son département et ses secteurs guident la recherche.",
            "Chacun est proposé avec ses raisons. Qui a un lien avec la structure est écarté, et la page dit lequel.",
            "Une moyenne se lit à partir de trois avis ; sans avis, on prend la place du milieu, et les nouveaux ont leur groupe.",
            "Comparez-en jusqu'à quatre, puis gardez-en deux à quatre en présélection, chacun avec sa raison.",
            "Une présélection n'est vue que du DLA du territoire : de vous seul·e tant que vous ne la partagez pas.",
        ),
    ),
    Gesture(
        "vues",
        "Garder une vue",
        (
            "« Exporter ou garder cette vue », puis un nom : vos filtres et votre tri se rouvrent en un clic.",
            "Une vue n'appartient qu'à vous.",
        ),
    ),
    Gesture(
        "exporter",
        "Exporter une liste",
        (
            "Le tableur (XLSX) ou le texte (CSV) contient exactement les lignes et les colonnes affichées, dans le même ordre.",
            "Au-delà de 5 000 lignes, une page montre où en est le fichier, puis le donne. Il y reste sept jours.",
        ),
    ),
    Gesture(
        "importer",
        "Importer des organisations",
        (
            "Dans l'annuaire, « Importer des organisations » : un CSV, un classeur, tel quel. Cordée dit d'abord ce qu'elle en a compris.",
            "Chaque colonne montre ses premières cellules et la façon dont elles sont lues ; vos choix sont repris la fois suivante.",
            "L'essai compte ce qui serait créé, modifié, laissé tel quel ou refusé. Rien n'est écrit avant votre accord.",
            "Une ligne refusée dit pourquoi. Vous la corrigez sur la page, ou dans le fichier des lignes refusées, que vous renvoyez seul.",
            "Une cellule vide ne change rien. Le même fichier importé deux fois ne change rien la seconde fois.",
        ),
    ),
    Gesture(
        "agir-en-lot",
        "Agir sur plusieurs lignes",
        (
            "Choisissez les lignes, puis l'acte. La page suivante dit combien de lignes sont concernées, et ce qui arrivera à chacune.",
            "Ce qui peut être fait l'est ; ce qui est refusé est listé, avec la raison et un lien.",
            "Un bouton pressé deux fois n'agit qu'une fois. Au-delà de 50 lignes, une page montre où en est le travail.",
        ),
    ),
    Gesture(
        "fiche",
        "Lire une fiche",
        (
            "Chaque partie de la fiche a ses lecteurs : une partie qui ne vous est pas ouverte n'apparaît pas.",
            "Ce qui a une période (numéro, nom, poste, conventionnement) la montre : l'ancien reste lisible à côté du nouveau.",
            "Vous pouvez produire la fiche d'identification, en Word et en PDF. Chaque version est gardée, avec sa date et son empreinte.",
        ),
    ),
    Gesture(
        "personnes",
        "Tenir les personnes et les postes d'une organisation",
        (
            "Une personne n'est écrite qu'une fois : si son nom ou son adresse est déjà connu de vous, la page la propose.",
            "Un poste a ses dates. « Enregistrer un départ » le termine, nomme la suite ou dit qu'il est vacant, en un seul acte.",
            "Qui peut signer se lit à la date de l'acte : la direction, la présidence, et toute fonction qui a reçu délégation.",
            "Quand une adresse ne reçoit plus, la fiche le dit et une ligne « Corriger » vous attend ; la corriger l'efface.",
            "La structure propose ces changements par les mêmes pages ; son DLA les accepte ou dit pourquoi non.",
        ),
    ),
    Gesture(
        "rubriques",
        "Ajouter, modifier, terminer une ligne d'une fiche",
        (
            "Lieux, noms, liens, conventionnements, postes se tiennent de la même façon : « Ajouter », puis « Modifier » sur la ligne.",
            "Mettre fin à une ligne garde son histoire. La retirer est réservé à une saisie faite à tort : un motif est demandé.",
            "Deux périodes qui se contredisent sont refusées, avec la raison ; ce que vous avez tapé reste.",
        ),
    ),
    Gesture(
        "modifier",
        "Modifier une fiche",
        (
            "Ce que vous tapez est gardé en brouillon, au fur et à mesure, pendant trente jours. Il revient avec la page.",
            "Rien ne change pour les autres tant que vous n'avez pas enregistré.",
        ),
    ),
    Gesture(
        "conflit",
        "Quand quelqu'un a enregistré avant vous",
        (
            "La page montre trois valeurs : celle d'avant, celle de l'autre personne, la vôtre. Elle dit qui a enregistré et quand.",
            "Vous choisissez champ par champ. Rien de ce que vous avez tapé n'est perdu.",
        ),
    ),
    Gesture(
        "proposition",
        "Proposer une modification, y répondre",
        (
            "La structure propose ; le DLA de son territoire accepte, ou refuse avec un motif. La fiche ne change qu'à l'acceptation.",
            "Si la fiche a changé entre-temps sur les mêmes points, l'acceptation attend une nouvelle proposition.",
            "La structure peut retirer sa proposition tant qu'on ne lui a pas répondu.",
        ),
    ),
    Gesture(
        "corriger",
        "Corriger un acte",
        (
            "« Corriger le dernier acte » demande un motif, ramène l'état d'avant et prévient les personnes qui avaient été prévenues.",
            "L'acte et sa correction restent tous deux au journal.",
            "Les courriels d'un acte qui se corrige attendent dix minutes avant de partir.",
        ),
    ),
    Gesture(
        "avis",
        "Envoyer et prouver un avis officiel",
        (
            "Un avis part par courriel, courrier, téléphone, en main propre ou sur la plateforme : la voie qui atteint la personne.",
            "Par courrier : choisissez les avis dans la liste, « Imprimer les lettres » donne un seul PDF pour enveloppes à fenêtre.",
            "Une fois les lettres postées, choisissez-les de nouveau : « Noter l'envoi par la poste » garde le jour du dépôt.",
            "Un courriel ou une lettre qui revient remet l'avis dans « À faire », avec les autres voies possibles.",
            "Le texte d'un avis ne change plus, et l'avis ne s'efface pas.",
        ),
    ),
    Gesture(
        "fil",
        "Lire le fil et le journal",
        (
            "Le fil raconte une organisation ou un dossier ; le journal raconte tout ce que vous pouvez voir.",
            "Aucune ligne ne se modifie ni ne s'efface. La loi le demande parfois pour un nom : cet effacement est lui-même inscrit.",
        ),
    ),
    Gesture(
        "documents",
        "Déposer et ouvrir un fichier",
        (
            "Le type d'un fichier se reconnaît à son contenu : un fichier renommé en .docx n'est pas accepté comme tel.",
            "La taille est limitée à 25 Mo. Un fichier s'ouvre aux mêmes personnes que la page qui le porte.",
        ),
    ),
)
