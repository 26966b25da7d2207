"""PostgreSQL embedded in a wheel: started at the first need, shared by every process, stopped by the last one.

No TCP port, no password: the socket lies in a folder closed to others. Users are counted by shared `flock`s, which the
kernel drops even after `kill -9`: no lock of ours can be stale.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cordee.config.binaries import call, major_version, private_name, private_place, reachable, server_account, server_programs
from cordee.config.trouble import Trouble

SOCKET_PATH_LIMIT = 103 - len("/.s.PGSQL.5432.lock")  # sun_path holds 104 bytes on macOS, 108 on Linux
ROOM_FOR_A_NEW_BASE = 300 * 1024 * 1024
ORPHANS_PATIENCE = 15  # seconds left to the queries of a server that was killed

COMMON = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
}
COMMON |= {"log_min_duration_statement": "2000"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}


class EmbeddedPostgres:
    """One server in one folder. `durable=False` is for tests: a power cut may destroy the base."""

    def __init__(self, root: Path, *, user: str, dbname: str, durable: bool = True, programs: Path | None = None) -> None:
        self.wanted_root = root.absolute()
        self.user, self.dbname, self.durable = user, dbname, durable
        self.account = server_account()
        self.root = self._choose_root()
        self.data = self.root / "data"
        self.run = self._choose_run()
        self._programs = programs
        self._lock: int | None = None
        self._lock_owner = 0

    def settings(self) -> dict[str, object]:
        """For Django's DATABASES. The address is known without starting anything."""
        return {"ENGINE": "cordee.config.pgbackend", "NAME": self.dbname, "USER": self.user, "HOST": str(self.run), "PORT": ""}

    # -- places -----------------------------------------------------------------------------------------------------
    @property
    def moved(self) -> bool:
        return self.root != self.wanted_root

    def _choose_root(self) -> Path:
        """Under root, another folder when the server's account cannot walk down to the wanted one. A base stays where it is."""
        if self.account is None or (self.wanted_root / "data").exists():
            return self.wanted_root
        name = private_name(self.wanted_root)
        if reachable(self.wanted_root / "data", self.account):
            kept = Path("/var/lib/cordee") / name
            return kept if (kept / "data").exists() else self.wanted_root
        return private_place() / name

    def _choose_run(self) -> Path:
        run = self.root / "run"
        if len(os.fsencode(run)) <= SOCKET_PATH_LIMIT:
            return run
        # /tmp and not $TMPDIR: every process must find the same socket; the folder's owner is checked.
        return Path("/tmp") / f"cordee-{os.geteuid()}-{private_name(self.root)}"  # noqa: S108

    @property
    def programs(self) -> Path:
        if self._programs is None:
            self._programs = server_programs(self.account)
        return self._programs

    def _call(self, program: str, *argv: str | Path, new_session: bool = False) -> str:
        return call(self.programs / program, *argv, account=self.account, new_session=new_session)

    def _make_private(self, folder: Path) -> None:
        """A folder of the server's account, closed to all others, even if its name was guessed and made before us."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = self.account.pw_uid if self.account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), owner):
            raise Trouble(
                f"Le dossier {folder} appartient à un autre compte. "
                "Relancez avec le compte qui l'a créé, ou désignez un autre dossier par CORDEE_VAR."
            )
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)

    # -- users ------------------------------------------------------------------------------------------------------
    def ensure(self, *, doubt: bool = False) -> None:
        """Count this process among the users, and start the server if nobody did. `doubt`: it may have died since."""
        if self._lock_owner == os.getpid() and self._lock is not None and not doubt:
            return
        self.root.mkdir(parents=True, exist_ok=True)
        with self._alone("start.lock"):
            try:
                self._join()
                if not self.running():
                    self._start()
            except subprocess.CalledProcessError as failure:
                self._leave()
                raise Trouble(self._why(failure)) from failure
            except BaseException:
                self._leave()
                raise

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        fd = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            os.close(fd)

    def _join(self) -> None:
        if self._lock_owner == os.getpid():
            return
        self._leave()  # after a fork: the parent counts for itself
        self._lock = os.open(self.root / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._lock_owner = os.getpid()
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        atexit.register(self.release)

    def _leave(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
        self._lock, self._lock_owner = None, 0

    def release(self) -> None:
        """Leave; the last one stops the server."""
        if self._lock is None or self._lock_owner != os.getpid():
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            self.stop()
        self._leave()

    def used(self) -> bool:
        """Does another process use it now? Asked before destroying it."""
        if not (self.root / "users.lock").exists():
            return False
        fd = os.open(self.root / "users.lock", os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(fd)
        return False

    # -- the server ---------------------------------------------------------------------------------------------------
    def running(self) -> bool:
        """It answers. A pid file proves nothing: the pid may be a zombie's, or another program's by now."""
        if not (self.run / ".s.PGSQL.5432").exists():
            return False
        try:
            self._call("pg_isready", "-q", "-h", self.run, "-U", self.user, "-d", "postgres", "-t", "2")
        except subprocess.CalledProcessError:
            return False
        return True

    def stop(self) -> None:
        if self.running():
            self._call("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def _start(self) -> None:
        if self.moved:
            print(f"La base est rangée dans {self.root} : le compte du serveur n'a pas accès à {self.wanted_root}.", file=sys.stderr)
        self._make_private(self.run)
        self._create_files()
        self._make_private(self.data)
        self._check_files()
        self._forget_dead_server()
        if not self.running():
            values = COMMON | {"unix_socket_directories": f'"{self.run}"'} | ({} if self.durable else FAST)
            options = " ".join("-c " + shlex.quote(f"{name}={value}") for name, value in values.items())
            self._call("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log, "-o", options, "start", new_session=True)
        self._create_database()

    @property
    def log(self) -> Path:
        return self.run / "postgres.log"

    def _create_files(self) -> None:
        """`initdb` works beside, then the folder takes its name: an interrupted one leaves nothing that looks complete."""
        if self.data.exists():
            return
        if shutil.disk_usage(self.root).free < ROOM_FOR_A_NEW_BASE:
            raise Trouble(f"Il reste moins de 300 Mo sur le disque de {self.root}. Libérez de la place, puis relancez la commande.")
        draft = self.root / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._make_private(draft)
        self._check_reachable(draft)
        locale = ["--locale=C.UTF-8"]  # the same order on every machine
        if major_version(self.programs / "postgres", self.account) >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        self._call("initdb", "-D", draft, "-U", self.user, "--encoding=UTF8", "--auth=trust", "--no-instructions", *locale, *sync)
        draft.rename(self.data)

    def _check_reachable(self, folder: Path) -> None:
        if self.account and not reachable(folder, self.account):
            raise Trouble(
                f"Le compte « {self.account.pw_name} », qui fait tourner PostgreSQL, n'a pas accès à {folder}. "
                "Désignez un dossier ouvert, par exemple CORDEE_VAR=/var/lib/cordee-donnees, ou indiquez votre serveur dans DATABASE_URL."
            )

    def _check_files(self) -> None:
        self._check_reachable(self.data)
        made_by = int((self.data / "PG_VERSION").read_text())
        ours = major_version(self.programs / "postgres", self.account)
        if made_by != ours:
            raise Trouble(
                f"La base de {self.root} a été créée par PostgreSQL {made_by} et Cordée apporte la version {ours}. "
                "Sauvegardez-la avec l'ancienne version de Cordée (make backup), puis restaurez-la ici (make restore FILE=…)."
            )

    def _create_database(self) -> None:
        where = ("-h", self.run, "-U", self.user)
        known = self._call("psql", *where, "-d", "postgres", "-tAc", "SELECT datname FROM pg_database").split()
        if self.dbname not in known:
            self._call("createdb", *where, self.dbname)

    def _forget_dead_server(self) -> None:
        """After a crash the pid files may name a zombie or another program (usual in containers), and PostgreSQL would
        refuse to start. They are removed only once no process works in the data folder: orphans may still write there."""
        if not Path("/proc/self/cwd").exists() or not (self.data / "postmaster.pid").exists():
            return
        deadline = time.monotonic() + ORPHANS_PATIENCE
        while self._someone_works_there():
            if self.running() or time.monotonic() > deadline:
                return
            time.sleep(0.1)
        for stale in (self.data / "postmaster.pid", self.run / ".s.PGSQL.5432.lock", self.run / ".s.PGSQL.5432"):
            stale.unlink(missing_ok=True)

    def _someone_works_there(self) -> bool:
        """Every PostgreSQL process has the data folder as its working directory; a zombie has none."""
        for link in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if link.samefile(self.data):
                    return True
            except OSError:
                continue
        return False

    def _why(self, failure: subprocess.CalledProcessError) -> str:
        said = f"{failure.stdout}{failure.stderr}" + (self.log.read_text(errors="replace")[-4000:] if self.log.exists() else "")
        if "No space left on device" in said:
            return f"Le disque de {self.root} est plein. Libérez de la place, puis relancez la commande : rien n'est perdu."
        reasons = [line for line in said.splitlines() if "FATAL" in line or "error:" in line] or said.splitlines() or ["sans message"]
        return f"PostgreSQL n'a pas démarré ({reasons[-1].strip()}). Son journal est dans {self.log}. « make reset » repart de rien."
