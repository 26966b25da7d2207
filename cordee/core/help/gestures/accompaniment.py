"""Gestures of dossiers: asking, receiving, sharing a diagnosis, a plan, following."""

from __future__ import annotations

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
    Gesture(
        "demandes",
        "Déposer et recevoir une demande",
        (
            "Toute structure dépose une demande sans compte : cinq questions disent si le DLA est pour elle, sans jamais fermer la porte.",
            "L'adresse donnée après le dépôt dit où en est la demande. On y répond aux questions du DLA, on y retire sa demande.",
            "Le DLA reçoit la demande (un dossier s'ouvre, ou elle rejoint un dossier en cours), demande une précision, ou l'écarte en "
            "disant pourquoi. Une demande sans besoin ni motif ne se reçoit pas : demandez d'abord une précision.",
            "« Enregistrer une demande » note celle qui arrive par téléphone ou par courrier, avec sa voie et son justificatif.",
            "« À rapprocher » montre les demandes proches et les dossiers en cours de la même structure.",
        ),
    ),
    Gesture(
        "reprise",
        "Reprendre des dossiers, les recopier dans Enée",
        (
            "Un fichier de dossiers en cours et clos se reprend par « Reprise et recopie » : chacun entre à son étape, à ses dates.",
            "Les lignes à corriger se renvoient seules ; le même fichier, renvoyé, ne change rien. Aucun courriel ne part.",
            "Cordée n'est pas reliée à Enée : la page d'un dossier mène à sa fiche à recopier, qui dit ce qui a changé depuis.",
        ),
    ),
    Gesture(
        "dossiers",
        "Demander et suivre un accompagnement",
        (
            "Une structure demande pour elle-même, un réseau pour l'un de ses membres, le DLA pour qui l'a sollicité. Nul besoin d'un "
            "problème : l'envie de progresser est un motif.",
            "Le dossier dit à quelle étape il est et ce qui se passe maintenant. Un bouton refusé dit pourquoi, et qui peut agir.",
            "À chaque étape, notez l'adhésion de la structure : une étape ne se quitte pas sans elle. Elle arrête quand elle veut.",
            "Le diagnostic et le parcours sont partagés quand la structure et le DLA les ont validés, chacun de son côté.",
            "Les comptes ne sont lus que par le DLA et la structure : ni un réseau, ni un financeur, ni un prestataire.",
            "« Confier le dossier » prévient la structure ; un remplacement se ferme le soir de son dernier jour, à minuit.",
        ),
    ),
    Gesture(
        "dossiers-en-lot",
        "Agir sur plusieurs dossiers",
        (
            "Dans la liste des dossiers, filtrez (étape, personne, département), cochez les lignes, puis choisissez l'acte.",
            "« Relancer les structures » : un courriel par jour au plus, avec tout ce que le dossier attend de chacune.",
            "« Demander des pièces » : la même liste à toutes ; ce qui est déjà demandé ou reçu n'est pas redemandé.",
            "« Noter l'adhésion reçue » : après une réunion ou un appel, pour les structures qui ne se sont pas encore prononcées.",
            "« Envoyer un avis » : le même texte, par la voie qui atteint chaque structure ; les lettres s'impriment ensuite ensemble.",
            "« Télécharger les documents » : un répertoire par dossier, avec ce que vous y lisez. La lecture des comptes est gardée.",
            "« Inviter les directions » : un accès à la direction, ou à la présidence, des structures où personne n'en a encore.",
        ),
    ),
    Gesture(
        "passation",
        "Passer des dossiers à une autre personne",
        (
            "Dans la liste des dossiers, choisissez-les puis « Confier ces dossiers » : une personne, un jour, une note par dossier.",
            "Pour de bon, chaque structure reçoit un seul courriel, qui présente la personne ; appuyer deux fois n'en envoie pas deux.",
            "Un remplacement a un dernier jour : ce soir-là à minuit, les dossiers se referment pour la personne d'un autre DLA.",
            "« Passations » garde la liste que les deux personnes lisent : ce qui était en retard d'abord, puis le reste, avec les notes.",
            "Quand un territoire change de DLA, les dossiers en cours le suivent à minuit ; l'ancien DLA lit toujours ses dossiers finis.",
        ),
    ),
    Gesture(
        "portefeuille",
        "Lire le portefeuille",
        (
            "« Portefeuille » montre vos dossiers en cours, étape par étape, ceux qui attendent depuis le plus longtemps d'abord.",
            "Le bouton d'un dossier ouvre le passage à l'étape suivante : s'il y manque une adhésion, la page dit laquelle.",
            "La direction y lit la charge de chaque personne et ce que personne ne suit ; le DLA régional, celle de chaque DLA.",
            "Un dossier est en retard quand il est à son étape depuis plus longtemps que le délai usuel : ce délai se règle, "
            "et seul le DLA lit ce retard.",
        ),
    ),
    Gesture(
        "parcours",
        "Élaborer et suivre un parcours",
        (
            "Le parcours s'élabore à partir du diagnostic partagé : sa durée, ses objectifs, puis ses actions, de l'ingénierie à ce que la "
            "structure fait elle-même. Une action a un responsable, une échéance, un coût, des financements et des preuves.",
            "Une action d'ingénierie dit ce qui manque à son cahier des charges. Complète et validée des deux côtés, elle entre dans "
            "« Missions à consulter ».",
            "Dès qu'un côté a validé une version, elle ne change plus. « Actualiser le parcours », sur le dossier, en prépare une autre : "
            "la page des versions dit ce qui a changé.",
            "Un partenaire qui a fléché son soutien vers une autre cible ne finance pas l'action : la page le dit en l'enregistrant.",
            "Le temps et les déplacements de la structure se notent et se valorisent ; rien n'en est versé.",
            "Le dossier ne se clôt pas tant qu'une action reste à finir.",
        ),
    ),
    Gesture(
        "diagnostics",
        "Écrire, partager et relire un diagnostic",
        (
            "Le diagnostic s'ouvre avec son étape. Les effectifs, la gouvernance et les comptes y viennent de la fiche et du dossier, "
            "pour le bon exercice : ils ne se retapent pas.",
            "La demande, la synthèse, les enjeux et les objectifs sont attendus avant de proposer une version. Votre saisie est gardée en "
            "brouillon ; si un·e collègue a enregistré entre-temps, la page montre les deux textes.",
            "Une version proposée ne change plus. La structure et le DLA valident la même ; un changement en fait une nouvelle, et la page "
            "dit ce qui diffère.",
            "Un réseau ou un partenaire contribue par une note, à une date. Il ne lit pas les comptes et ne valide pas.",
            "Le document s'obtient en Word et en PDF : entier pour la structure, ou sans les comptes pour un réseau.",
            "Deux ans après, les mêmes indicateurs se lisent côte à côte. Un nouveau besoin ouvre une nouvelle demande en un clic.",
        ),
    ),
    Gesture(
        "suivre",
        "Noter un échange, classer un courriel",
        (
            "Une visite, un appel, une réunion se notent en une minute, depuis un téléphone : qui était là, ce qui s'est dit, la suite.",
            "La note est interne au DLA. Cochez « Partager » pour que la structure et les réseaux du dossier la lisent aussi.",
            "Sans réseau, la note est gardée sur l'appareil et part seule ensuite, une fois. Laissez la page du formulaire ouverte avant.",
            "Une note se corrige par une nouvelle version ; l'ancienne reste lisible par le DLA.",
            "Un courriel enregistré au format « .eml » se dépose dans le dossier : son texte et ses pièces jointes y sont gardés.",
            "Un dossier en suivi a toujours un prochain contact daté : sans lui, il est dans « À faire ».",
        ),
    ),
    Gesture(
        "pieces",
        "Demander et envoyer des pièces",
        (
            "Le DLA demande toute une liste en un geste. La structure reçoit un courriel, puis des rappels jusqu'à l'envoi.",
            "Sur son téléphone, la structure photographie un papier ou choisit des fichiers, et envoie plusieurs pièces à la fois.",
            "Une pièce qui ne concerne pas la structure se note « sans objet », avec la raison.",
            "Le DLA accepte la pièce, ou dit ce qui manque : la structure le lit et complète.",
            "Une pièce déjà acceptée dans un autre dossier est proposée avec sa date : rien n'est à chercher deux fois.",
            "Les comptes ne sont lus que par le DLA et la structure ; chaque lecture est gardée et se voit.",
        ),
    ),
)
