"""What everybody does, whatever the role. Screens point here: `{% help_link "gestes#exporter" %}`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gesture:
    anchor: str
    title: str
    lines: tuple[str, ...]


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
            "Choisissez les lignes, puis l'acte. La page suivante dit combien de lignes sont concernées avant de commencer.",
            "Ce qui peut être fait l'est ; ce qui est refusé est listé, avec la raison et un lien.",
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
    Gesture(
        "acces",
        "Ouvrir et retirer un accès",
        (
            "Une invitation part par courriel, avec un lien personnel et une date limite. On peut la renvoyer ou la retirer.",
            "L'accès a une date de début et de fin. Quand il prend fin, la personne ne voit plus rien de l'organisation.",
            "On ne retire pas son propre accès : une autre personne de l'organisation, ou son DLA, peut le faire.",
        ),
    ),
    Gesture(
        "mon-compte",
        "Tenir votre compte",
        (
            "« Mon compte » s'ouvre depuis le menu à votre nom : connexion, sessions, organisations, courriels, jetons, assistance.",
            "Changer de mot de passe ferme vos autres sessions, et un courriel vous le dit.",
            "« Délier ProConnect » retire cette façon d'entrer : votre mot de passe, ou un lien par courriel, ouvre toujours le compte.",
        ),
    ),
    Gesture(
        "lien-de-connexion",
        "Vous connecter sans mot de passe",
        (
            "« Recevoir un lien de connexion » envoie un courriel à votre adresse. Le lien s'ouvre sur l'appareil de votre choix.",
            "Le courriel porte aussi un code, à taper sur l'écran de la demande. L'un des deux sert, une fois, dans le quart d'heure.",
            "Ouvrir le lien ne fait rien : c'est le bouton de sa page qui vous connecte.",
        ),
    ),
    Gesture(
        "second-facteur",
        "Ajouter un second facteur",
        (
            "Une application de codes sur votre téléphone donne six chiffres, demandés après le mot de passe ou le lien.",
            "Dix codes de secours s'affichent une seule fois : gardez-les ailleurs que sur le téléphone. Chacun sert une fois.",
            "Téléphone et codes perdus : l'équipe de la plateforme réinitialise le second facteur, après avoir vérifié que c'est vous.",
            "La plateforme peut l'exiger pour un profil, même session ouverte : la page suivante le dit, et attend qu'il soit en place.",
            "Sans mot de passe, un code reçu par courriel confirme d'abord que c'est vous.",
        ),
    ),
    Gesture(
        "sessions",
        "Voir et fermer vos sessions",
        (
            "Une session est un appareil où votre compte est ouvert. « Mon compte » les montre, avec le dernier passage.",
            "Vous en fermez une, ou toutes les autres d'un coup : l'appareil devra se reconnecter à sa prochaine page.",
        ),
    ),
    Gesture(
        "proconnect",
        "Vous connecter avec ProConnect",
        (
            "Là où il est proposé, ProConnect vous identifie à la place du mot de passe.",
            "La première fois, l'adresse et le SIRET qu'il donne doivent être ceux de votre compte ; rien n'est relié sans votre accord.",
            "En vous déconnectant d'ici, vous quittez aussi ProConnect.",
        ),
    ),
    Gesture(
        "prendre-part",
        "Ouvrir une fiche à un partenaire",
        (
            "Le DLA du territoire ouvre une fiche à un réseau, un prestataire, un financeur ou un prescripteur, pour une période.",
            "L'organisation la trouve dans son annuaire et reçoit un courriel. Elle ne lit que ce que son titre permet.",
            "La structure voit sur sa fiche « Qui prend part ». Le DLA referme la fiche à tout moment : elle se ferme tout de suite.",
        ),
    ),
    Gesture(
        "assistance",
        "Comprendre l'accès d'assistance",
        (
            "Pour vous aider, l'équipe de la plateforme peut agir à votre place, avec un motif et pour un temps limité. Il prend fin seul.",
            "Un courriel vous prévient ; « Mon compte » garde la liste et permet d'y mettre fin tout de suite.",
            "Tous les accès sont dans « Accès d'assistance », le plus récent d'abord : l'équipe les lit tous, vous lisez les vôtres.",
            "Ce qui est écrit pendant ce temps porte les deux noms. Signer, accepter ou toucher au compte reste à vous.",
        ),
    ),
    Gesture(
        "agir-pour",
        "Agir pour une autre organisation",
        (
            "Si vous avez accès à plusieurs organisations, le menu à votre nom, en haut à droite, passe de l'une à l'autre.",
            "Chaque acte porte le nom de l'organisation pour laquelle vous agissiez.",
        ),
    ),
    Gesture(
        "courriels",
        "Régler vos courriels",
        (
            "Pour chaque avis : tout de suite, dans le récapitulatif du matin, ou jamais. Un lien au bas du courriel l'arrête en un clic.",
            "Quelques avis partent toujours, parce que la règle du dispositif l'exige. « Mon compte » en donne la liste.",
        ),
    ),
    Gesture(
        "jetons",
        "Relier un autre logiciel",
        (
            "Un jeton laisse un autre logiciel lire ou écrire en votre nom, dans la limite de ce que vous pouvez vous-même.",
            "Il ne s'affiche qu'une fois, il expire, il se révoque en un clic, et chacun de ses usages est noté.",
        ),
    ),
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
        ),
    ),
    Gesture(
        "siret",
        "Remplir une fiche depuis le SIRET",
        (
            "Dans le formulaire d'une fiche, « Remplir depuis le SIRET » montre ce que dit Recherche d'entreprises à côté de votre saisie.",
            "Vous cochez ce que vous reprenez ; rien n'est enregistré avant que vous n'enregistriez la fiche.",
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
            "Après la réunion, le DLA note les présences et les suites, puis publie le compte rendu : il ne change plus.",
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
)

ANCHORS = frozenset(gesture.anchor for gesture in GESTURES)
