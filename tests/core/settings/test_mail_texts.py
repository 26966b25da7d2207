"""The words of ordinary mails are those of the settings; those that protect an account are not there, and the page says so."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cordee.actors.accounts import actions as accounts
from cordee.actors.accounts.reactions import INVITED, INVITED_TEXT
from cordee.actors.directory.access_requests import ASKED, ASKED_TEXT, ask_access
from cordee.actors.directory.models import Identifier
from cordee.actors.directory.reactions import PROPOSED, PROPOSED_TEXT
from cordee.core.models import Mail
from cordee.core.settings import actions
from cordee.core.wording import TextKind
from tests import factories as make

pytestmark = pytest.mark.covers("SYS-906")


def write(kind: TextKind, subject: str, body: str, place: str | None = None) -> None:
    text = {"subject": subject, "body": body}
    since = timezone.localdate()
    actions.change(parameter=kind.parameter, value=text, actor=make.admin().actor, since=since, reason="Nos mots", place=place)


def mail(kind: str) -> Mail:
    found: Mail = Mail.objects.for_system("test").filter(kind=kind).order_by("-id")[0]
    return found


def test_an_invitation_says_what_the_settings_say(db: None) -> None:
    write(INVITED_TEXT, "Rejoignez {organisation}", "Bonjour,\n\nLe lien s'ouvre jusqu'au {limite}.", place="59")
    officer, sheet = make.officer(of=make.operator("59")), make.organisation("La Fabrique des Rives", zone="59")
    accounts.invite(actor=officer.actor, organisation=sheet, email="odile@rives.example", profile="structure")
    sent = mail(INVITED.code)
    assert sent.subject == "Rejoignez La Fabrique des Rives"
    assert sent.letter["lines"][0] == "Bonjour,"
    assert sent.letter["lines"][1].startswith("Le lien s'ouvre jusqu'au ")
    assert sent.letter["button"] == "Accepter l'invitation"


def test_the_mails_to_the_dla_too(db: None) -> None:
    write(PROPOSED_TEXT, "À relire : {structure}", "{auteur} propose {nombre}.")
    write(ASKED_TEXT, "Accès à {structure} ?", "{organisation} le demande pour {structure}.")
    officer, sheet = make.officer(of=make.operator("59")), make.organisation("La Fabrique des Rives", zone="59")
    make.proposal(make.director(sheet), phone="0320112233")
    assert (mail(PROPOSED.code).subject, mail(PROPOSED.code).recipient) == ("À relire : La Fabrique des Rives", officer.user.email)
    assert mail(PROPOSED.code).letter["lines"][0].endswith("propose 1\u00a0modification.")
    Identifier(organisation=sheet, kind="siret", value="35600000000048", period=make.EVER).save()
    ask_access(actor=make.officer("02").actor, siret="35600000000048")
    assert mail(ASKED.code).subject == "Accès à La Fabrique des Rives ?"


def test_the_page_names_the_texts_that_stay_as_they_are(db: None) -> None:
    page = make.admin().client.get("/reglages/?quoi=textes").content.decode()
    for label in (
        "Courriel : invitation",
        "Courriel au DLA : modification proposée",
        "Les textes qui ne se changent pas ici",
        "Lien et code de connexion",
    ):
        assert label in page
