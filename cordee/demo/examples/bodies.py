"""The scheme's own organisations: operators, national bodies, funders, networks, and the names they bore before.

Sources: presentation of the scheme and of the Hauts-de-France action (2021); guide of missions in Nord – Pas-de-Calais (2007);
study of pooling projects (2010); the institutions' own pages for the dates of their names.
"""

from __future__ import annotations

from datetime import date

from cordee.actors.territory.actions import create_basin
from cordee.actors.territory.models import Department
from cordee.demo.examples.stage import NATIONAL, Stage, communes_of_epci, period

REGION = ("02", "59", "60", "62", "80")
OPERATOR = ("operator", "host")
#: the Direccte took over in the regions on 15 February 2010, the DREETS and the DDETS on 1 April 2021
DIRECCTE, DREETS = date(2010, 2, 15), date(2021, 4, 1)


def tell(stage: Stage) -> None:
    national(stage)
    operators_of_2007(stage)
    operators_of_today(stage)
    funders(stage)
    renamed(stage)
    networks(stage)


def national(stage: Stage) -> None:
    stage.organisation(
        "avise", "Avise", roles=OPERATOR, zone=NATIONAL, commune="75056", since=2002, legal_form="association", founded_in=2002,
        website="https://www.avise.org",
        vocation="Agence collective d'ingénierie de l'économie sociale et solidaire ; opérateur national du DLA.",
    )  # fmt: skip
    stage.mandate("avise", "national", [NATIONAL], 2002)
    stage.organisation(
        "cr-dla-iae", "CR DLA IAE", roles=("operator",), zone=NATIONAL, since=2012, founded_in=2012,
        aliases=[("Centre de ressources du DLA sur l'insertion par l'activité économique", None)],
        vocation="Porté par l'Avise depuis 2012 : outille les chargé·es de mission qui accompagnent les structures d'insertion.",
    )  # fmt: skip
    stage.mandate("cr-dla-iae", "resource", [NATIONAL], 2012)
    stage.tie("cr-dla-iae", "hosted", "avise", date(2012, 1, 1))
    stage.organisation("cnar-iae", "CNAR IAE", roles=("operator",), zone=NATIONAL, since=2009,
        vocation="Porté par sept réseaux ; opérateur délégué : CNLRQ.",
                       aliases=[("Centre national d'appui et de ressources, insertion par l'activité économique", None)])  # fmt: skip
    stage.mandate("cnar-iae", "resource", [NATIONAL], 2009, 2012)
    stage.end("cnar-iae", date(2012, 1, 1))
    stage.organisation("cordee", "Cordée, équipe de la plateforme", roles=(), zone=NATIONAL, fictitious=True)


#: the communes of a basin are those of today's inter-municipal body: the guide of 2007 names the sites only
BASINS = (
    ("59-lille", "Métropole de Lille", "59", "200093201"),
    ("59-dunkerque", "Bassin de Dunkerque", "59", "245900428"),
    ("59-denain", "Bassin de Denain", "59", "200042190"),
    ("62-lens", "Bassin de Lens", "62", "246200364"),
    ("62-calais", "Bassin de Calais", "62", "200090751"),
)
#: the six sites of the guide: key, name, commune, basin, telephone, where the guide prints one
SITES_2007 = (
    ("cbe-lille", "Comité de bassin d'emploi de Lille métropole", "59350", "59-lille", "03 59 30 67 30"),
    ("entreprendre-ensemble", "Entreprendre Ensemble", "59183", "59-dunkerque", "03 28 22 64 26"),
    ("nordactif-denain", "NordActif (Denain)", "59172", "59-denain", "03 27 44 32 58"),
    ("nordactif-lille", "NordActif (Lille)", "59350", "59-lille", "03 20 74 57 40"),
    ("inseraction-lens", "Inseraction 62 (Lens)", "62498", "62-lens", "03 21 42 68 44"),
    ("inseraction-calais", "Inseraction 62 (Calais)", "62193", "62-calais", "03 21 00 83 08"),
)


def operators_of_2007(stage: Stage) -> None:
    """As the guide of November 2007 lists them; that year is all that it says."""
    for code, name, department, epci in BASINS:
        communes = communes_of_epci(epci, department)
        create_basin(code=code, name=name, department=Department.objects.get(code=department), communes=communes)
    for key, name, commune, basin, phone in SITES_2007:
        stage.organisation(key, name, roles=OPERATOR, commune=commune, since=2007, phone=phone)
        stage.mandate(key, "departmental", [basin], 2007, 2008)
        stage.end(key, date(2008, 1, 1))
    stage.organisation("c2ra-npdc", "C2RA Nord – Pas-de-Calais", roles=("operator",), commune="59350", since=2007,
                       aliases=[("Centre régional de ressources et d'animation du DLA, Nord – Pas-de-Calais", None)])  # fmt: skip
    stage.mandate("c2ra-npdc", "regional", ["59", "62"], 2007, 2008)
    stage.end("c2ra-npdc", date(2008, 1, 1))


def operators_of_today(stage: Stage) -> None:
    """Hauts-de-France, as the presentation of 2021 lists them."""
    stage.organisation(
        "lma-hdf", "Mouvement Associatif Hauts-de-France", roles=(*OPERATOR, "network"), commune="59350", legal_form="association"
    )
    stage.mandate("lma-hdf", "regional", REGION, 2020)
    stage.organisation("iriae-hdf", "IRIAE Hauts-de-France", roles=(*OPERATOR, "network"), commune="80021", zone="80",
        legal_form="association",
                       aliases=[("Inter-Réseaux de l'Insertion par l'Activité Économique Hauts-de-France", None)])  # fmt: skip
    stage.mandate("iriae-hdf", "departmental", ["02", "80"], 2020)
    stage.organisation(
        "nord-actif", "Nord Actif", roles=OPERATOR, commune="59350", zone="59", legal_form="association", aliases=[("NordActif", None)]
    )
    stage.mandate("nord-actif", "departmental", ["59"], 2020)
    stage.organisation("bge-picardie", "BGE Picardie", roles=OPERATOR, commune="60057", legal_form="association")
    stage.mandate("bge-picardie", "departmental", ["60"], 2020)
    stage.organisation("pas-de-calais-actif", "Pas-de-Calais Actif", roles=OPERATOR, commune="62041", legal_form="association")
    stage.mandate("pas-de-calais-actif", "departmental", ["62"], 2020)
    for antenna in ("nordactif-denain", "nordactif-lille"):
        stage.tie(antenna, "antenna", "nord-actif", date(2007, 1, 1))
    hosts = (
        ("cantal-expansion", "Cantal Expansion", "15014", 2006), ("cojep", "COJEP", "57672", 2007), ("mcae", "MCAE", "38185", 2006),
        ("esia", "ESIA", "13055", 2005), ("ligue-50", "La Ligue de l'enseignement de la Manche", "50502", 2008),
    )  # fmt: skip
    for key, name, commune, since in hosts:
        stage.organisation(key, name, roles=OPERATOR, commune=commune, since=since)


def funders(stage: Stage) -> None:
    public = ("funder", "public_body")
    stage.organisation("dreets-hdf", "DREETS Hauts-de-France", roles=public, commune="59350", zone="59", since=2021, legal_form="public",
                       aliases=[("DIRECCTE Hauts-de-France", period(2016, DREETS))])  # fmt: skip
    stage.mandate("dreets-hdf", "funding", REGION, DREETS)
    stage.organisation("banque-territoires", "Banque des Territoires", roles=public, zone=NATIONAL, commune="75056", since=2002,
        legal_form="public",
                       aliases=[("Caisse des Dépôts (CDC)", period(None, 2018))])  # fmt: skip
    stage.organisation(
        "region-hdf", "Conseil régional Hauts-de-France", roles=public, commune="59350", zone="59", since=2016, legal_form="public"
    )
    stage.mandate("region-hdf", "funding", REGION, 2016)
    for code, name, seat in (("02", "de l'Aisne", "02408"), ("59", "du Nord", "59350"), ("60", "de l'Oise", "60057"),
                             ("62", "du Pas-de-Calais", "62041"), ("80", "de la Somme", "80021")):  # fmt: skip
        former = [(f"Conseil général {name}", period(None, 2015))]
        stage.organisation(
            f"cd-{code}",
            f"Conseil départemental {name}",
            roles=public,
            commune=seat,
            zone=code,
            since=2002,
            legal_form="public",
            aliases=former,
        )


def renamed(stage: Stage) -> None:
    """The same service under its successive names, or a service that followed another: each with its dates."""
    before = [("ANPE", period(1967, date(2008, 12, 19))), ("Pôle emploi", period(date(2008, 12, 19), 2024))]
    roles = ("prescriber", "public_body")
    stage.organisation(
        "france-travail", "France Travail", roles=roles, zone=NATIONAL, commune="75056", since=2002, legal_form="public", aliases=before
    )
    former = [("DDTEFP du Nord", period(None, DIRECCTE)), ("DIRECCTE, unité départementale du Nord", period(DIRECCTE, DREETS))]
    stage.organisation(
        "ddets-59",
        "DDETS du Nord",
        roles=("funder", "public_body"),
        commune="59350",
        zone="59",
        since=2002,
        legal_form="public",
        aliases=former,
    )


NETWORKS = (
    ("coorace", "COORACE", ()),
    ("chantier-ecole", "CHANTIER école", ()),
    ("fei", "Fédération des entreprises d'insertion", ("CNEI",)),
    ("fas", "Fédération des acteurs de la solidarité", ("FNARS",)),
    ("urei", "UREI", ("Union régionale des entreprises d'insertion",)),
    ("udaim", "UDAIM", ("Union départementale des associations intermédiaires de la Moselle",)),
    ("cocagne", "Réseau Cocagne", ()),
    ("cnlrq", "CNLRQ", ()),
    ("tissons", "Tissons la Solidarité", ()),
    ("unai", "UNAI", ()),
    ("ffgeiq", "FFGeiq", ("CNCE GEIQ",)),
    ("ess-france", "ESS France", ()),
)
OF_CNAR = ("coorace", "tissons", "cocagne", "fas", "ffgeiq", "chantier-ecole", "cnlrq")


def networks(stage: Stage) -> None:
    for key, name, others in NETWORKS:
        stage.organisation(key, name, roles=("network",), zone=NATIONAL, since=2002, aliases=[(other, None) for other in others])
    for key in OF_CNAR:
        stage.child("tie", key, kind="member", target=stage["cnar-iae"], period=period(2009, 2012))
    stage.child("tie", "cnar-iae", kind="hosted", target=stage["cnlrq"], period=period(2009, 2012))
