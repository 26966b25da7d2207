"""Settings: dated, by place, told before they are made, in the journal; what was decided keeps the value of its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cordee.actors.directory.notices import MANUAL, REFUSED
from cordee.actors.directory.room import ANSWER_DAYS
from cordee.core import notices, wording
from cordee.core.access import Refused
from cordee.core.models import Event, Notice, Parameter
from cordee.core.notices.kinds import SEND_DAYS
from cordee.core.parameters import param
from cordee.core.recipients import addressee
from cordee.core.settings import actions
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import Someone

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)
PLACE = {"address": "12 rue des Ponts", "postcode": "59000"}
ADDRESS = f"/reglages/{SEND_DAYS.code}/"


def change(by: Someone, value: Any = 5, **more: Any) -> Parameter:
    asked = {"parameter": SEND_DAYS, "since": TODAY, "reason": "Avenant", "place": None} | more
    return actions.change(actor=by.actor, value=value, **asked)


def notice(by: Someone) -> Notice:
    sheet = make.organisation(**PLACE)
    to = addressee(sheet.pk)
    assert to
    values = {"objet": "Objet", "texte": "Texte."}
    return notices.issue(MANUAL, actor=by.actor, thread=sheet.thread, to=to, values=values, way="post")


def days(made: Notice) -> int:
    return (Notice.objects.for_system("test").get(pk=made.pk).due_on - TODAY).days


@pytest.mark.covers("SYS-906")
def test_an_old_file_recomputed_after_a_change_keeps_its_value(db: None) -> None:
    ines, denis = make.officer(), make.admin()
    old = notice(ines)
    change(denis, 10)
    new = notice(ines)
    assert (days(old), days(new)) == (3, 10)
    assert param(SEND_DAYS, on=TODAY - timedelta(days=1)) == 3


@pytest.mark.covers("SYS-906")
def test_the_nearest_place_wins_and_a_region_holds_its_departments(db: None) -> None:
    denis, helene = make.admin(), make.regional(("02", "59", "60", "62", "80"))
    make.basin("59-lille", "59350")
    change(denis, 4)
    change(helene, 6, place="R32")
    change(make.head("59"), 8, place="59")
    assert [param(SEND_DAYS, zone=zone) for zone in ("59-lille", "59", "62", "31", None)] == [8, 8, 6, 4, 4]


@pytest.mark.parametrize(("who", "place"), [("head", None), ("head", "62"), ("head", "R32"), ("regional", None), ("regional", "R32")])
def test_each_one_sets_for_their_own_places(db: None, who: str, place: str | None) -> None:
    someone = make.head("59") if who == "head" else make.regional(("59", "62"))
    with pytest.raises(Refused, match="demandez à l'administration"):
        change(someone, place=place)


def test_what_one_query_reads_for_all_places_is_set_for_all(db: None) -> None:
    head = make.head("59")
    with pytest.raises(Refused, match="la même partout"):
        change(head, parameter=ANSWER_DAYS, place="59")
    page = head.client.get(f"/reglages/{ANSWER_DAYS.code}/").content.decode()
    assert "la même partout" in page
    assert "Relire ce changement" not in page
    assert change(make.admin(), 10, parameter=ANSWER_DAYS).value == 10


def test_the_past_is_not_rewritten_and_a_day_has_one_value(db: None) -> None:
    denis = make.admin()
    with pytest.raises(Refused, match="Ce jour est passé"):
        change(denis, since=TODAY - timedelta(days=1))
    change(denis, 5, since=LATER)
    with pytest.raises(Refused, match="Une valeur commence déjà le"):
        change(denis, 6, since=LATER)
    assert [row.value for row in Parameter.objects.for_system("test").order_by("id")] == [5]


def test_two_who_set_the_same_day_at_once_make_one_value(own_db: OwnDatabase) -> None:
    denis = make.admin()

    def setting() -> str:
        try:
            return str(change(denis, since=LATER).pk and "set")
        except Refused as refused:
            return refused.refusal.code

    assert sorted(own_db.together(setting, setting)) == ["overlap", "set"]


def test_a_value_to_come_is_withdrawn_and_the_one_before_goes_on(db: None) -> None:
    denis = make.admin()
    change(denis, 5)
    change(denis, 9, since=LATER)
    assert param(SEND_DAYS, on=LATER) == 9
    actions.withdraw(parameter=SEND_DAYS, actor=denis.actor, since=LATER, place=None)
    assert (param(SEND_DAYS, on=LATER), param(SEND_DAYS, on=TODAY)) == (5, 5)
    with pytest.raises(Refused, match="a commencé"):
        actions.withdraw(parameter=SEND_DAYS, actor=denis.actor, since=TODAY, place=None)
    codes = list(Event.objects.for_system("test").filter(code__startswith="core.settings").order_by("id").values_list("code", flat=True))
    assert codes == ["core.settings.changed", "core.settings.changed", "core.settings.withdrawn"]
    change(denis, 7, since=LATER)
    assert param(SEND_DAYS, on=LATER) == 7


@pytest.mark.covers("SYS-906")
def test_the_screen_says_what_a_change_touches_then_does_it_and_the_journal_tells_it(db: None) -> None:
    denis = make.admin(name="Compas")
    notice(make.officer())
    typed = {"value": "5", "since": f"{TODAY:%d/%m/%Y}", "place": "tout", "reason": "Circulaire du printemps"}
    shown = denis.client.post(ADDRESS, typed | {"etape": "relire"}).content.decode()
    assert "1\u00a0avis à envoyer garde son échéance ; les suivants auront 5\u00a0jours." in shown
    assert not Parameter.objects.for_system("test").exists()
    assert denis.client.post(ADDRESS, typed | {"etape": "enregistrer"}).status_code == 302
    page = denis.client.get(ADDRESS).content.decode()
    assert "Circulaire du printemps" in page
    assert "En vigueur" in page
    event = Event.objects.for_system("test").get(code="core.settings.changed")
    assert (event.data["before"], event.data["after"], event.actor_label) == ("3\u00a0jours", "5\u00a0jours", "Camille Compas")
    journal = denis.client.get("/journal/").content.decode()
    assert "Réglage changé : Délai pour envoyer un avis" in journal


def test_what_does_not_fit_is_said_and_kept(db: None) -> None:
    denis = make.admin()
    answer = denis.client.post(ADDRESS, {"value": "900", "since": f"{TODAY:%d/%m/%Y}", "place": "tout", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "au plus 60" in page
    assert "Indiquez le motif" in page
    assert 'value="900"' in page


@pytest.mark.covers("SYS-906")
def test_a_settings_change_in_the_middle_of_someone_s_form(db: None) -> None:
    """What is typed goes on; the notice is written in the words and the delay of the moment it is sent."""
    ines, denis, sheet = make.officer(), make.admin(), make.organisation(**PLACE)
    address = f"/annuaire/{sheet.public_id}/avis/envoyer/"
    typed = {"to": "organisation", "subject": "Report", "text": "Le 19 mai.", "way": "post"}
    assert ines.client.post(address, typed | {"etape": "relire"}).status_code == 200
    change(denis, 9)
    assert ines.client.post(address, typed | {"etape": "envoyer"}).status_code == 302
    made = Notice.objects.for_system("test").get()
    assert (made.body, days(made)) == ("Le 19 mai.", 9)


# -- texts ------------------------------------------------------------------------------------------------------------
TEXT_ADDRESS = f"/reglages/{REFUSED.text.parameter.code}/"


def text(body: str, subject: str = "Réponse à {structure}") -> dict[str, str]:
    return {"subject": subject, "body": body, "since": f"{TODAY:%d/%m/%Y}", "place": "tout", "reason": "Relecture"}


@pytest.mark.covers("SYS-906")
def test_a_text_speaks_of_what_it_has_and_says_what_it_owes(db: None) -> None:
    denis = make.admin()
    wrong = denis.client.post(TEXT_ADDRESS, text("Bonjour {prenom}."))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "{prenom} n&#x27;existe pas. Les mots remplacés ici sont {structure}, {date} et {motif}." in page
    assert "Ce texte doit dire {motif}" in page
    shown = denis.client.post(TEXT_ADDRESS, text("Votre demande du {date} : {motif}") | {"etape": "relire"}).content.decode()
    assert "Réponse à La Fabrique des Rives" in shown
    assert "Votre demande du 12/04/2027 : Le numéro communiqué" in shown


@pytest.mark.covers("SYS-906", "SYS-904")
def test_what_was_sent_keeps_its_words_and_a_place_has_its_own(db: None) -> None:
    denis, head = make.admin(), make.head("59")
    kind, values = REFUSED.text, {"structure": "La Fabrique", "date": "12/04/2027", "motif": "{date} n'est pas un motif"}
    first = wording.write(kind, values, zone="59")
    new = {"subject": "Suite donnée", "body": "Motif : {motif}"}
    actions.change(parameter=kind.parameter, value=new, actor=head.actor, since=TODAY, reason="Local", place="59")
    assert wording.write(kind, values, zone="59") == ("Suite donnée", "Motif : {date} n'est pas un motif")
    assert wording.write(kind, values, zone="62") == first
    assert wording.write(kind, values, zone="59", on=TODAY - timedelta(days=1)) == first
    assert denis.client.get("/reglages/?quoi=textes").status_code == 200


def test_a_text_that_forgets_what_it_owes_does_not_start() -> None:
    lacking = wording.TextKind("x", "X", ANSWER_DAYS, {"motif": ("le motif", "…")}, ("motif",))
    assert wording.faults(lacking, wording.Wording("Objet", "Texte")) == ["Ce texte doit dire {motif} : ajoutez-le où il convient."]
    assert wording.faults(lacking, wording.Wording("Objet", "{motif} et { seule"))[0].startswith("Une accolade est seule")


@pytest.mark.covers("SYS-906")
def test_a_choice_among_a_few_is_said_in_words_and_only_those_are_accepted(db: None) -> None:
    browser, address = make.admin().client, "/reglages/accounts.second_factor_operator/"
    assert "Recommandé" in browser.get("/reglages/").content.decode()
    sent = {"value": "toujours", "since": TODAY.isoformat(), "place": "tout", "reason": "Consigne nationale", "etape": "enregistrer"}
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, sent | {"value": "required"}).status_code == 302
    page = browser.get(address).content.decode()
    assert "<strong>Exigé</strong>" in page
    assert "required</" not in page
