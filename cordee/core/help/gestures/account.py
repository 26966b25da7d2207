"""Gestures of one's account and who may come in."""

from __future__ import annotations

from cordee.core.help.gestures.shape import Gesture

GESTURES = (
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
        "agenda",
        "Retrouver vos échéances dans votre agenda",
        (
            "« Mon compte » puis « Mon agenda » donne une adresse secrète : votre logiciel d'agenda ou votre téléphone la relit seul.",
            "Elle s'affiche une seule fois. En obtenir une nouvelle, ou la retirer, ferme l'ancienne ; chaque lecture est notée.",
            "Une réunion déplacée se déplace dans votre agenda. Ni comptes, ni notes internes n'y figurent jamais.",
            "Si vous agissez pour plusieurs organisations, chacune a son agenda. Il se tait quand votre accès prend fin.",
        ),
    ),
)
