"""The network of the scheme beyond its organisations: who funds, whose antenna, which perimeter, which initiative, which objectives.

Sources: those of `bodies`, and the study of pooling projects (December 2009). What a document says of a year is dated of that year.
"""

from __future__ import annotations

from datetime import date

from cordee.actors.network.actions import declinations as local
from cordee.actors.network.actions import references
from cordee.actors.network.models import Edition
from cordee.actors.territory.models import Zone
from cordee.core.lifecycle import advance
from cordee.demo.examples.bodies import DIRECCTE, DREETS, OPERATOR
from cordee.demo.examples.stage import NATIONAL, SYSTEM, Stage, period
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

PUBLIC = ("funder", "public_body")
STUDY = 2010  # the study is of December 2009: what it names is known until then
OFFICER = address("charge-mission-nord")


def tell(stage: Stage) -> None:
    hosts(stage)
    national_funders(stage)
    local_funders(stage)
    initiative(stage)


def hosts(stage: Stage) -> None:
    """One host, several sites; hosts of other departments; an accompaniment that reached a whole region."""
    stage.organisation("inseraction-62", "Inseraction 62", roles=OPERATOR, commune="62498", since=2007)
    for antenna in ("inseraction-lens", "inseraction-calais"):
        stage.child("tie", antenna, kind="antenna", target=stage["inseraction-62"], period=period(2007, 2008))
    stage.end("inseraction-62", date(2008, 1, 1))
    stage.site("nord-actif", "head", "Siège de Lille", "59350", 2020)
    known = (("cantal-expansion", "15", 2006), ("cojep", "57", 2007), ("mcae", "38", 2006), ("esia", "13", 2005), ("ligue-50", "50", 2008))
    for key, department, since in known:
        stage.mandate(key, "departmental", [department], since, STUDY)
    stage.child(
        "perimeter", "esia", kind="region", place="Provence-Alpes-Côte d'Azur", purpose="Accompagnement collectif de cinq ETTI",
        period=period(date(2006, 7, 1), date(2007, 5, 1)),
    )  # fmt: skip


def national_funders(stage: Stage) -> None:
    """As the presentation of 2021 lists those who fund and support."""
    stage.organisation("etat", "État", roles=PUBLIC, zone=NATIONAL, since=2002, legal_form="public")
    stage.organisation("fse", "Fonds social européen (FSE)", roles=PUBLIC, zone=NATIONAL, since=2002, legal_form="public")
    stage.organisation("mouvement-associatif", "Le Mouvement associatif", roles=("funder", "network"), zone=NATIONAL, since=2021)
    stage.child("role", "ess-france", kind="funder", period=period(2021))


def local_funders(stage: Stage) -> None:
    """The logos of the guide of 2007: the department's council is that of the structure's own department."""
    former = [
        ("DDTEFP du Pas-de-Calais", period(None, DIRECCTE)),
        ("DIRECCTE, unité départementale du Pas-de-Calais", period(DIRECCTE, DREETS)),
    ]
    stage.organisation(
        "ddets-62", "DDETS du Pas-de-Calais", roles=PUBLIC, commune="62041", zone="62", since=2002, legal_form="public", aliases=former
    )
    for key, department in (("ddets-59", "59"), ("ddets-62", "62"), ("cd-59", "59"), ("cd-62", "62")):
        stage.mandate(key, "funding", [department], 2007)
    stage.organisation(
        "region-npdc", "Conseil régional Nord – Pas-de-Calais", roles=PUBLIC, commune="59350", zone="59", since=2002, legal_form="public"
    )
    stage.mandate("region-npdc", "funding", ["59", "62"], 2007, 2016)
    stage.end("region-npdc", date(2016, 1, 1))
    cities = (
        ("mel", "Métropole européenne de Lille", "59350", "59-lille", ("Lille Métropole Communauté urbaine", period(None, 2015))),
        ("cud", "Communauté urbaine de Dunkerque", "59183", "59-dunkerque", ("Dunkerque Grand Littoral", period(2007, 2008))),
    )
    for key, name, commune, basin, alias in cities:
        stage.organisation(key, name, roles=PUBLIC, commune=commune, since=2007, legal_form="public", aliases=[alias])
        stage.mandate(key, "funding", [basin], 2007, 2008)


def initiative(stage: Stage) -> None:
    """The collective action of 2020–2021: those who support it are not all those who carry it."""
    values = {
        "title": "Action collective sur le marketing digital des SIAE, Hauts-de-France",
        "text": "Questionnaire, webinaire, formation des chargé·es de mission, accompagnement collectif d'une vingtaine de structures.",
        "source": "Appel à compétence « marketing digital » des SIAE en Hauts-de-France, Avise et DLA",
        "year": 2021,
        "about": period(date(2020, 9, 23), date(2021, 10, 1)),
    }
    already = Edition.objects.for_system("kept when the demonstration starts again").filter(title=values["title"]).first()
    made = already.entry if already else references.add_entry(actor=SYSTEM, kind="initiative", values=values, since=date(2020, 9, 23))
    carriers = ("avise", "cr-dla-iae", "lma-hdf", "iriae-hdf", "nord-actif", "bge-picardie", "pas-de-calais-actif")
    for part, keys in (("carrier", carriers), ("supporter", ("iriae-hdf", "chantier-ecole"))):
        for key in keys:
            references.add_body(actor=SYSTEM, entry=made, organisation=stage[key], part=part)


def objectives(stage: Stage) -> None:
    """The objectives of the Nord: a version published, the next one being written. Its words are invented."""
    officer, zone = stage.acting(OFFICER), Zone.objects.get(code="59")
    with told_at(stage.ago(85)):
        first = local.start_declination(actor=officer, zone=zone)
    with told_at(stage.ago(80)):
        local.write_declination(actor=officer, declination=first, intro=INTRO, texts=FIRST, version=first.version)
        for key, form, days in (("cd-59", "meeting", 84), ("ddets-59", "meeting", 84), ("coorace", "interview", 82)):
            local.add_consulted(actor=officer, declination=first, organisation=stage[key], on=stage.ago(days), form=form)
    with told_at(stage.ago(75)):
        advance(first, "publish", actor=officer)
    with told_at(stage.ago(6)):
        second = local.start_declination(actor=officer, zone=zone)
        local.write_declination(actor=officer, declination=second, intro=INTRO, texts=FIRST | SECOND, version=second.version)


INTRO = "Texte fictif de la démonstration. Le Nord compte de nombreuses structures d'insertion ; leurs modèles économiques changent vite."
FIRST = {
    "situation-economique": "Chaque diagnostic regarde la trésorerie sur douze mois et les trois premiers financeurs.",
    "emploi": "Une structure qui crée un premier poste est reçue dans le mois.",
    "complementarite": "Un point chaque trimestre avec les réseaux et la chambre régionale de l'économie sociale et solidaire.",
}
SECOND = {
    "emploi": "Une structure qui crée ou qui risque de perdre un poste est reçue dans les quinze jours.",
    "ancrage": "Chaque bassin tient une rencontre annuelle entre structures et collectivités.",
}
