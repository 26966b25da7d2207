"""A statutory notice: written once, sent by the way that reaches its reader, proved, kept for ever."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.utils import timezone
from pypdf import PdfReader

from cordee.actors.directory.models import Organisation
from cordee.actors.directory.notices import MANUAL
from cordee.core import notices, outbox, todo
from cordee.core.access import Refused
from cordee.core.corrections import correct
from cordee.core.journal import erasing
from cordee.core.lifecycle import Incomplete, advance, offers
from cordee.core.lists import bulk
from cordee.core.lists.declare import lists
from cordee.core.models import Event, Mail, Notice
from cordee.core.notices import ways
from cordee.core.recipients import addressee, addressees_of
from tests import factories as make
from tests.databases import OwnDatabase
from tests.factories import Someone

TEXT = "Madame, Monsieur,\n\nVotre rendez-vous du 12 mai est reporté.\n\nNous vous proposons le 19 mai."
PLACE = {"address": "12 rue des Ponts", "postcode": "59000"}


def notice_to(sheet: Organisation, by: Someone, way: str = "", **more: Any) -> Notice:
    to = addressee(sheet.pk)
    assert to
    return notices.issue(
        MANUAL, actor=by.actor, thread=sheet.thread, to=to, values={"objet": "Report du rendez-vous", "texte": TEXT}, way=way, **more
    )


def fresh(notice: Notice) -> Notice:
    return Notice.objects.for_system("test").get(pk=notice.pk)


def mail_of(notice: Notice) -> Mail:
    return Mail.objects.for_system("test").get(kind="core.notice", event__subject_id=notice.pk)


def codes(notice: Notice) -> list[str]:
    events = Event.objects.for_system("test").filter(subject_kind="core.notice", subject_id=notice.pk).order_by("id")
    return [event.code.removeprefix("core.notice.") for event in events]


def possible(notice: Notice, by: Someone) -> set[str]:
    return {offer.name for offer in offers(notice, by.actor) if offer.refusal is None}


@pytest.fixture
def ines(db: None) -> Someone:
    return make.officer(of=make.operator("59", "Nord Actif"), name="Lanterne")


# -- by mail ----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-002", "SYS-904")
def test_a_mail_leaves_by_the_outbox_and_the_notice_says_so(ines: Someone, mailoutbox: list[Any]) -> None:
    sheet = make.organisation("La Fabrique", email="contact@fabrique.example")
    notice = notice_to(sheet, ines)
    assert (notice.way, notice.state, notice.to_name) == ("email", "leaving", "La Fabrique")
    mail = mail_of(notice)
    assert (mail.recipient, mail.subject) == ("contact@fabrique.example", "Report du rendez-vous")
    assert outbox.send(mail.pk)
    assert "Nous vous proposons le 19 mai." in mailoutbox[0].body
    assert (fresh(notice).state, fresh(notice).sent_on) == ("sent", timezone.localdate())
    assert codes(notice) == ["prepare", "mail", "deliver"]


@pytest.mark.covers("SYS-904")
def test_a_mail_given_up_reopens_the_to_do_and_proposes_the_post(ines: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make.organisation("La Fabrique", email="parti@fabrique.example", **PLACE)
    notice = notice_to(sheet, ines)
    assert todo.todos(ines.actor) == []

    def refuse(self: Any) -> None:
        raise OSError("550 adresse inconnue")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    for _ in range(outbox.ATTEMPTS):
        Mail.objects.for_system("test").update(not_before=timezone.now() - timedelta(seconds=1))
        assert not outbox.send(mail_of(notice).pk)
    assert fresh(notice).state == "failed"
    [owed] = todo.todos(ines.actor)
    assert (owed.title, owed.url) == ("Renvoyer l'avis à La Fabrique", notice.get_absolute_url())
    page = ines.client.get(notice.get_absolute_url()).content.decode()
    assert "Autres voies qui l&#x27;atteignent : par courrier ou en main propre." in page
    advance(fresh(notice), "redirect", actor=ines.actor, data={"way": "post"})
    assert (fresh(notice).state, fresh(notice).way, fresh(notice).body) == ("due", "post", TEXT)
    assert [t.title for t in todo.todos(ines.actor)] == ["Imprimer la lettre à La Fabrique"]


def test_a_mail_that_comes_back_later_is_noted_by_hand(ines: Someone) -> None:
    notice = notice_to(make.organisation(email="contact@fabrique.example"), ines)
    outbox.send(mail_of(notice).pk)
    with pytest.raises(Incomplete):
        advance(fresh(notice), "bounce", actor=ines.actor, data={})
    advance(fresh(notice), "bounce", actor=ines.actor, data={"reason": "Boîte pleine"})
    assert (fresh(notice).state, fresh(notice).trouble) == ("failed", "Boîte pleine")


def test_a_notice_cancelled_before_its_mail_leaves_does_not_leave(ines: Someone, mailoutbox: list[Any]) -> None:
    notice = notice_to(make.organisation(email="contact@fabrique.example"), ines)
    advance(fresh(notice), "cancel", actor=ines.actor, data={"reason": "Écrit à la mauvaise structure"})
    assert mail_of(notice).status == "stopped"
    assert not outbox.send(mail_of(notice).pk)
    assert (mailoutbox, fresh(notice).state) == ([], "cancelled")


def test_the_notice_and_its_mail_live_or_die_together(ines: Someone) -> None:
    sheet = make.organisation(email="contact@fabrique.example")

    def interrupted() -> None:
        with transaction.atomic():
            notice_to(sheet, ines)
            raise RuntimeError("panne")

    with pytest.raises(RuntimeError, match="panne"):
        interrupted()
    assert not Notice.objects.for_system("test").exists()
    assert not Mail.objects.for_system("test").filter(kind="core.notice").exists()


# -- by post ----------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-002", "SYS-003", "SYS-904")
def test_a_letter_is_printed_kept_and_posted_on_a_day(ines: Someone) -> None:
    sheet = make.organisation("La Fabrique des Rives", **PLACE)
    notice = notice_to(sheet, ines)
    assert (notice.way, notice.state, notice.due_on) == ("post", "due", timezone.localdate() + timedelta(days=3))
    assert possible(notice, ines) == {"print", "redirect", "cancel"}
    advance(notice, "print", actor=ines.actor)
    page = ines.client.get(notice.get_absolute_url()).content.decode()
    assert "Lettre, version 1" in page
    day = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Incomplete, match="à venir"):
        advance(notice, "post", actor=ines.actor, data={"fact_on": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"})
    advance(notice, "post", actor=ines.actor, data={"fact_on": f"{day:%d/%m/%Y}"})
    assert (notice.state, notice.sent_on) == ("sent", day)


def _placed(data: bytes) -> list[list[tuple[float, float, str]]]:
    """For each page, its pieces of text with where they begin, in millimetres from the top left corner."""
    pages = []
    for page in PdfReader(BytesIO(data)).pages:
        found: list[tuple[float, float, str]] = []
        height = float(page.mediabox.height)

        def visit(text: str, cm: Any, tm: Any, font: Any, size: Any, found: Any = found, height: float = height) -> None:
            if text.strip():
                x, y = cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
                found.append((x / 72 * 25.4, (height - y) / 72 * 25.4, text.strip()))

        page.extract_text(visitor_text=visit)
        pages.append(found)
    return pages


@pytest.mark.covers("SYS-002")
def test_several_letters_are_one_pdf_each_address_in_the_window(ines: Someone) -> None:
    made = [notice_to(make.organisation(f"Atelier {n}", **PLACE), ines) for n in range(3)]
    a_list = lists["core.notices"]
    act = bulk.find_act(a_list, "imprimer", ines.actor)
    assert isinstance(act, bulk.Act)
    outcome = bulk.perform(a_list, act, made, ines.actor, {}, uuid.uuid4())
    assert (outcome.done, [fresh(n).state for n in made]) == (3, ["printed"] * 3)
    assert act.collect
    name, kind, data = act.collect(outcome.objects, ines.actor)
    assert (name.endswith(".pdf"), kind) == (True, "application/pdf")
    pages = _placed(data)
    assert len(pages) == 3
    for number, page in enumerate(pages):
        window = [text for x, y, text in page if 100 <= x <= 190 and 55 <= y <= 79]
        assert f"Atelier {number}" in " ".join(window)
        assert "12 rue des Ponts" in " ".join(window)
        assert "59000 LILLE" in " ".join(window)
        below = [y for _, y, text in page if "rendez-vous" in text]
        assert min(below) > 90, "nothing else shows in the window"
    outcome = bulk.perform(a_list, "post", [fresh(n) for n in made], ines.actor, {"fact_on": ""}, uuid.uuid4())
    assert (outcome.done, {fresh(n).state for n in made}) == (3, {"sent"})
    said = {"answer": "Présence confirmée.", "fact_on": ""}
    outcome = bulk.perform(a_list, "note_answer", [fresh(n) for n in made], ines.actor, said, uuid.uuid4())
    assert (outcome.done, {fresh(n).answer for n in made}) == (3, {"Présence confirmée."})
    reader = make.director().actor
    assert [bulk.find_act(a_list, name, reader) for name in ("imprimer", "post", "note_answer")] == [None] * 3


def test_an_incomplete_address_is_said_before_anything_is_written(ines: Someone) -> None:
    sheet = make.organisation(address="12 rue des Ponts")
    with pytest.raises(Refused, match="L'adresse postale est incomplète"):
        notice_to(sheet, ines, "post")
    assert not Notice.objects.for_system("test").exists()


# -- by voice, by hand, on line ------------------------------------------------------------------------------------------
def test_a_call_says_who_answered_when_and_what_was_said(ines: Someone) -> None:
    notice = notice_to(make.organisation(phone="0320112233"), ines, "phone")
    with pytest.raises(Incomplete, match="fonction de la personne"):
        advance(notice, "call", actor=ines.actor, data={"account": "Entendu."})
    advance(notice, "call", actor=ines.actor, data={"received_by": "la présidence", "account": "Le 19 mai convient.", "fact_on": ""})
    assert (notice.state, notice.received_by, notice.account) == ("sent", "la présidence", "Le 19 mai convient.")
    with pytest.raises(Error, match="core_notice_told_to_someone"), transaction.atomic():
        Notice.objects.for_system("test").filter(pk=notice.pk).update(received_by="")


def test_what_is_handed_over_is_proved_by_its_signed_copy(ines: Someone) -> None:
    notice = notice_to(make.organisation(), ines, "hand")
    copy = SimpleUploadedFile("copie.txt", b"Remis le 3 mai contre signature.")
    address = f"{notice.get_absolute_url()}preuve/"
    early = ines.client.post(address, {"upload": copy})
    assert (early.status_code, "notez d&#x27;abord son envoi" in early.content.decode()) == (422, True)
    advance(fresh(notice), "hand", actor=ines.actor, data={"received_by": "la direction", "account": "À la permanence", "fact_on": ""})
    copy.seek(0)
    assert ines.client.post(address, {"upload": copy}).status_code == 302
    proof = fresh(notice).proof
    assert proof
    assert proof.audience == ["operator"]


@pytest.mark.covers("SYS-904")
def test_a_notice_on_line_waits_on_the_home_and_is_read_by_a_button_not_by_a_visit(ines: Someone) -> None:
    salome = make.director(make.organisation("La Fabrique", email=""))
    notice = notice_to(salome.organisation, ines, "in_app")
    assert notice.state == "sent"
    assert [t.title for t in todo.todos(salome.actor)] == ["Lire l'avis : Report du rendez-vous"]
    page = salome.client.get(notice.get_absolute_url()).content.decode()
    assert "Nous vous proposons le 19 mai." in page
    assert fresh(notice).read_at is None
    salome.client.post(f"/actes/core.notice/{notice.public_id}/acknowledge/", {"operation": str(uuid.uuid4())})
    assert (fresh(notice).state, fresh(notice).read_by_label) == ("read", salome.actor.label)
    assert todo.todos(salome.actor) == []
    advance(fresh(notice), "reply", actor=salome.actor, data={"answer": "Le 19 mai nous convient."})
    assert (fresh(notice).answer, fresh(notice).answered_on) == ("Le 19 mai nous convient.", timezone.localdate())


# -- who ----------------------------------------------------------------------------------------------------------------
def test_the_reader_sees_it_once_it_has_left_and_others_never(ines: Someone) -> None:
    salome = make.director(make.organisation("La Fabrique", **PLACE))
    notice = notice_to(salome.organisation, ines, "post")
    others = [make.officer("02"), make.director(), make.provider()]
    make.takes_part(others[-1].organisation, salome.organisation.thread, "provider")

    def seen(someone: Someone) -> bool:
        return bool(Notice.objects.visible_to(someone.actor).filter(pk=notice.pk).exists())

    assert [seen(s) for s in (ines, salome, *others)] == [True, False, False, False, False]
    advance(notice, "print", actor=ines.actor)
    advance(notice, "post", actor=ines.actor, data={"fact_on": ""})
    assert [seen(s) for s in (ines, salome, *others)] == [True, True, False, False, False]
    assert possible(notice, salome) == {"acknowledge", "reply"}
    for someone in (salome, make.officer("02"), make.funder()):
        with pytest.raises(Refused):
            advance(fresh(notice), "bounce", actor=someone.actor, data={"reason": "x"})


def test_the_house_alone_says_that_a_mail_has_left(ines: Someone) -> None:
    notice = notice_to(make.organisation(email="contact@fabrique.example"), ines)
    assert "deliver" not in {offer.name for offer in offers(notice, ines.actor)}
    with pytest.raises(Refused):
        advance(notice, "deliver", actor=ines.actor)


def test_someone_is_reached_as_they_prefer_and_by_their_function(ines: Someone) -> None:
    sheet = make.organisation("La Fabrique", email="contact@fabrique.example", **PLACE)
    post = make.position(sheet, "Boussole", "president")
    post.person.channel = "post"
    post.person.save()
    itself, odile = addressees_of(sheet.pk)
    assert (ways.possible(itself)[0], ways.possible(odile)[0]) == ("email", "post")
    values = {"objet": "Objet", "texte": TEXT}
    notice = notices.issue(MANUAL, actor=ines.actor, thread=sheet.thread, to=odile, values=values)
    assert (notice.way, notice.to_title) == ("post", "Présidence")
    row = [str(value) for value in Notice.objects.for_system("test").filter(pk=notice.pk).values_list()[0]]
    assert not any("Boussole" in value for value in row), "a name lives in Person and User only"
    assert addressee(sheet.pk, post.person_id).attention == "Salomé Boussole"  # type: ignore[union-attr]


# -- kept -------------------------------------------------------------------------------------------------------------
@pytest.mark.covers("SYS-904")
def test_its_text_never_changes_and_it_is_never_deleted(ines: Someone) -> None:
    notice = notice_to(make.organisation(**PLACE), ines)
    rows = Notice.objects.for_system("test").filter(pk=notice.pk)
    for change in (lambda: rows.update(body="Autre chose"), lambda: rows.update(subject="x"), rows.delete):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()
    rows.update(trouble="Ce qui vit encore se note.")
    with erasing(ines.actor, "Demande d'effacement"):
        rows.update(body="Texte effacé")
    assert fresh(notice).body == "Texte effacé"


def test_one_cause_makes_one_notice_though_two_hands_write_it(own_db: OwnDatabase) -> None:
    ines = make.officer()
    sheet = make.organisation(email="contact@fabrique.example")
    cause = Event.objects.for_system("test").filter(thread=sheet.thread).latest("id")

    def write() -> str:
        try:
            return notice_to(sheet, ines, cause=cause).state
        except Error:
            return "twice"

    assert sorted(own_db.together(write, write)) == ["leaving", "twice"]
    assert Notice.objects.for_system("test").count() == 1


def test_a_double_click_writes_one_notice(ines: Someone) -> None:
    sheet, key = make.organisation(email="contact@fabrique.example"), uuid.uuid4()
    assert notice_to(sheet, ines, operation=key).pk == notice_to(sheet, ines, operation=key).pk
    assert Mail.objects.for_system("test").filter(kind="core.notice").count() == 1


# -- the refusal of a change ----------------------------------------------------------------------------------------------
def refused(salome: Someone, by: Someone) -> tuple[Any, Event]:
    change = make.proposal(salome)
    return change, advance(change, "refuse", actor=by.actor, data={"reason": "Le numéro est celui d'un autre atelier."})


@pytest.mark.covers("SYS-002", "ORG-904")
def test_the_refusal_of_a_change_is_a_notice_to_its_author(ines: Someone) -> None:
    salome = make.director(make.organisation("La Fabrique"))
    refused(salome, ines)
    notice = Notice.objects.for_system("test").get()
    assert (notice.kind, notice.way, notice.to_user) == ("directory.change_refused", "email", salome.user.pk)
    assert "Motif : Le numéro est celui d'un autre atelier." in notice.body
    mail = mail_of(notice)
    assert mail.recipient == salome.user.email
    assert mail.not_before - timezone.now() > timedelta(minutes=9), "the refusal may still be corrected"


@pytest.mark.covers("SYS-002")
def test_a_refusal_reaches_by_post_the_structure_that_has_no_address_on_line(ines: Someone) -> None:
    sheet = make.organisation("La Fabrique", **PLACE)
    asked = {"phone": "0320112233", "esus": "", "note": "", "channel": "post", "channel_on": f"{timezone.localdate():%d/%m/%Y}"}
    ines.client.post(f"/annuaire/{sheet.public_id}/proposer/", asked | {"channel_note": "Lettre de la présidente"})
    change = sheet.change_requests.get()
    advance(change, "refuse", actor=make.officer(of=ines.organisation).actor, data={"reason": "Numéro déjà pris."})
    notice = Notice.objects.for_system("test").get()
    assert (notice.way, notice.state) == ("post", "due")
    advance(notice, "print", actor=ines.actor)
    assert notice.state == "printed"


def test_a_refusal_taken_back_stops_its_notice_or_rectifies_it(ines: Someone) -> None:
    salome = make.director(make.organisation("La Fabrique"))
    change, event = refused(salome, ines)
    first = Notice.objects.for_system("test").get()
    correct(change, event, actor=ines.actor, reason="Mauvaise ligne")
    assert (fresh(first).state, mail_of(first).status) == ("cancelled", "stopped")
    event = advance(change, "refuse", actor=ines.actor, data={"reason": "Trop court."})
    second = Notice.objects.for_system("test").latest("id")
    Mail.objects.for_system("test").update(not_before=timezone.now() - timedelta(seconds=1))
    assert outbox.send(mail_of(second).pk)
    correct(change, event, actor=ines.actor, reason="Mauvaise ligne")
    third = Notice.objects.for_system("test").latest("id")
    assert (fresh(second).state, third.kind, third.to_user) == ("sent", "core.notice.rectified", salome.user.pk)
    assert "Motif : Mauvaise ligne" in third.body


# -- screens -----------------------------------------------------------------------------------------------------------
def test_an_officer_writes_reads_again_and_sends(ines: Someone) -> None:
    sheet = make.organisation("La Fabrique", email="contact@fabrique.example")
    address = f"/annuaire/{sheet.public_id}/avis/envoyer/"
    assert address in ines.client.get(sheet.get_absolute_url()).content.decode()
    typed = {"to": "organisation", "subject": "Report", "text": TEXT, "way": "post", "operation": str(uuid.uuid4())}
    lacking = ines.client.post(address, typed)
    assert lacking.status_code == 422
    assert "postale est incomplète" in lacking.content.decode()
    assert "Votre rendez-vous du 12 mai" in lacking.content.decode(), "what was typed is kept"
    shown = ines.client.post(address, typed | {"way": "email", "etape": "relire"})
    assert (shown.status_code, "Envoyer cet avis" in shown.content.decode()) == (200, True)
    assert not Notice.objects.for_system("test").exists()
    sent = ines.client.post(address, typed | {"way": "email", "etape": "envoyer"})
    notice = Notice.objects.for_system("test").get()
    assert sent["Location"] == notice.get_absolute_url()
    assert ines.client.post(address, typed | {"way": "email", "etape": "envoyer"})["Location"] == notice.get_absolute_url()


def test_the_list_says_what_is_owed_and_costs_the_same_for_many(ines: Someone, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        notice_to(make.organisation(f"Atelier {number}", **PLACE), ines)
    notice_to(make.organisation(email="contact@fabrique.example"), ines)
    with django_assert_max_num_queries(6):
        page = ines.client.get("/journal/avis/?etat=a-envoyer").content.decode()
    assert "3 avis" in page
    assert 'aria-current="page"' in page
    with django_assert_max_num_queries(6):
        assert "1 avis" in ines.client.get("/journal/avis/?etat=envoyes").content.decode()
