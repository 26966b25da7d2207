"""What the dossiers of the crowd say: subjects of accompaniment, sentences of notes, and the words of their diagnoses and plans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of accompaniment, with what is said of it from the request to the end."""

    title: str
    need: str
    synthesis: str
    stakes: str
    objectives: str
    action: str
    results: str


SUBJECTS = (
    Subject(
        "Consolider le modèle économique", "Nos ressources dépendent d'un seul financeur et la trésorerie se tend chaque été.",
        "L'activité est reconnue, mais les prix ne couvrent pas les coûts et la trésorerie repose sur une seule subvention.",
        "Retrouver des marges et tenir la trésorerie sur douze mois.",
        "Connaître les coûts de chaque activité, revoir les tarifs, trouver deux ressources nouvelles.",
        "Analyse des coûts et scénarios économiques", "Les tarifs sont revus et un plan de trésorerie est tenu chaque mois.",
    ),
    Subject(
        "Clarifier la gouvernance et le projet", "Le conseil d'administration se renouvelle et le projet n'a pas été revu depuis dix ans.",
        "Les bénévoles et l'équipe salariée ne partagent plus la même lecture du projet ; les responsabilités se recouvrent.",
        "Remettre le projet au centre et partager les responsabilités.",
        "Réécrire le projet associatif, définir les délégations, accueillir de nouvelles administratrices et de nouveaux administrateurs.",
        "Appui à la réécriture du projet associatif", "Le projet est adopté et les délégations sont écrites.",
    ),
    Subject(
        "Organiser les ressources humaines", "L'équipe a doublé en trois ans, sans encadrement intermédiaire ni entretiens.",
        "Les fiches de poste manquent, la direction porte seule l'encadrement et les absences augmentent.",
        "Stabiliser l'équipe et soulager la direction.", "Écrire les fiches de poste, installer les entretiens, former l'encadrement.",
        "Appui à l'organisation des ressources humaines", "Les entretiens ont lieu et un encadrement intermédiaire est en place.",
    ),
    Subject(
        "Développer l'activité commerciale", "Nous répondons aux demandes sans démarche commerciale et perdons des marchés.",
        "L'offre est bonne et peu connue ; la structure ne suit ni ses devis ni ses clients.",
        "Faire connaître l'offre et répondre aux achats responsables.",
        "Construire une offre lisible, suivre les clients, répondre à des marchés à plusieurs.",
        "Appui à la stratégie commerciale", "Trois clients nouveaux sont fidélisés et une réponse commune a été déposée.",
    ),
    Subject(
        "Mutualiser des moyens", "Plusieurs structures voisines cherchent à partager un poste et des locaux.",
        "Les besoins se ressemblent, les calendriers et les budgets diffèrent ; la confiance existe.",
        "Partager des fonctions sans perdre l'autonomie de chacune.", "Choisir une forme de coopération, chiffrer, décider ensemble.",
        "Étude d'une mutualisation", "Un poste est partagé et une convention est signée.",
    ),
)  # fmt: skip
NOTES = (
    "Point d'étape par téléphone : les pièces arrivent la semaine prochaine.",
    "Visite des locaux et échange avec l'équipe. Le calendrier du parcours est confirmé.",
    "Réunion avec le bureau : les priorités sont partagées, la date du conseil d'administration est fixée.",
    "La direction signale une tension de trésorerie à venir. Un rendez-vous est pris avec un financeur.",
    "Relecture commune des comptes. Les questions restantes sont notées pour le prochain rendez-vous.",
)
WHO = ("direction", "présidence", "trésorerie", "coordination")
BODIES = ("conseil d'administration", "bureau", "assemblée générale")
JUDGED = {
    "favourable": "La structure emploie, son utilité est reconnue et elle ne peut pas payer un conseil.",
    "reserved": "Les moyens à consacrer à l'accompagnement sont à préciser avec la direction.",
    "unfavourable": "La structure n'emploie pas et n'a pas de projet d'emploi.",
}
ELSEWHERE = (
    "Point d'appui à la vie associative (fictif)", "accueil@appui-vie-associative.example",
    "La demande porte sur la création d'une association sans emploi : un autre lieu y répond mieux.",
)  # fmt: skip
STOPPED = "La structure préfère suspendre : sa direction change."
FINDINGS = (
    ("strength", "project", "Un projet reconnu par le territoire"), ("strength", "team", "Une équipe engagée"),
    ("weakness", "governance", "Des responsabilités peu écrites"), ("weakness", "activities", "Une offre peu lisible"),
    ("opportunity", "partners", "Une intercommunalité intéressée"), ("blocking", "team", "Un poste clé vacant"),
)  # fmt: skip
METHOD = "Direction et présidence, deux rencontres et une visite."
DELIVERED = "Un rapport et une présentation à la gouvernance."
OUTCOME = "Fait comme prévu, avec l'équipe."
GIVEN_UP = "L'action n'est plus utile."
SUPPORT = "Appui à l'organisation interne et au suivi."
INDUCED = "La structure a gardé l'habitude de points d'étape réguliers."
