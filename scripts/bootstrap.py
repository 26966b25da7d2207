"""Make the virtual environment from the hash-locked requirements, and only when they changed.

Runs on a bare Python: standard library only, and syntax that an old Python can read far enough to be told that it is old.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Cordée demande Python 3.11 ou plus récent, celui-ci est le %d.%d. Installez-en un, puis nommez-le : PYTHON=python3.11 make demo"
        % sys.version_info[:2]
    )

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cordee.config.progress import say, step  # noqa: E402
from cordee.config.trouble import Trouble, from_os_error  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "cordee-requirements.json"
LOG = VENV / "install.log"
RUNTIME, DEV, UV = ROOT / "requirements.txt", ROOT / "requirements-dev.txt", ROOT / "scripts" / "requirements-uv.txt"


def digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """What the last complete installation was made from; nothing when the environment is broken or half-made."""
    try:
        if subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:  # noqa: S603
            return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        pass
    return {}


def wanted(before: dict[str, str], *, dev: bool) -> Path | None:
    """The list to install, or none if it is already there. An engineer's environment is never cut down to the users'."""
    requirements = DEV if dev or before.get("list") == DEV.name else RUNTIME
    current = {"list": requirements.name, "sha256": digest(requirements)}
    return None if before == current else requirements


def run(*command: str | Path) -> bool:
    """Its words go to a file that the last sentence names."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    with LOG.open("ab") as log:
        done = subprocess.run(  # noqa: S603
            [str(word) for word in command],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            env=environment | {"VIRTUAL_ENV": str(VENV), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
    return done.returncode == 0


def make_environment() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Trouble("Il manque à Python le module « venv ». Installez-le, puis relancez la commande : apt install python3-venv")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    if not run(sys.executable, "-m", "venv", VENV):
        raise Trouble(f"L'environnement Python n'a pas pu être créé (voir {LOG}). Si « venv » manque : apt install python3-venv")


def uv() -> str | Path | None:
    """uv installs in seconds what takes pip a minute: the machine's own, or a locked one put in the environment."""
    own = VENV / "bin" / "uv"
    for candidate in (shutil.which("uv"), own):
        if candidate and Path(candidate).exists() and run(candidate, "--version"):
            return candidate
    if run(PYTHON, "-m", "ensurepip") and run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", UV):
        return own
    return None


def install(requirements: Path) -> None:
    tool = uv()
    if tool is not None and run(tool, "pip", "sync", "--python", PYTHON, "--require-hashes", requirements):
        return
    if not run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", requirements):
        raise Trouble(f"Les paquets n'ont pas pu être installés. Vérifiez le réseau, puis relancez la commande. Le détail est dans {LOG}.")


def bootstrap(*, dev: bool) -> None:
    with (ROOT / ".venv.lock").open("w") as lock:  # two commands at once: the second one waits
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = installed()
        requirements = wanted(before, dev=dev)
        if requirements is None:
            return
        if not before:
            with step("Environnement Python"):
                make_environment()
        STAMP.unlink(missing_ok=True)
        with step("Paquets"):
            install(requirements)
        STAMP.write_text(json.dumps({"list": requirements.name, "sha256": digest(requirements)}))


def main() -> int:
    try:
        bootstrap(dev="--dev" in sys.argv[1:])
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sentence = from_os_error(error, "copiez Cordée dans un dossier à vous")
        if sentence is None:
            raise
        say(str(sentence))
        return 1
    return 0


sys.exit(main())
