"""One page a role, all in the same order: what one sees, the first gesture, the three most frequent acts, what one does not see and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """Something that one often does. `more` is the anchor of the gesture that tells it step by step."""

    title: str
    how: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    title: str
    sentence: str
    welcome: tuple[str, str]  # what the first visit says after it
    profiles: tuple[str, ...]
    sees: tuple[str, ...]
    first: Act
    acts: tuple[Act, Act, Act]
    hidden: tuple[str, ...]


FIND = Act(
    "Trouver une organisation",
    "Tapez son nom, son sigle, sa ville ou son SIRET dans la recherche en haut de page, puis ouvrez sa fiche.",
    "chercher",
)
INVITE = Act(
    "Ouvrir l'accès à une personne",
    "Sur la page « Qui a accès » de l'organisation, donnez son adresse et sa fonction : elle reçoit un lien personnel.",
    "acces",
)
PROPOSE = Act(
    "Proposer une modification de votre fiche",
    "Ouvrez votre fiche, changez ce qui doit l'être, ajoutez un mot : la fiche change quand votre DLA a accepté.",
    "proposition",
)
LETTERS = Act(
    "Choisir les courriels que vous recevez",
    "Dans « Mon compte », choisissez pour chaque avis : tout de suite, dans le récapitulatif du matin, ou jamais.",
    "courriels",
)
NOBODY_ELSE = "Les brouillons des autres : ce que vos collègues tapent ne se voit qu'une fois enregistré."
OTHER_STRUCTURES = (
    "Les autres structures accompagnées : ce que le DLA recueille est confidentiel, il ne circule pas d'une structure à l'autre."
)

ROLES = (
    Role(
        "charge-mission",
        "Chargé·e de mission DLA",
        "Votre DLA accompagne les structures de son territoire, de la demande au suivi : leurs dossiers et leurs fiches sont ici.",
        (
            "Toutes les organisations de votre territoire vous sont ouvertes, avec leurs chiffres et leurs contacts.",
            "Cette page vous dit ce qui est en retard, puis ce qui est attendu dans les sept jours.",
        ),
        ("officer", "accountant"),
        (
            "Toutes les organisations des territoires confiés à votre DLA, avec leurs chiffres, leur gouvernance et leurs contacts.",
            "Dans toute la France, la carte des prestataires, des réseaux, des financeurs, des DLA et des organismes publics : "
            "nom, commune, type, réseaux.",
            "Le fil de chaque structure : qui a fait quoi, quand, et ce qui a été corrigé.",
            "Le registre des prestataires, dans le menu « Prestataires » : chercher, comparer, garder en présélection.",
        ),
        Act("Ouvrir « À faire »", "La page d'accueil montre ce qui est en retard, puis ce qui est dû dans les sept jours.", "a-faire"),
        (
            Act(
                "Répondre à une modification proposée",
                "Comparez ce qui est écrit et ce qui est proposé, puis acceptez, ou refusez avec un motif que la structure lira tel quel.",
                "proposition",
            ),
            Act(
                "Mettre une fiche à jour",
                "Ouvrez la fiche, « Modifier la fiche », changez, enregistrez. Chaque année et chaque conventionnement a sa ligne.",
                "modifier",
            ),
            Act(
                "Sortir une liste",
                "Filtrez l'annuaire, puis exportez en tableur exactement ce qui est affiché.",
                "exporter",
            ),
        ),
        (
            "Les structures des autres territoires : leur DLA les accompagne. Si vous connaissez le SIRET de l'une d'elles, "
            "vous pouvez demander l'accès à sa fiche.",
            NOBODY_ELSE,
        ),
    ),
    Role(
        "responsable",
        "Responsable du DLA",
        "Vous voyez ce que voit votre équipe, et vous en ouvrez et fermez les accès.",
        (
            "Le journal vous raconte ce qui s'est fait sur vos territoires, par qui et quand.",
            "Pour accueillir une personne dans l'équipe, il suffit de son adresse : elle reçoit un lien personnel.",
        ),
        ("head",),
        (
            "Tout ce que voient les chargé·es de mission de votre DLA.",
            "Le journal des actes de vos territoires.",
            "La liste de vos collègues qui ont accès, celle des accès terminés, et les invitations en cours.",
        ),
        Act("Inviter quelqu'un de votre équipe", INVITE.how, "acces"),
        (
            Act(
                "Retirer l'accès d'une personne qui part",
                "Sur « Qui a accès », retirez l'accès : il prend fin aussitôt, ce que la personne a fait reste au journal.",
                "acces",
            ),
            Act(
                "Relire ce qui s'est passé",
                "Le journal se filtre et s'exporte ; une correction y est une ligne de plus, rien ne s'en efface.",
                "fil",
            ),
            Act(
                "Répondre à plusieurs propositions",
                "Dans la liste, choisissez les lignes, puis l'acte : ce qui est refusé est listé avec sa raison.",
                "agir-en-lot",
            ),
        ),
        ("Les structures des autres territoires : leur DLA les accompagne.", NOBODY_ELSE),
    ),
    Role(
        "dla-regional",
        "DLA régional",
        "Vous suivez l'ensemble des territoires de votre région.",
        (
            "Toutes les organisations de la région vous sont ouvertes, avec leurs chiffres et leurs contacts.",
            "Le filtre « Département » de l'annuaire vous mène d'un territoire à l'autre.",
        ),
        ("regional",),
        (
            "Toutes les organisations de la région, avec leurs chiffres, leur gouvernance et leurs contacts.",
            "Le journal des actes de la région.",
            "La carte de France par département et, pour chaque territoire, le DLA qui en a la charge.",
            "Le registre des prestataires de la région, dans le menu « Prestataires » : fiches à vérifier, thèmes que personne ne couvre.",
        ),
        Act("Filtrer l'annuaire par département", "Le filtre « Département » propose ceux de votre région.", "listes"),
        (
            FIND,
            Act(
                "Tenir la fiche d'un prestataire",
                "Ouvrez sa fiche, mettez-la à jour et produisez sa fiche d'identification en Word et en PDF.",
                "modifier",
            ),
            INVITE,
        ),
        ("Les structures des autres régions : seule leur carte est ouverte, quand elles sont prestataires ou partenaires.", NOBODY_ELSE),
    ),
    Role(
        "operateur-national",
        "Opérateur national et centres de ressources",
        "Vous voyez le dispositif entier.",
        (
            "Toutes les organisations vous sont ouvertes, et vous savez quel opérateur a la charge de quel territoire.",
            "La liste est longue : la recherche en haut de page, ou un filtre, vous y conduit plus vite.",
        ),
        ("national", "resource"),
        (
            "Toutes les organisations de tous les territoires.",
            "Les mandats des opérateurs : qui a la charge de quel territoire, depuis quand, jusqu'à quand.",
            "Pour l'opérateur national, le journal de toutes les régions.",
        ),
        Act("Ouvrir l'annuaire", "Commencez par un filtre, ou par la recherche : la liste en compte beaucoup.", "listes"),
        (
            FIND,
            Act("Garder une vue", "Filtrez, triez, puis donnez un nom à cette vue : elle se rouvre en un clic, pour vous.", "vues"),
            Act(
                "Exporter une grande liste",
                "Au-delà de 5 000 lignes, le fichier se prépare pendant que vous travaillez.",
                "exporter",
            ),
        ),
        ("Les centres de ressources lisent les fiches et ne les modifient pas : le DLA du territoire les tient.", NOBODY_ELSE),
    ),
    Role(
        "structure",
        "Structure accompagnée (direction, présidence)",
        "Votre dossier dit où en est votre accompagnement et ce qui vous attend ; votre fiche, ce que votre DLA sait de vous.",
        (
            "Vous lisez votre fiche en entier et vous proposez ce qui doit changer : votre DLA répond à chaque proposition.",
            "Pour commencer, relisez trois choses : votre adresse, les personnes, l'effectif de l'an dernier.",
        ),
        ("structure",),
        (
            "Vos dossiers d'accompagnement : l'étape en cours, les pièces demandées, le diagnostic et le parcours, à lire et à valider.",
            "Toute la fiche de votre structure : identité, lieux, conventionnements, personnes, chiffres par année, documents.",
            "Le fil de votre structure, et la réponse de votre DLA à chacune de vos propositions.",
            "Les personnes qui peuvent agir pour votre structure.",
        ),
        Act("Relire votre fiche", "Ouvrez-la et vérifiez trois choses : l'adresse, les personnes, l'effectif de l'an dernier.", "fiche"),
        (PROPOSE, Act("Inviter votre présidence ou quelqu'un de votre équipe", INVITE.how, "acces"), LETTERS),
        (
            OTHER_STRUCTURES,
            "Les échanges internes de votre DLA : comme les vôtres, ils restent dans l'équipe qui les écrit.",
        ),
    ),
    Role(
        "prestataire",
        "Prestataire",
        "Vous tenez votre carte à jour avec le DLA, et vous voyez les dossiers où l'on vous a fait entrer.",
        (
            "Votre fiche est ce que les chargé·es de mission lisent avant de vous solliciter.",
            "Prenez un moment pour la relire : ce qui a changé se propose en quelques lignes.",
        ),
        ("provider",),
        (
            "Votre propre fiche, en entier, avec votre page du registre des prestataires et ce qu'il y manque.",
            "Les structures dont vous prenez part à un dossier, le temps que vous y prenez part.",
            "La carte des DLA, des réseaux, des financeurs, des organismes publics et des autres prestataires.",
        ),
        Act("Relire votre fiche", "C'est elle que les chargé·es de mission lisent avant de vous solliciter.", "fiche"),
        (PROPOSE, INVITE, LETTERS),
        (
            "Les chiffres et les comptes des structures : leur fiche s'ouvre à vous par dossier, sans cette partie.",
            "Ce que les autres prestataires ont écrit : chaque partie ne lit que ce qui lui est adressé.",
        ),
    ),
    Role(
        "reseau",
        "Réseau, fédération",
        "Vous voyez les structures des dossiers auxquels votre réseau prend part.",
        (
            "De chacune, vous lisez l'identité, la gouvernance et les contacts.",
            "La fiche de votre réseau vous est ouverte en entier : commencez par la relire.",
        ),
        ("network",),
        (
            "La fiche de votre réseau, en entier.",
            "Pour les structures dont vous prenez part à un dossier : identité, gouvernance et contacts.",
            "La carte des DLA, des prestataires, des financeurs, des organismes publics et des autres réseaux.",
        ),
        FIND,
        (PROPOSE, INVITE, LETTERS),
        (
            "Les chiffres par année d'une structure, même adhérente : la règle du dispositif est qu'un réseau ne lit jamais les comptes.",
            "Une structure adhérente dont aucun dossier ne vous associe : c'est elle, avec son DLA, qui vous y fait entrer.",
        ),
    ),
    Role(
        "financeur",
        "Financeur, contrôle",
        "Vous suivez les structures des territoires que vous soutenez.",
        (
            "De chacune, vous lisez l'identité, les chiffres année par année et les documents qui vous sont destinés.",
            "Pour en trouver une, tapez son nom, sa ville ou son SIRET dans la recherche en haut de page.",
        ),
        ("funder", "controller"),
        (
            "L'identité et les chiffres par année des structures de vos territoires, ou de celles dont vous soutenez un dossier.",
            "La carte des DLA, des prestataires, des réseaux et des organismes publics.",
            "Les documents qui vous sont destinés.",
        ),
        FIND,
        (
            Act("Exporter une liste", "Filtrez, puis exportez en tableur exactement ce qui est affiché.", "exporter"),
            Act("Garder une vue", "Donnez un nom à un filtre qui revient chaque mois.", "vues"),
            LETTERS,
        ),
        (
            "Les noms et les contacts des personnes d'une structure : ils servent à travailler avec elle, pas à la suivre.",
            "Les échanges entre la structure et son DLA : ils sont confidentiels.",
        ),
    ),
    Role(
        "administration",
        "Administration de la plateforme",
        "Vous ouvrez les premiers accès et vous veillez à ce que la plateforme réponde.",
        (
            "Toutes les organisations, les personnes qui y ont accès et le journal entier vous sont ouverts.",
            "Les premiers pas vous guident, de l'opérateur aux structures : chaque étape peut attendre et se retrouve.",
        ),
        ("admin",),
        (
            "Toutes les organisations et toutes les personnes qui y ont accès.",
            "Le journal entier.",
            "L'adresse /sante : la base, les tâches de fond et les courriels en attente.",
        ),
        Act("Ouvrir l'accès du premier responsable d'un DLA", INVITE.how, "acces"),
        (
            Act(
                "Remplacer une invitation perdue",
                "Dans « Invitations », renvoyez-la : un nouveau lien part, l'ancien ne s'ouvre plus.",
                "acces",
            ),
            Act("Lire le journal", "Cherchez-y une personne, ne gardez que les corrections, exportez-le si l'on vous le demande.", "fil"),
            FIND,
        ),
        (
            "Les mots de passe : personne ne peut les lire. Qui perd le sien en choisit un autre par courriel.",
            "Les liens d'invitation déjà partis : la plateforme n'en garde que l'empreinte.",
        ),
    ),
)

BY_CODE = {role.code: role for role in ROLES}
_PAGE_OF = {profile: role.code for role in ROLES for profile in role.profiles}


def role_of(profile: str) -> Role | None:
    return BY_CODE.get(_PAGE_OF.get(profile, ""))


def page_of(profile: str) -> str:
    """The address of the page of a profile; the index for a profile that has none."""
    code = _PAGE_OF.get(profile)
    return f"/aide/{code}/" if code else "/aide/"
