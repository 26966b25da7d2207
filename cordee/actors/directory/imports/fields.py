"""What a column of the file may fill, and the words that people write above it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils import timezone

from cordee.actors.directory.models import Agreement, Organisation, Role
from cordee.actors.directory.nomenclatures import SECTORS
from cordee.actors.directory.numbers import check_siren, check_siret
from cordee.core.imports import cells, figures
from cordee.core.imports.declare import Field
from cordee.core.nomenclatures import vocabulary

MAIN = (
    Field(
        "name",
        "Nom",
        cells.Text(200),
        (
            "Nom de la structure",
            "Nom de l'organisation",
            "Raison sociale",
            "Dénomination",
            "Structure",
            "Organisation",
            "Intitulé",
            "Nom association",
            "Association",
            "Nom usuel",
            "Libellé",
        ),
    ),
    Field(
        "siret",
        "SIRET",
        cells.Number14("SIRET", 14, check_siret),
        ("N° SIRET", "Numéro SIRET", "No SIRET", "Siret siège", "Code SIRET", "SIRET de la structure"),
    ),
    Field("siren", "SIREN", cells.Number14("SIREN", 9, check_siren), ("N° SIREN", "Numéro SIREN", "No SIREN")),
    Field("rna", "RNA", cells.Rna(), ("N° RNA", "Numéro RNA", "Waldec", "Numéro Waldec", "Identifiant RNA")),
    Field("acronym", "Sigle", cells.Text(30), ("Acronyme", "Nom court", "Abréviation")),
    Field("fictitious", "Fictive", cells.YesNo(), ("Structure fictive",)),
)
PLACE = (
    Field("address", "Adresse", cells.Text(200), ("Adresse postale", "Adresse 1", "Rue", "Voie", "Adresse du siège", "N° et voie")),
    Field("postcode", "Code postal", cells.Postcode(), ("CP", "Code post", "Cp siège", "Code postal du siège")),
    Field("city", "Ville", cells.Text(100), ("Commune", "Localité", "Ville du siège", "Nom de la commune", "Commune du siège")),
    Field("insee", "Code INSEE de la commune", cells.Text(5), ("Code INSEE", "INSEE", "Code commune", "COG")),
    Field("territory", "Territoire", cells.Text(80), ("Département", "Dept", "Dépt", "Code département", "DLA", "Zone")),
    Field(
        "phone",
        "Téléphone",
        cells.Phone(),
        ("Tél", "Tel", "Tél fixe", "Numéro de téléphone", "Téléphone fixe", "Portable", "Tél portable", "Mobile"),
    ),
    Field(
        "email",
        "Courriel",
        cells.Email(),
        ("Email", "E-mail", "Mail", "Mèl", "Adresse mail", "Adresse e-mail", "Adresse électronique", "Courriel de la structure"),
    ),
    Field("website", "Site internet", cells.Url(), ("Site", "Site web", "Web", "Url", "Adresse du site")),
)
TEXTS = (
    Field("vocation", "Vocation", cells.Text(4000, lines=True), ("Objet", "Objet social", "Activité", "Activité principale", "Mission")),
    Field("services", "Services proposés", cells.Text(4000, lines=True), ("Services", "Prestations")),
    Field("story", "Parcours", cells.Text(8000, lines=True), ("Historique", "Histoire")),
    Field("projects", "Projets en cours", cells.Text(4000, lines=True), ("Projets", "Projet")),
    Field("territorial_impact", "Effets sur le territoire", cells.Text(4000, lines=True), ("Impact territorial",)),
)
MONEY, PEOPLE = figures.Amount(), figures.Whole(says_most="Ce nombre de personnes est trop grand : vérifiez-le.")
HOURS = figures.Whole(says_most="Ce nombre d'heures est trop grand : vérifiez-le.")
FIGURES = (
    Field(
        "permanent",
        "Personnel permanent",
        PEOPLE,
        ("Permanents", "Salariés permanents", "Salarié·es permanent·es", "Effectif permanent", "Nb permanents", "Nb de permanents"),
        by_year=True,
    ),
    Field(
        "insertion",
        "Personnes en insertion",
        PEOPLE,
        ("Salariés en insertion", "Effectif en insertion", "Nb salariés insertion", "Salariés insertion"),
        by_year=True,
    ),
    Field(
        "fte",
        "Équivalents temps plein",
        figures.Amount(most=Decimal("999999.99"), unit="ETP", ambiguous=False),
        ("ETP", "Nb ETP", "Nombre d'ETP", "ETP total"),
        by_year=True,
    ),
    Field("made_available", "Demandeurs d'emploi mis à disposition", PEOPLE, ("Mises à disposition",), by_year=True),
    Field("hours_paid", "Heures salariées", HOURS, ("Heures payées", "Total heures"), by_year=True),
    Field("hours_individuals", "Heures chez des particuliers", HOURS, ("Heures particuliers",), by_year=True),
    Field("hours_companies", "Heures en entreprise", HOURS, ("Heures entreprises",), by_year=True),
    Field("hours_public", "Heures en collectivité", HOURS, ("Heures collectivités",), by_year=True),
    Field("department_share", "Part des heures du département (%)", figures.Share(), ("Part du département",), by_year=True),
    Field("budget", "Budget", MONEY, ("Budget annuel", "Budget (€)", "Total produits", "Total des produits", "Produits"), by_year=True),
    Field("sales_share", "Ventes (%)", figures.Share(), ("Part des ventes", "Ventes", "Part ventes"), by_year=True),
    Field(
        "services_share",
        "Accompagnement payé par l'État (%)",
        figures.Share(),
        ("Part État", "Aides État", "Services à l'État"),
        by_year=True,
    ),
    Field(
        "grants_share", "Autres subventions (%)", figures.Share(), ("Part des subventions", "Subventions", "Part subventions"), by_year=True
    ),
)
SHARES = ("sales_share", "services_share", "grants_share")
LEGAL_FORMS = {
    "asso": "association",
    "association loi 1901": "association",
    "association loi 1908": "association",
    "loi 1901": "association",
    "association déclarée": "association",
    "scop": "cooperative",
    "scic": "cooperative",
    "cae": "cooperative",
    "coopérative": "cooperative",
    "sarl": "company",
    "eurl": "company",
    "sas": "company",
    "sasu": "company",
    "sa": "company",
    "société": "company",
    "entreprise": "company",
    "fondation": "foundation",
    "mutuelle": "mutual",
    "geiq": "employer_group",
    "ge": "employer_group",
    "collectivité": "public",
    "établissement public": "public",
    "ccas": "public",
    "autre": "other",
    "auto-entrepreneur": "self_employed",
    "micro-entreprise": "self_employed",
    "indépendant": "self_employed",
}
KINDS = {
    "association intermédiaire": "ai",
    "atelier et chantier d'insertion": "aci",
    "atelier chantier d'insertion": "aci",
    "chantier d'insertion": "aci",
    "entreprise d'insertion": "ei",
    "entreprise de travail temporaire d'insertion": "etti",
    "entreprise d'insertion par le travail indépendant": "eiti",
    "groupement d'employeurs": "geiq",
    "structure": "beneficiary",
    "bénéficiaire": "beneficiary",
    "consultant": "provider",
    "opérateur": "operator",
    "porteuse": "host",
}
TYPES = frozenset(Agreement.Type.values)


def sections() -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """Sectors are a nomenclature that referents edit: read at each import."""
    return (
        ("Identité", (*MAIN, *_words())),
        ("Coordonnées", PLACE),
        ("Présentation", (*TEXTS, *_choices())),
        ("Chiffres d'une année", FIGURES),
    )


def _words() -> tuple[Field, ...]:
    kinds = (*Agreement.Type.choices, *Role.Kind.choices)
    words = vocabulary()
    sectors = [(code, words.label(SECTORS.code, code)) for code in words.offered(SECTORS.code)]
    local = {name: code for code, _ in sectors for name in words.local.get((SECTORS.code, code), {}).values()}
    this_year = timezone.localdate().year
    return (
        Field(
            "kinds",
            "Type ou rôle",
            cells.Several(kinds, KINDS),
            ("Type", "Rôle", "Type de structure", "Type SIAE", "Conventionnement", "Catégorie"),
        ),
        Field(
            "agreed_on", "Conventionnée depuis le", cells.Day(), ("Date de conventionnement", "Conventionnement depuis", "Date convention")
        ),
        Field(
            "legal_form",
            "Forme juridique",
            cells.OneOf(tuple(Organisation.LegalForm.choices), LEGAL_FORMS),
            ("Statut juridique", "Statut", "Forme"),
        ),
        Field(
            "founded_in",
            "Année de création",
            figures.Year(most=this_year),
            ("Créée en", "Date de création", "Création", "Créé en", "Année création"),
        ),
        Field("esus", "ESUS", cells.YesNo(), ("Agrément ESUS", "Entreprise solidaire")),
        Field("naf", "Code NAF", cells.Text(6), ("NAF", "APE", "Code APE", "Code NAF rév. 2")),
        Field(
            "sectors", "Secteurs", cells.Several(tuple(sectors), local), ("Secteur", "Secteur d'activité", "Secteurs d'activité", "Filière")
        ),
    )


@lru_cache(maxsize=1)
def _choices() -> tuple[Field, ...]:
    clients = (("b2b", "Professionnels"), ("b2c", "Particuliers"), ("both", "Les deux"))
    return (
        Field(
            "setting",
            "Type de territoire",
            cells.OneOf(tuple(Organisation.Setting.choices), {"urbaine": "urban", "rurale": "rural"}),
            ("Milieu",),
        ),
        Field("clients", "Clientèle", cells.OneOf(clients), ("Clients", "Type de clientèle")),
        Field(
            "digital_level",
            "Appropriation du numérique",
            cells.OneOf(tuple(Organisation.DigitalLevel.choices), number=True),
            ("Niveau numérique", "Maturité numérique"),
        ),
        Field("analytical_accounting", "Comptabilité analytique", cells.YesNo(), ("Compta analytique",)),
    )
