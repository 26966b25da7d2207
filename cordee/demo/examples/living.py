"""What waits on the first opening: proposals to answer, answers given, invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cordee.actors.accounts.actions import invite, open_support
from cordee.actors.accounts.models import Invitation, Membership, SupportAccess
from cordee.actors.directory.actions import edit_organisation, propose_change
from cordee.actors.directory.children import proposals
from cordee.actors.directory.models import ChangeRequest, Person
from cordee.actors.directory.people.actions import leave
from cordee.actors.directory.people.kinds import CONTACT
from cordee.core import bounces
from cordee.core.corrections import correct
from cordee.core.lifecycle import advance
from cordee.demo.examples import official, papers, surveys
from cordee.demo.examples.stage import SYSTEM, Stage, period
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address
from cordee.demo.volume.numbers import landline

LISE = "director@recycl-aisne.example"


def tell(stage: Stage) -> None:
    appraised(stage)
    papers.tell(stage)
    people(stage)
    answered(stage)
    official.delivered(stage)
    assisted(stage)
    invited(stage)
    official.tell(stage, address("charge-mission-nord"))
    waiting(stage)


def people(stage: Stage) -> None:
    """A contact proposed by a director; a presidency left vacant; an address that no longer receives."""
    with told_at(stage.ago(4)) as at:
        lise = stage.acting(LISE)
        person = Person.objects.for_system("the director herself").get(email=LISE)
        change = proposals.propose(actor=lise, kind=CONTACT, organisation=stage["recycl-aisne"], act="change", child=person,
                                   values={"phone": landline(4230), "channel": "phone"}, note="Appelez-moi plutôt.")  # fmt: skip
        ChangeRequest.objects.for_system("the story's own date").filter(pk=change.pk).update(proposed_at=at)
    linge = stage["linge-et-compagnie"]
    with told_at(stage.ago(46), 11):
        ines = stage.acting(address("charge-mission-nord"))
        gaston = stage.person("Gaston", "Lavoir", "gaston.lavoir@linge-et-compagnie.example")
        post = stage.post("linge-et-compagnie", "president", "Président", gaston, period(stage.ago(1500)))
        leave(actor=ines, organisation=linge, position=post, on=stage.ago(47), vacant=True)
    with told_at(stage.ago(5), 7):
        stage.post("verger-du-canal", "treasurer", "Trésorière", stage.person("Flore", "Espalier", "tresorerie@verger-du-canal.example"),
                   period(stage.ago(700)))  # fmt: skip
        bounces.tell("tresorerie@verger-du-canal.example", "La messagerie répond que cette boîte n'existe plus.")


def appraised(stage: Stage) -> None:
    """Two years after the first appraisal, the team has learnt: the former level stays readable."""
    rives = stage["fabrique-des-rives"]
    with told_at(stage.ago(60), 14):
        rives.refresh_from_db()
        values = {"digital_level": 2, "digital_level_on": stage.ago(60)}
        edit_organisation(actor=stage.acting(address("charge-mission-nord")), organisation=rives, values=values, version=rives.version)


def proposed(stage: Stage, key: str, email: str, at: datetime, note: str, **values: Any) -> ChangeRequest:
    organisation = stage[key]
    organisation.refresh_from_db()
    change = propose_change(actor=stage.acting(email), organisation=organisation, values=values, note=note)
    ChangeRequest.objects.for_system("the story's own date").filter(pk=change.pk).update(proposed_at=at)
    change.refresh_from_db()
    return change


def answered(stage: Stage) -> None:
    """One accepted on the wrong line, taken back, then accepted; one refused with its reason."""
    salome, ines, marc = (address(code) for code in ("structure-directrice", "charge-mission-nord", "responsable-dla"))
    with told_at(stage.ago(40)) as at:
        change = proposed(stage, "fabrique-des-rives", salome, at, "Nous avons changé d'opérateur.", phone=landline(4127))
    with told_at(stage.ago(39), 10):
        event = advance(change, "accept", actor=stage.acting(ines))
    with told_at(stage.ago(39), 10, 50):
        correct(change, event, actor=stage.acting(ines), reason="Acceptée trop vite : le numéro restait à vérifier auprès de la structure.")
    with told_at(stage.ago(38), 15):
        advance(change, "accept", actor=stage.acting(ines))
    surveys.agreed_with_a_structure(stage)
    with told_at(stage.ago(21)) as at:
        change = proposed(
            stage, "fabrique-des-rives", salome, at, "Nous tenons un tableau de bord depuis janvier.", analytical_accounting=True
        )
    with told_at(stage.ago(19), 11):
        reason = "Un tableau de bord n'est pas encore une comptabilité analytique : parlons-en au prochain rendez-vous."
        advance(change, "refuse", actor=stage.acting(marc), data={"reason": reason})


def invited(stage: Stage) -> None:
    """A president who has not answered yet, and an invitation whose date has passed."""
    marc = address("responsable-dla")
    with told_at(stage.ago(30)) as at:
        old = invite(actor=stage.acting(marc), organisation=stage["linge-et-compagnie"], email="tresorerie@linge-et-compagnie.example",
                     profile="structure", title="Trésorière")  # fmt: skip
        dated(old, invited_at=at, expires_at=at.replace(hour=18) + (old.expires_at - old.invited_at))
    with told_at(stage.ago(15), 6):
        advance(old, "expire", actor=SYSTEM)
    with told_at(stage.ago(2)) as at:
        new = invite(actor=stage.acting(marc), organisation=stage["linge-et-compagnie"], email="presidence@linge-et-compagnie.example",
                     profile="structure", title="Présidente")  # fmt: skip
        dated(new, invited_at=at)


def dated(invitation: Invitation, **dates: datetime) -> None:
    Invitation.objects.for_system("the story's own dates").filter(pk=invitation.pk).update(**dates)
    invitation.refresh_from_db()


def waiting(stage: Stage) -> None:
    """Two proposals of La Fabrique des Rives, one of Recycl'Aisne."""
    with told_at(stage.ago(4)) as at:
        proposed(stage, "fabrique-des-rives", address("structure-directrice"), at, "Le site a changé d'adresse.",
            website="https://les-rives.example",
                 projects="Ouvrir un second atelier couture au printemps ; former deux encadrantes au numérique.")  # fmt: skip
    with told_at(stage.ago(3), 14) as at:
        proposed(stage, "recycl-aisne", LISE, at, "", services="Collecte en déchèterie, tri, réparation d'électroménager, vente sur place.")
    with told_at(stage.ago(1), 17) as at:
        proposed(stage, "fabrique-des-rives", address("structure-presidente"), at, "Texte adopté par le conseil d'administration.",
                 vocation="Donner du travail, un métier et une seconde vie aux objets, dans un ancien atelier textile.")  # fmt: skip


def assisted(stage: Stage) -> None:
    """The platform's team once helped the director: « Mon compte » keeps it, with who, why and until when."""
    helped = Membership.objects.for_system("who is helped").get(user__email=address("structure-directrice"))
    with told_at(stage.ago(12), 10) as at:
        reason = "Au téléphone : la proposition de modification ne partait pas."
        access = open_support(actor=stage.acting(address("administration")), membership=helped, reason=reason)
    told = SupportAccess.objects.for_system("the story's own dates").filter(pk=access.pk)
    told.update(opened_at=at, until=at + timedelta(minutes=30), ended_at=at + timedelta(minutes=9))
