"""Every page of the look renders, with undefined variables failing, and carries no inline style or script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from cordee.core.ui.samples import SAMPLES

# A mail brings its own style: there is no style sheet to link to, and no policy in a mail program.
TEMPLATES = sorted(path for path in Path("cordee").rglob("templates/**/*.html") if "mails" not in path.parts)
PAGES = [
    ("/design/", 200, "Les pièces de l'interface"),
    ("/connexion/", 200, "Ou entrez dans la démonstration"),
    ("/comptes/login/", 200, "Se connecter"),
    ("/comptes/password/reset/", 200, "Recevoir le lien"),
    ("/comptes/password/reset/done/", 200, "Regardez votre messagerie"),
    ("/comptes/password/reset/key/done/", 200, "votre mot de passe est enregistré"),
    ("/confirmer/", 200, "Ce qui ne pourra plus changer"),
    ("/conflit/", 409, "Votre version"),
    ("/nulle-part/", 404, "n&#x27;existe pas ou ne vous est pas ouverte"),
]


@pytest.mark.parametrize(("path", "status", "sentence"), PAGES)
def test_page(client: Client, path: str, status: int, sentence: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    html = answer.content.decode()
    assert sentence in html
    assert not re.search(r"""\sstyle=|<style|\son\w+=|hx-on|javascript:""", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "two elements bear the same id"


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"""\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:""", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_every_sample_is_drawn(client: Client) -> None:
    html = client.get("/design/").content.decode()
    for group in SAMPLES.values():
        for sample in group:
            assert f'data-sample="{sample.name.replace(chr(39), "&#x27;")}"' in html


def test_server_error_gives_the_reference_of_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.raise_request_exception = False
    html = client.get("/panne/").content.decode()
    found = re.search(r"<strong>([0-9A-F]{8})</strong>", html)
    assert found
    assert any(found[1] in record.getMessage() for record in caplog.records if record.name == "cordee.incidents")


def test_expired_form_says_what_is_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/confirmer/")
    assert answer.status_code == 403
    assert "votre saisie y est encore" in answer.content.decode()


def test_way_back_is_only_ours(client: Client) -> None:
    ours = client.get("/nulle-part/", headers={"referer": "http://testserver/design/"}).content.decode()
    theirs = client.get("/nulle-part/", headers={"referer": "http://ailleurs.example/"}).content.decode()
    assert 'href="http://testserver/design/"' in ours
    assert "ailleurs.example" not in theirs


def test_current_place_is_said(client: Client) -> None:
    html = client.get("/design/").content.decode()
    assert re.search(r'href="#design" aria-current="page"', html)
    assert not re.search(r'href="#cases" aria-current', html)
