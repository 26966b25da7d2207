"""What invented structures are called. Each activity has its heads (what it is) and tails (what it is called)."""

from __future__ import annotations

from dataclasses import dataclass

VOWELS = "AEIOUYÂÀÉÈÊËÎÏÔÖÛÜŒ"


@dataclass(frozen=True, slots=True)
class Activity:
    """What a structure does: its sectors, its NAF code, and how such structures are called in the field."""

    sectors: tuple[str, ...]
    naf: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    services: str


PLACES = (
    "de la Rive", "du Canal", "des Trois Moulins", "du Vieux Lavoir", "de la Source", "du Grand Pré", "des Quatre Vents", "de la Gare",
    "du Pont Neuf",
    "des Tilleuls", "de la Halle", "du Faubourg", "des Glycines", "du Beffroi", "de la Colline", "des Deux Vallées", "du Coteau",
    "de la Plaine",
    "du Marais", "des Remparts", "de l'Étang", "de l'Écluse", "du Clos", "des Ormes", "de la Fontaine", "du Belvédère", "des Carrières",
    "du Verger",
    "de la Tannerie", "des Terrasses", "du Sentier", "de l'Horloge", "du Lavoir", "de la Forge", "des Hauts Champs", "du Ruisseau",
    "de la Clairière",
)  # fmt: skip
VIRTUES = (
    "Solidaire", "Partage", "Horizon", "Élan", "Envol", "Passerelle", "Tremplin", "Boussole", "Cap Demain", "Le Relais",
    "Trait d'Union", "Entraide",
    "Nouvel Élan", "Main à Main", "Coup de Pouce", "Le Fil", "L'Escale", "Rebond", "Déclic", "L'Ancrage", "La Clef", "Perspectives",
    "L'Étape",
    "Le Levier", "Ensemble", "Chemins", "Ricochet", "Le Pas", "Confluence", "Essor", "Initiatives", "L'Envers", "Racines", "Sillage",
)  # fmt: skip

ACTIVITIES: dict[str, Activity] = {
    "reuse": Activity(
        ("economie-circulaire",), "38.32Z",
        ("Ressourcerie", "Recyclerie", "Atelier du Réemploi", "Matériauthèque", "Recyclerie sportive", "Les Valoristes", "Bricothèque"),
            PLACES,
        "Collecte, tri, remise en état et vente d'objets et de matériaux.",
    ),
    "cleaning": Activity(
        ("nettoyage",), "81.21Z", ("Propreté", "Net et Clair", "Nettoyage Services", "L'Atelier Propreté", "Clarté"), VIRTUES,
        "Nettoyage de locaux, remise en état, vitrerie.",
    ),
    "green": Activity(
        ("espaces-verts",), "81.30Z", ("Les Jardins", "Brigade verte", "Chantier Nature", "Rivières et Sentiers", "Les Jardiniers",
            "Environnement"),
        PLACES, "Entretien d'espaces verts, de rivières et de sentiers.",
    ),
    "farming": Activity(
        ("maraichage", "espaces-verts"), "01.13Z", ("Le Potager", "Les Jardins", "La Ferme", "Les Maraîchers", "Le Panier", "La Serre"),
            PLACES,
        "Maraîchage, paniers de légumes, vente sur place.",
    ),
    "building": Activity(
        ("batiment",), "43.99C", ("Bâtir", "Les Bâtisseurs", "Chantier Patrimoine", "Second Œuvre", "Rénov'Habitat", "Les Compagnons"),
            PLACES,
        "Peinture, plâtrerie, maçonnerie du bâti ancien.",
    ),
    "food": Activity(
        ("restauration",), "56.29B", ("La Table", "Le Restaurant", "La Cantine", "La Conserverie", "Le Café associatif", "Traiteur"),
            PLACES,
        "Restauration du midi, traiteur, conserverie.",
    ),
    "textile": Activity(
        ("textile",), "14.13Z", ("L'Atelier Couture", "La Friperie", "Fil et Aiguille", "Les Couturières", "La Mercerie", "Au Fil"),
            PLACES,
        "Couture, retouche, tri et vente de vêtements.",
    ),
    "laundry": Activity(
        ("blanchisserie",), "96.01B", ("La Blanchisserie", "Le Lavoir", "Repass'", "Linge Services", "La Lingerie"), PLACES,
        "Lavage, repassage, livraison pour particuliers et professionnels.",
    ),
    "mobility": Activity(
        ("mobilite",), "77.11A", ("Garage solidaire", "Auto-école sociale", "La Vélothèque", "Mobilité", "L'Atelier Vélo",
            "Plateforme Mobilité"),
        PLACES, "Prêt de véhicules, réparation, conseil en mobilité.",
    ),
    "industry": Activity(
        ("industrie", "logistique"), "82.92Z", ("Ateliers", "Manufacture", "Conditionnement", "Assemblage", "Les Ateliers"), PLACES,
        "Conditionnement, montage, reprise de pièces.",
    ),
    "home": Activity(
        ("services-personne", "mise-disposition"), "88.10A",
        ("Aide à Domicile", "Services", "Bien chez Soi", "Emploi Services", "Présence", "Domicile"), VIRTUES,
        "Ménage, repassage, jardin, petits travaux chez les particuliers et en collectivité.",
    ),
    "staffing": Activity(
        ("mise-disposition",), "78.20Z", ("Intérim", "Travail temporaire", "Missions", "Emploi", "Agence"), VIRTUES,
        "Mise à disposition de personnel auprès des entreprises.",
    ),
    "employers": Activity(
        ("mise-disposition", "formation"), "78.30Z", ("GEIQ Bâtiment", "GEIQ Propreté", "GEIQ Industrie", "GEIQ Agri",
            "GEIQ Transport"), VIRTUES,
        "Parcours d'alternance dans les entreprises adhérentes.",
    ),
    "culture": Activity(
        ("culture",), "90.01Z",
        (
            "Compagnie", "Théâtre", "La Scène", "Maison des Arts", "Ciné-club", "École de musique", "Chœur", "Festival", "La Fabrique",
            "Radio",
            "Les Ateliers d'art", "Harmonie", "Écomusée", "Bibliothèque associative", "Le Tiers-Lieu", "Cirque",
        ),
        PLACES, "Création, diffusion, pratique amateur et action culturelle.",
    ),
    "sport": Activity(
        ("sport",), "93.12Z",
        (
            "Club de judo", "Aviron", "Basket-ball", "Cercle d'escrime", "Football-club", "Gymnastique", "Handball", "Club nautique",
            "Omnisports",
            "Tennis-club", "Cyclo-club", "Athlétisme", "Club de natation", "Rugby-club", "Escalade",
        ),
        PLACES, "Écoles de sport, compétition, sport-santé.",
    ),
    "leisure": Activity(
        ("animation", "jeunesse"), "94.99Z",
        (
            "Maison des Jeunes et de la Culture", "Centre social", "Foyer rural", "Espace de vie sociale", "Maison pour tous",
            "Amicale laïque",
            "Ludothèque", "Accueil de loisirs", "Université populaire", "Association familiale",
        ),
        PLACES, "Accueil, animation, activités pour tous les âges.",
    ),
    "childcare": Activity(
        ("jeunesse",), "88.91A", ("Crèche parentale", "Multi-accueil", "Micro-crèche", "La Maison des Petits", "Halte-garderie"), PLACES,
        "Accueil de jeunes enfants, soutien à la parentalité.",
    ),
    "health": Activity(
        ("sante-social",), "88.99B",
        ("Accueil de jour", "Entraide", "Épicerie sociale", "Point Écoute", "Maison de santé associative", "Réseau de santé",
            "Accompagnement"), PLACES,
        "Accueil, écoute, accès aux droits et aux soins.",
    ),
    "housing": Activity(
        ("logement", "sante-social"), "87.90B", ("Foyer de jeunes travailleurs", "Habitat", "Toit", "Résidence", "Pension de famille"),
            PLACES,
        "Logement accompagné, médiation locative.",
    ),
    "tourism": Activity(
        ("tourisme",), "55.20Z", ("Village de vacances", "Gîtes", "Auberge", "Écogîte", "Séjours"), PLACES,
        "Hébergement, séjours et découverte du territoire.",
    ),
    "training": Activity(
        ("formation", "numerique"), "85.59A", ("École de la deuxième chance", "Atelier numérique", "Formation", "Savoirs",
            "Espace public numérique"),
        VIRTUES, "Formation, savoirs de base, médiation numérique.",
    ),
    "environment": Activity(
        ("espaces-verts", "animation"), "94.99Z",
        ("Maison de la Nature", "Les Amis", "Centre d'initiation à l'environnement", "Observatoire", "Nature et Sentiers",
            "Conservatoire"), PLACES,
        "Découverte, protection et entretien des milieux naturels.",
    ),
    "consulting": Activity(
        ("conseil",), "70.22Z", ("Cabinet", "Conseil", "Atelier conseil", "Coopérative de conseil", "Études et Stratégies"), VIRTUES,
        "Appui au projet, au modèle économique et à l'organisation.",
    ),
}  # fmt: skip

STREETS = (
    "rue de la Gare", "rue du Moulin", "place de la Mairie", "rue des Écoles", "avenue de la Liberté", "rue du Lavoir",
    "chemin des Prés", "rue Neuve",
    "quai du Port", "boulevard de la République", "rue de l'Abbaye", "impasse des Tilleuls", "rue des Artisans",
    "zone d'activités du Grand Champ",
    "allée des Peupliers", "rue du Marché", "rue des Remparts", "rue Haute", "rue de la Fontaine", "cours des Halles",
    "route de la Forêt",
)  # fmt: skip


def of_town(town: str) -> str:
    """« de Lille », « d'Amiens », « du Mans », « des Sables-d'Olonne »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"d'{town}" if town[0].upper() in VOWELS else f"de {town}"
