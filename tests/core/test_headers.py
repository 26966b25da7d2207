"""What each answer says to the browser: nothing inline, nothing framed, nothing guessed; and what a deployment adds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.access.world import World

ROOT = Path(__file__).parents[2]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"|\shx-on|javascript:", re.IGNORECASE)
PAGES = [
    "/",
    "/annuaire/",
    "/annuaire/?q=a",
    "/annuaire/propositions/",
    "/journal/",
    "/comptes/",
    "/territoires/",
    "/design/",
    "/recherche/?q=a",
]


def test_no_page_bears_anything_inline_and_every_page_says_so(db: None) -> None:
    world = World()
    admin = world.client("admin")
    sheet = world.structure.get_absolute_url()
    more = [sheet, f"{sheet}modifier/", f"{sheet}documents/ajouter/", f"{sheet}proposer/", f"{sheet}annees/ajouter/", "/introuvable/"]
    for url in [*PAGES, *more, world.proposed.get_absolute_url()]:
        answer: Any = admin.get(url)
        page = answer.content.decode()
        assert INLINE.findall(page) == [], url
        assert '<html lang="fr">' in page or url.startswith("/design"), url
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert (answer.headers["X-Frame-Options"], answer.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"].startswith("private"), "made for this reader"
        assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "bad", ['<p style="x">', "<script>a</script>", '<a onclick="x">', "<style>", '<a href="javascript:x">', '<div hx-on:click="x">']
)
def test_the_scan_sees_what_is_inline(bad: str) -> None:
    assert INLINE.search(bad)
    assert not INLINE.search('<script src="/a.js" defer></script><p class="style">')


def test_a_form_without_its_token_is_refused_in_words(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/comptes/connexion/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


def test_the_session_is_out_of_reach_of_scripts_and_other_sites() -> None:
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


def test_a_deployment_over_https_says_so_for_a_year(tmp_path: Path) -> None:
    names = ["SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    program = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names!r}]))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CORDEE_")}
    asked = kept | {
        "DJANGO_SETTINGS_MODULE": "cordee.config.settings",
        "CORDEE_VAR": str(tmp_path),
        "CORDEE_HTTPS": "1",
        "CORDEE_PUBLIC_URL": "https://cordee.example",
    }
    done = subprocess.run([sys.executable, "-c", program], env=asked, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [365 * 24 * 3600, True, True, True, True]
