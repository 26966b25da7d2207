"""« Mon compte »: tokens, letters, the one-click stop; no read writes anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cordee.actors.accounts import actions, mail_links, queries
from cordee.actors.accounts.models import ApiToken, MailPreference, TokenUse, User
from cordee.core import outbox
from cordee.core.access import Actor, Refused
from cordee.core.models.outbox import Mail
from tests.actors.accounts.people import People, signed_in, text

KIND, DIGEST = "directory.change_proposed", "core.digest"


@pytest.fixture
def ines(people: People) -> Actor:
    return people.officer()


def token_of(actor: Actor, name: str = "Tableau de bord", **more: Any) -> tuple[ApiToken, str]:
    day = timezone.localdate() + timedelta(days=30)
    return actions.create_token(actor=actor, **({"name": name, "scopes": ["read"], "expires_on": day} | more))


# -- tokens ----------------------------------------------------------------------------------------------------------------------
def test_a_token_is_shown_once_and_kept_as_a_hash(people: People, ines: Actor) -> None:
    client = signed_in("ines@nord.example")
    day = timezone.localdate() + timedelta(days=30)
    made = client.post("/comptes/jetons/", {"name": "Tableau de bord", "scopes": ["write", "read"], "expires_on": day.isoformat()})
    token = ApiToken.objects.for_system("test").get()
    secret = next(word for word in text(made).split() if word.startswith("cordee_"))
    assert "no-store" in made["Cache-Control"]
    assert token.sha256 == queries.hashed(secret)
    assert token.scopes == ["read", "write"]
    assert token.membership_id == ines.membership_id
    assert timezone.localtime(token.expires_at).date() == day
    page = client.get("/comptes/")
    assert secret not in page.content.decode()
    assert f"…{secret[-4:]}" in text(page)
    assert last_use(page) == "jamais"
    TokenUse(token=token, method="GET", path="/api/v1/", status=200).save()
    assert str(timezone.localdate().year) in last_use(client.get("/comptes/"))


def last_use(page: Any) -> str:
    return page.content.decode().split('data-label="Dernier usage">')[1].split("<")[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"expires_on": timezone.localdate() + timedelta(days=366)}, "un an au plus"),
        ({"expires_on": timezone.localdate()}, "date à venir"),
        ({"scopes": ["admin"]}, "n'est pas dans la liste"),
        ({"scopes": []}, "Ce qu'il permet"),
        ({"name": ""}, "Nom"),
    ],
)
def test_a_token_has_a_name_known_scopes_and_a_year_at_most(people: People, ines: Actor, typed: dict[str, Any], said: str) -> None:
    good = {"name": "Tableau", "scopes": ["read"], "expires_on": timezone.localdate() + timedelta(days=365)}
    answer = signed_in("ines@nord.example").post("/comptes/jetons/", good | typed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not ApiToken.objects.for_system("test").exists()


def test_the_action_holds_the_same_rules_for_the_api(people: People, ines: Actor) -> None:
    for wrong in ({"scopes": ["admin"]}, {"scopes": []}, {"expires_on": timezone.localdate() + timedelta(days=366)}):
        with pytest.raises(Refused):
            token_of(ines, **wrong)
    token_of(ines)
    with pytest.raises(Refused, match="porte déjà ce nom"):
        token_of(ines)


def test_revoking_is_for_its_owner_alone(people: People, ines: Actor) -> None:
    token, _ = token_of(ines)
    people.stranger()
    path = f"/comptes/jetons/{token.public_id}/revoquer/"
    assert signed_in("youssef@aisne.example").post(path).status_code == 404
    owner = signed_in("ines@nord.example")
    assert owner.get(path).status_code == 405
    owner.post(path)
    token.refresh_from_db()
    assert token.revoked_at
    assert "Révoqué" in text(owner.get("/comptes/"))
    assert token_of(ines)[0].pk, "the name is free again"


# -- letters ---------------------------------------------------------------------------------------------------------------------
def letter(user_id: int, kind: str = KIND) -> Mail | None:
    address = User.objects.get(pk=user_id).email
    return outbox.post(
        outbox.Letter(kind=kind, recipient=address, recipient_user=user_id, subject="Un essai", lines=("Une ligne.",), path="/x/")
    )


@pytest.mark.parametrize(("mode", "status"), [("now", "waiting"), ("digest", "digest"), ("none", None)])
def test_what_one_chooses_is_what_one_receives(people: People, ines: Actor, mode: str, status: str | None) -> None:
    client = signed_in("ines@nord.example")
    choices = {kind.code: kind.default for kind in outbox.mail_kinds if not kind.statutory} | {KIND: mode}
    assert client.post("/comptes/courriels/", choices)["Location"] == "/comptes/"
    row = letter(ines.user_id or 0)
    assert (row.status if row else None) == status


def test_no_digest_means_nothing_that_would_be_in_it(people: People, ines: Actor) -> None:
    user_id = ines.user_id or 0
    actions.set_mail_mode(user_id=user_id, kind=DIGEST, mode="none")
    assert letter(user_id) is None
    actions.set_mail_mode(user_id=user_id, kind=KIND, mode="now")
    assert letter(user_id)


@pytest.mark.covers("SYS-904")
def test_statutory_letters_are_always_sent(people: People, ines: Actor) -> None:
    user_id = ines.user_id or 0
    with pytest.raises(Refused, match="obligatoire"):
        actions.set_mail_mode(user_id=user_id, kind="accounts.password", mode="none")
    MailPreference(user_id=user_id, kind="accounts.password", mode="none").save()
    row = letter(user_id, "accounts.password")
    assert row
    assert row.status == "waiting"
    client = signed_in("ines@nord.example")
    assert "Mot de passe et sécurité du compte" in text(client.get("/comptes/")).split("Partent toujours")[1]
    assert 'name="accounts.password"' not in client.get("/comptes/").content.decode()


def test_an_unknown_choice_is_refused_and_nothing_is_written(people: People, ines: Actor) -> None:
    answer = signed_in("ines@nord.example").post("/comptes/courriels/", {KIND: "sometimes"})
    assert answer.status_code == 422
    assert not MailPreference.objects.for_system("test").exists()


def sent(row: Mail | None) -> Any:
    assert row
    Mail.objects.for_system("test").filter(pk=row.pk).update(status="waiting")
    assert outbox.send(row.pk)
    return mail.outbox[-1]


def test_each_letter_can_be_stopped_in_one_click(people: People, ines: Actor) -> None:
    message = sent(letter(ines.user_id or 0))
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in message.body
    assert stop in message.alternatives[0][0]
    path = stop.split("//", 1)[1].split("/", 1)[1]
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"/{path}")
    assert "Arrêter «" in text(page)
    assert not MailPreference.objects.for_system("test").exists(), "a preview of the link stops nothing"
    done = client.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert "C'est fait" in text(done)
    assert letter(ines.user_id or 0) is None
    assert client.post(f"/{path}").status_code == 200, "twice is as once"


def test_a_forged_stop_stops_nothing(people: People, ines: Actor, client: Client) -> None:
    good = mail_links.stop_path(ines.user_id or 0, KIND)
    statutory = mail_links.stop_path(ines.user_id or 0, "accounts.password")
    stranger = mail_links.stop_path(10**9, KIND)
    for path in (good[:-3] + "xx/", "/courriels/arreter/1/", statutory, stranger):
        assert client.post(path).status_code == 404, path
    assert not MailPreference.objects.for_system("test").exists()


def test_the_letter_reads_well_as_text_and_as_a_page(people: People, ines: Actor) -> None:
    address = "ines@nord.example"
    posted = outbox.post(
        outbox.Letter(
            kind=KIND,
            recipient=address,
            recipient_user=ines.user_id,
            subject="Pièces & comptes",
            lines=("L'Atelier <Nord> attend.",),
            button="Répondre",
            path="/annuaire/",
            sender="Salomé Boussole",
        )
    )
    message = sent(posted)
    page = message.alternatives[0][0]
    assert "L'Atelier <Nord> attend." in message.body
    assert "Répondre :\nhttp" in message.body
    assert "Salomé Boussole, par Cordée" in message.body
    assert "L&#x27;Atelier &lt;Nord&gt; attend." in page
    assert "<img" not in page
    assert "style=" not in page
    assert '<html lang="fr">' in page


def test_the_digest_carries_its_letters(people: People, ines: Actor) -> None:
    letter(ines.user_id or 0)
    letter(ines.user_id or 0)
    assert outbox.send_digests() == 1
    row = Mail.objects.for_system("test").get(kind=DIGEST)
    assert outbox.send(row.pk)
    assert mail.outbox[-1].body.count("Une ligne.") == 2


# -- reading -------------------------------------------------------------------------------------------------------------------
def test_no_read_writes(people: People, ines: Actor, settings: Any) -> None:
    """The guard of the suite refuses any write on a GET: each page is opened once under it."""
    assert settings.GUARD_READS
    invitation = people.invited(people.director())
    token_of(ines)
    client, visitor = signed_in("ines@nord.example"), Client()
    access = f"/annuaire/{people.fabrique.public_id}/acces/"
    for path in ("/comptes/", "/comptes/mot-de-passe/", "/comptes/deconnexion/", "/comptes/invitations/", access):
        assert client.get(path).status_code == 200, path
    public = ("/comptes/connexion/", "/comptes/mot-de-passe/nouveau/", "/comptes/mot-de-passe/nouveau/envoye/", "/comptes/compte-ferme/")
    stop = mail_links.stop_path(ines.user_id or 0, KIND)
    for path in (*public, "/comptes/mot-de-passe/nouveau/enregistre/", f"/invitation/{invitation.secret}/", stop):
        assert visitor.get(path).status_code == 200, path
    for path in ("/comptes/", "/comptes/invitations/", access, "/comptes/mot-de-passe/"):
        assert visitor.get(path)["Location"].startswith("/comptes/connexion/"), path
