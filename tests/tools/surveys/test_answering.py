"""Answering by the address alone: what the page says, what is kept, what is refused; without script, and as the script sends."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cordee.core.lifecycle import advance
from cordee.core.models import File
from cordee.tools.surveys import actions
from cordee.tools.surveys.models import Campaign, Invitation, Progress, Response
from tests import factories as make
from tests.actors.accounts.people import text
from tests.tools.surveys.trips import GIVEN, campaign, invited, open_link

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def client(db: None) -> Client:
    cache.clear()
    return Client(enforce_csrf_checks=True)


def put(client: Client, url: str, *, final: bool = True, **more: Any) -> Any:
    body = {"submission": str(uuid.uuid4()), "revision": 0, "base": 0, "answers": GIVEN, "final": final, **more}
    return client.put(f"{url}reponse/", json.dumps(body), content_type="application/json")


def responses(**of: Any) -> list[Response]:
    return list(Response.objects.for_system("test").filter(**of).order_by("pk"))


# -- the page ----------------------------------------------------------------------------------------------------------------
def test_the_first_screen_says_five_things(client: Client) -> None:
    made = campaign(why="Préparer des trajets groupés.")
    said = text(client.get(invited(made)[1]))
    lines = ["Qui demande DLA", "Pourquoi Préparer des trajets groupés.", "Combien de temps 5 minutes environ, en 3 parties"]
    for line in [*lines, "Qui lira Votre chargée d'insertion.", "Ce qui est gardé Vos réponses, pendant deux ans."]:
        assert line.replace("DLA", str(made.asker)) in said.replace("\u00a0", " ")


def test_the_page_asks_nothing_of_cookies_and_says_nothing_to_search_engines(client: Client) -> None:
    answer = client.get(invited(campaign())[1])
    assert (answer.status_code, answer.cookies) == (200, {})
    assert 'name="robots" content="noindex"' in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("key", ["forgé", "x" * 43, "ABCDEF", "../../etc", "x" * 3000])
def test_a_forged_address_opens_nothing_and_says_what_to_do(client: Client, key: str) -> None:
    campaign()
    answer = client.get(f"/q/{key}/")
    assert answer.status_code == 404
    if "/" not in key:
        assert "n'ouvre aucun questionnaire" in text(answer)


def test_keys_tried_at_random_are_stopped_and_those_who_hold_one_are_not(client: Client) -> None:
    url = invited(campaign())[1]
    for _ in range(30):
        assert client.post("/q/reprendre/", {"code": "ABCDEF"}).status_code == 422
    assert client.post("/q/reprendre/", {"code": "ABCDEF"}).status_code == 429
    assert client.get("/q/ABCDEG/").status_code == 429
    assert client.get(url).status_code == 200


def test_a_link_given_again_closes_the_former(client: Client) -> None:
    invitation, url = invited(campaign())
    fresh = actions.issue_link(actor=make.SYSTEM, invitation=invitation, renew=True)
    assert (client.get(url).status_code, client.get(f"/q/{fresh}/").status_code) == (404, 200)
    assert "Ouvrez le dernier lien" in put(client, url).json()["sentence"]


# -- without script ----------------------------------------------------------------------------------------------------------
def test_without_script_each_part_is_kept_and_a_part_that_does_not_apply_is_stepped_over(client: Client) -> None:
    invitation, url = invited(campaign())
    answer = client.post(f"{url}?partie=1", {"vehicle": "none", "minutes": "12", "aller": "suite"})
    assert answer.headers["Location"] == f"{url}?partie=3", "the long journey is not asked"
    client.post(f"{url}?partie=3", {"sites:rows": "1", "sites.0.name": "Dépôt", "aller": "suite"})
    sent = client.post(f"{url}?partie=5", {"aller": "envoi"}, follow=True)
    assert "C'est fait : vos réponses sont arrivées" in text(sent)
    assert responses()[0].answers == {**GIVEN, "sites": {"rows": [{"name": {"v": "Dépôt"}}]}}
    assert not Progress.objects.filter(invitation=invitation).exists()
    assert "vos réponses sont arrivées" in text(client.get(url)), "the same address shows the receipt"


def test_a_condition_of_the_same_part_opens_its_question_before_going_on(client: Client) -> None:
    url = invited(campaign())[1]
    first = client.post(f"{url}?partie=1", {"vehicle": "own", "minutes": "12", "aller": "suite"})
    assert first.status_code == 200
    assert "ouvrent une question de plus" in text(first)
    again = client.post(f"{url}?partie=1", {"vehicle": "own", "insured": "yes", "minutes": "12", "aller": "suite"})
    assert again.headers["Location"] == f"{url}?partie=3"


def test_what_was_typed_stays_under_the_eyes_with_what_is_wrong(client: Client) -> None:
    url = invited(campaign())[1]
    answer = client.post(f"{url}?partie=1", {"vehicle": "none", "minutes": "douze", "aller": "suite"})
    assert answer.status_code == 422
    assert 'value="douze"' in answer.content.decode()
    assert "n'est pas un nombre" in text(answer)


def test_fifty_thousand_characters_are_kept_and_told(client: Client) -> None:
    url = invited(campaign())[1]
    long = "mot " * 12_500
    answer = client.post(f"{url}?partie=4", {"rest": long, "aller": "suite"})
    assert answer.status_code == 422
    assert "Ce texte compte 49 999 caractères" in text(answer)
    assert Progress.objects.get().answers["rest"]["v"] == long.strip()


def test_what_is_missing_is_asked_at_the_end_in_its_part(client: Client) -> None:
    url = invited(campaign())[1]
    client.post(f"{url}?partie=1", {"vehicle": "none", "aller": "suite"})
    answer = client.post(f"{url}?partie=5", {"aller": "envoi"})
    assert answer.status_code == 422
    assert "Cette question attend une réponse." in text(answer)
    assert responses() == []


def test_blocks_are_added_and_taken_away_without_script(client: Client) -> None:
    url = invited(campaign())[1]
    client.post(f"{url}?partie=3", {"sites:rows": "1", "sites.0.name": "Un", "aller": "plus"})
    client.post(f"{url}?partie=3", {"sites:rows": "2", "sites.0.name": "Un", "sites.1.name": "Deux", "aller": "moins:0"})
    assert Progress.objects.get().answers["sites"] == {"rows": [{"name": {"v": "Deux"}}]}


def test_every_kind_is_read_from_a_form(client: Client) -> None:
    url = invited(campaign())[1]
    form = {"days:r:mon": "am", "parts:o:me": "40", "parts:o:boss": "60 %", "best:o:a": "2", "best:o:b": "1", "since": "2024-02-29"}
    client.post(f"{url}?partie=4", {**form, "price": "1 012,50 €", "rest": "=cmd()\x00", "aller": "suite"})
    assert Progress.objects.get().answers == {
        "days": {"v": {"mon": "am"}}, "parts": {"v": {"me": "40", "boss": "60"}}, "best": {"v": ["b", "a"]},
        "since": {"v": "2024-02-29"}, "price": {"v": "1012.50"}, "rest": {"v": "=cmd()"},
    }  # fmt: skip


def test_the_three_answers_without_value_are_told_apart(client: Client) -> None:
    url = invited(campaign())[1]
    client.post(f"{url}?partie=1", {"vehicle": "~unknown", "means:s": "declined", "minutes": "5", "aller": "suite"})
    assert {code: Progress.objects.get().answers[code] for code in ("vehicle", "means")} == {
        "vehicle": {"s": "unknown"}, "means": {"s": "declined"},
    }  # fmt: skip
    assert 'value="~unknown" checked' in client.get(f"{url}?partie=1").content.decode()


def test_an_open_link_serves_several_people_without_script(client: Client) -> None:
    url = open_link(campaign("anyone"))
    for minutes in ("5", "9"):
        step = client.post(f"{url}?partie=1", {"vehicle": "none", "minutes": minutes, "aller": "suite", "submission": str(uuid.uuid4())})
        mine = step.headers["Location"].split("reponse=")[1]
        receipt = client.post(f"{url}?partie=5", {"submission": mine, "aller": "envoi"}, follow=True)
        assert "Répondre pour une autre personne" in text(receipt)
    assert sorted(one.answers["minutes"]["v"] for one in responses()) == ["5", "9"]


# -- as the script sends -------------------------------------------------------------------------------------------------------
def test_a_replay_gets_the_first_receipt_even_once_closed(client: Client) -> None:
    made = campaign()
    url, submission = invited(made)[1], str(uuid.uuid4())
    first = put(client, url, submission=submission)
    advance(made, "close", actor=make.SYSTEM)
    again = put(client, url, submission=submission, answers={"vehicle": {"v": "own"}})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(responses()) == 1


def test_two_devices_are_shown_both_answers(client: Client) -> None:
    url, submission = invited(campaign())[1], str(uuid.uuid4())
    kept = put(client, url, final=False, submission=submission, answers={"minutes": {"v": "5"}})
    assert kept.json() == {"revision": 1}
    clash = put(client, url, final=False, answers={"minutes": {"v": "50"}})
    assert (clash.status_code, clash.json()) == (409, {"revision": 1, "base": 0, "answers": {"minutes": {"v": "5"}}})
    assert put(client, url, revision=0).status_code == 409, "nor is it sent over what the other one kept"
    assert responses() == []


def test_a_second_answer_is_a_correction_that_knows_the_first(client: Client) -> None:
    url = invited(campaign())[1]
    put(client, url)
    blind = put(client, url, answers={**GIVEN, "minutes": {"v": "20"}})
    assert (blind.status_code, blind.json()["base"]) == (409, 1)
    assert put(client, url, base=1, answers={**GIVEN, "minutes": {"v": "20"}}).status_code == 200
    assert [(one.revision, one.latest, one.answers["minutes"]["v"]) for one in responses()] == [(1, False, "12"), (2, True, "20")]
    page = client.get(f"{url}?corriger=1").content.decode()
    assert 'value="20"' in page
    assert 'data-base="2"' in page


@pytest.mark.parametrize("act", ["reponse", "code", "fichier", ""])
def test_a_closed_campaign_takes_nothing_and_says_since_when(client: Client, act: str) -> None:
    made = campaign()
    url = invited(made)[1]
    advance(made, "close", actor=make.SYSTEM)
    body = json.dumps({"submission": str(uuid.uuid4()), "answers": GIVEN, "final": True})
    if act == "reponse":
        answer: Any = client.put(f"{url}reponse/", body, content_type="application/json")
    elif act == "fichier":
        answer = client.post(f"{url}fichier/", {"file": SimpleUploadedFile("a.png", PNG)})
    elif act == "code":
        answer = client.post(f"{url}code/", body, content_type="application/json")
    else:
        answer = client.get(url)
    assert answer.status_code == 410
    if act != "code":
        assert "clos depuis" in (answer.json()["sentence"] if act else text(answer))


def test_without_script_a_closing_gives_back_what_was_written(client: Client) -> None:
    made = campaign()
    url = invited(made)[1]
    advance(made, "close", actor=make.SYSTEM)
    answer = client.post(f"{url}?partie=4", {"rest": "Trois pages de ma vie", "aller": "suite"})
    assert answer.status_code == 410
    assert "Que voulez-vous ajouter ? Trois pages de ma vie" in text(answer)


def test_past_its_hour_it_is_closed_before_the_night_job(client: Client) -> None:
    made = campaign()
    url = invited(made)[1]
    Campaign.objects.for_system("test").filter(pk=made.pk).update(closes_at=timezone.now() - timedelta(minutes=1), opens_on="2020-01-01")
    assert put(client, url).status_code == 410


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"submission": 3}', '{"submission": "x", "answers": {}}', "[" * 5000, '{"submission": []}'],
)
def test_what_cannot_be_read_is_refused_in_words(client: Client, body: str) -> None:
    answer = client.put(f"{invited(campaign())[1]}reponse/", body, content_type="application/json")
    assert answer.status_code == 400
    assert "restent sur ce téléphone" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "answers",
    [3, [], "x", {"vehicle": 3}, {"vehicle": {"v": {"a": [1]}}}, {"means": {"v": "bus"}}, {"sites": []},
     {"sites": {"rows": [3, {"name": 3}]}},
     {"rest": {"v": "a\x00b\ud800"}}, {"days": {"v": [1]}}, {"tired": {"feasibility": "x", "proof": 3}}, {"parts": {"v": {"me": None}}}],
)  # fmt: skip
def test_answers_of_any_shape_never_break_the_page(client: Client, answers: Any) -> None:
    url = invited(campaign())[1]
    assert put(client, url, final=False, answers=answers).status_code == 200
    assert client.get(f"{url}?partie=1").status_code == 200
    assert put(client, url, answers=answers, revision=1).status_code in (409, 422)


def test_too_many_bytes_are_not_read(client: Client) -> None:
    answer = put(client, invited(campaign())[1], answers={"rest": {"v": "x" * 1_100_000}})
    assert answer.status_code == 413


def test_a_hidden_answer_does_not_leave_with_the_others(client: Client) -> None:
    put(client, invited(campaign())[1], answers={**GIVEN, "insured": {"v": "yes"}, "tired": {"v": "l2"}})
    assert set(responses()[0].answers) == {"vehicle", "minutes"}


# -- six letters -----------------------------------------------------------------------------------------------------------------
def code(client: Client, url: str, **more: Any) -> str:
    body = {"submission": str(uuid.uuid4()), "revision": 0, "answers": GIVEN, **more}
    answer = client.post(f"{url}code/", json.dumps(body), content_type="application/json")
    letters: str = answer.json()["code"]
    return letters


def test_six_letters_bring_back_to_the_same_answers_elsewhere(client: Client) -> None:
    letters = code(client, invited(campaign())[1])
    other = Client()
    answer = other.post("/q/reprendre/", {"code": f" {letters.lower()[:3]} {letters.lower()[3:]}"})
    assert answer.headers["Location"] == f"/q/{letters}/"
    assert '"minutes": {"v": "12"}' in other.get(f"/q/{letters}/").content.decode().replace("&quot;", '"')
    assert put(other, f"/q/{letters}/", revision=1, submission=str(Progress.objects.get().submission)).status_code == 200
    assert Invitation.objects.for_system("test").get(channel="link").answered
    assert other.get(f"/q/{letters}/").status_code == 404, "sent, the code opens nothing more"


def test_a_code_without_script_is_shown_on_the_page(client: Client) -> None:
    url = invited(campaign())[1]
    client.post(f"{url}?partie=1", {"vehicle": "none", "minutes": "12", "aller": "pause"})
    page = client.post(f"{url}?partie=pause", {"aller": "code"})
    letters = text(page).split("Votre code : notez-le. ")[1][:6]
    assert client.get(f"/q/{letters}/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"), [("abc", "compte 3 lettres"), ("", "compte 0 lettres"), ("ABCDEF", "n'ouvre aucun questionnaire")]
)
def test_a_wrong_code_says_what_is_wrong_and_keeps_it(client: Client, typed: str, said: str) -> None:
    answer = client.post("/q/reprendre/", {"code": typed})
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{typed}"' in answer.content.decode()


# -- anonymous ---------------------------------------------------------------------------------------------------------------------
def test_an_anonymous_answer_leaves_nothing_on_the_way(client: Client) -> None:
    invitation, url = invited(campaign(anonymous=True))
    assert "Personne ne pourra savoir" in text(client.get(url))
    submission = str(uuid.uuid4())
    assert put(client, url, final=False, submission=submission).json() == {"revision": 0}
    assert Progress.objects.count() == 0, "kept on the phone alone"
    assert put(client, url, submission=submission).status_code == 200
    kept = responses()[0]
    assert (kept.invitation, kept.organisation, kept.person, kept.submitted_at, kept.entered_by_label) == (None, None, None, None, "")
    invitation.refresh_from_db()
    assert invitation.answered


def test_an_anonymous_questionnaire_takes_no_file(client: Client) -> None:
    url = invited(campaign(anonymous=True))[1]
    answer = client.post(f"{url}fichier/", {"file": SimpleUploadedFile("a.png", PNG)})
    assert (answer.status_code, File.objects.for_system("test").count()) == (422, 0)
    assert "il ne reçoit pas de fichier" in answer.json()["sentence"]


def test_six_letters_behind_ones_own_link_send_an_anonymous_answer_and_stop_reminders(client: Client) -> None:
    """Another device: the letters alone open nothing, the link alone finds nothing; together they do, and the base joins nothing."""
    invitation, url = invited(campaign(anonymous=True))
    letters = code(client, url)
    other = Client()
    alone = other.post("/q/reprendre/", {"code": letters})
    assert alone.status_code == 422
    assert "Ouvrez le lien que vous avez reçu, puis tapez ce code sur sa première page." in text(alone)
    assert other.get(f"/q/{letters}/").status_code == 404
    assert "J'ai un code de six lettres" in text(other.get(url))
    found = other.post(url, {"aller": "reprendre", "code": f" {letters.lower()[:3]} {letters.lower()[3:]}"})
    kept = Progress.objects.get()
    assert kept.invitation is None
    assert found.headers["Location"] == f"{url}?reponse={kept.submission}"
    assert '"minutes": {"v": "12"}' in other.get(found.headers["Location"]).content.decode().replace("&quot;", '"')
    assert put(other, url, revision=1, submission=str(kept.submission)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.answered, "no reminder leaves any more"
    assert (responses()[0].invitation, Progress.objects.count()) == (None, 0)


def test_six_letters_of_another_campaign_open_nothing_behind_this_link(client: Client) -> None:
    url = invited(campaign(anonymous=True))[1]
    letters = code(client, invited(campaign(anonymous=True), "Atelier du Quai")[1])
    for typed in (letters, "ABCDEF", "", "abc"):
        answer = client.post(url, {"aller": "reprendre", "code": typed})
        assert answer.status_code == 422
        assert "Ce code n'ouvre aucune réponse commencée ici" in text(answer)


# -- entered for somebody else ---------------------------------------------------------------------------------------------------------
def test_an_officer_enters_what_came_on_paper_and_is_named(client: Client) -> None:
    ines = make.officer()
    invitation, _ = invited(campaign())
    url = f"/q/{actions.entry_key(actor=ines.actor, subject=invitation, channel='paper')}/"
    assert f"Vous saisissez une réponse reçue : {invitation}" in text(client.get(url))
    assert put(client, url).status_code == 200
    kept = responses()[0]
    assert (kept.channel, kept.entered_by_label, kept.organisation) == ("paper", ines.actor.label, invitation.organisation)
    assert client.get(f"{url[:-2]}/").status_code == 404, "a signed key is not mended by hand"


# -- photos ------------------------------------------------------------------------------------------------------------------------
def test_a_photo_is_received_for_the_dla_and_named_in_the_answer(client: Client) -> None:
    url = invited(campaign())[1]
    told = client.post(f"{url}fichier/", {"file": SimpleUploadedFile("carte.png", PNG)}).json()
    assert put(client, url, answers={**GIVEN, "photo": {"v": [told["id"]]}}).status_code == 200
    file = File.objects.for_system("test").get()
    assert (str(file.public_id), file.audience, responses()[0].answers["photo"]["v"]) == (told["id"], ["operator"], [told["id"]])


def test_a_photo_of_thirty_megabytes_is_refused_and_the_rest_is_kept(client: Client) -> None:
    url = invited(campaign())[1]
    heavy = SimpleUploadedFile("photo.png", PNG + b"\0" * 30_000_000)
    answer = client.post(f"{url}?partie=4", {"rest": "Ma réponse", "photo:file": heavy, "aller": "suite"})
    assert answer.status_code == 422
    assert "25 Mo au plus" in text(answer)
    assert Progress.objects.get().answers == {"rest": {"v": "Ma réponse"}}
    assert File.objects.for_system("test").count() == 0


def test_what_is_not_a_picture_though_it_says_so_is_refused(client: Client) -> None:
    answer = client.post(f"{invited(campaign())[1]}fichier/", {"file": SimpleUploadedFile("photo.png", b"<script>alert(1)</script>")})
    assert answer.status_code == 422
    assert answer.json()["sentence"]


def test_the_file_of_somebody_else_is_not_named(client: Client) -> None:
    one, other = campaign(), campaign(name="Une autre")
    told = client.post(f"{invited(other)[1]}fichier/", {"file": SimpleUploadedFile("secret.png", PNG)}).json()
    url = invited(one, "Atelier curieux")[1]
    put(client, url, final=False, answers={"photo": {"v": [told["id"]]}})
    assert "secret.png" not in client.get(f"{url}?partie=4").content.decode()


# -- paper, and what makes the page open again -----------------------------------------------------------------------------------------
def test_the_empty_questionnaire_is_printed(client: Client) -> None:
    answer = client.get(f"{invited(campaign())[1]}papier/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_the_worker_watches_over_questionnaires_alone(client: Client) -> None:
    answer = client.get("/q/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "surveys/keep" in answer.content.decode()
    told = client.get("/q/manifeste.webmanifest").json()
    assert (told["scope"], told["start_url"]) == ("/q/", "/q/")
