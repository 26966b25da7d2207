"""The peer: pretalx, where someone has installed it. `CORDEE_BENCH_PRETALX` names its folder: `v/` (its own environment, with gunicorn),
`pretalx.cfg`, a test event « democon », and the account given by `CORDEE_BENCH_PRETALX_ACCOUNT` (address:password).

It is no dependency of the project. Both applications are then served by the peer's gunicorn, with as many workers.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import PATIENCE, WORKERS, Server, wait_for

FOLDER = "CORDEE_BENCH_PRETALX"
ACCOUNT = "CORDEE_BENCH_PRETALX_ACCOUNT"
EVENT = "/orga/event/democon"
#: our page → theirs
PAIRS = {"organisations_list": "submissions/", "dossiers_list": "submissions/", "providers_list": "speakers/", "dossier_page": ""}
ABSENT = f"pretalx n'est pas installé : la comparaison est laissée de côté. Donnez son dossier dans {FOLDER} pour la faire.\n"


def folder() -> Path | None:
    given = os.environ.get(FOLDER)
    if given and (Path(given) / "v" / "bin" / "gunicorn").exists():
        return Path(given)
    sys.stderr.write(ABSENT)
    return None


@contextmanager
def gunicorn(place: Path, application: str, *, ours: bool) -> Iterator[Server]:
    """Ours runs on our own packages: of the peer's environment, it borrows gunicorn alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as borrowed:
        packages = next((place / "v" / "lib").glob("python*/site-packages"))
        for name in ("gunicorn", "packaging"):
            (Path(borrowed) / name).symlink_to(packages / name)
        words = ["-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "--log-level", "warning", application]
        root = str(Path(__file__).parents[1])
        more = {"PYTHONPATH": f"{borrowed}{os.pathsep}{root}"} if ours else {"PRETALX_CONFIG_FILE": str(place / "pretalx.cfg")}
        kept = {k: v for k, v in os.environ.items() if ours or k not in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH")}
        python = sys.executable if ours else str(place / "v" / "bin" / "python")
        process = subprocess.Popen([python, *words], cwd=root if ours else place, env={**kept, **more})
        try:
            wait_for(port, process)
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def sign_in(server: Server) -> tuple[str, str]:
    """The cookie of a session, and the address of one submission."""
    email, password = os.environ[ACCOUNT].split(":", 1)
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{server.url}/orga/login/").read().decode()
    token = re.search(r"name=\W?csrfmiddlewaretoken\W.*?value=\W?(\w+)", page)
    fields = {"login_email": email, "login_password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
    asked = urllib.request.Request(  # noqa: S310  our own server
        f"{server.url}/orga/login/", urllib.parse.urlencode(fields).encode(), {"Referer": f"{server.url}/orga/login/"}
    )
    browser.open(asked)
    listed = browser.open(f"{server.url}{EVENT}/submissions/").read().decode()
    found = re.search(rf"href=\W?({EVENT}/submissions/[A-Z0-9]{{6}}/)", listed)
    if found is None:
        raise RuntimeError("pretalx n'a pas ouvert sa liste : vérifiez le compte et l'événement « democon ».")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), found.group(1)
