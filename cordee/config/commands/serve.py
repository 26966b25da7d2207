"""The platform as one command: base, web server and tasks; Ctrl-C stops all, and nothing survives a `kill -9` of it."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from cordee.config.commands.running import as_platform
from cordee.config.env import ROOT, Env
from cordee.config.progress import say, seconds, step
from cordee.config.trouble import Trouble

PR_SET_PDEATHSIG = 1
START_LIMIT = 60
STOP_LIMIT = 15
TASKS_AT_ONCE = 2


def demo(arguments: list[str]) -> int:
    os.environ["CORDEE_DEMO"] = "1"
    return open_platform(examples=True, tasks="--no-worker" not in arguments)


def serve(arguments: list[str]) -> int:
    return open_platform(examples=False, tasks="--no-worker" not in arguments)


def worker(arguments: list[str]) -> int:
    from cordee.config.commands import data

    with as_platform(Env().var):
        data.open_base()
        from procrastinate.contrib.django import app, django_connector

        connector = app.connector
        if not isinstance(connector, django_connector.DjangoConnector):
            raise Trouble("Le service des tâches n'a pas trouvé la base. Lancez « make check ».")
        with app.replace_connector(connector.get_worker_connector()) as tasks:
            tasks.run_worker(concurrency=TASKS_AT_ONCE, delete_jobs="successful")  # failures stay visible
    return 0


def open_platform(*, examples: bool, tasks: bool) -> int:
    start, env = time.monotonic(), Env()
    for number in (signal.SIGINT, signal.SIGTERM):  # a service manager's stop is a Ctrl-C; a shell's `&` may have muted both
        signal.signal(number, signal.default_int_handler)
    children: dict[str, subprocess.Popen[bytes]] = {}
    with as_platform(env.var):
        try:
            require_free(env.bind, env.port)
            prepare(examples=examples)
            link = opening_link()
            with step("Serveur web" + (" et tâches de fond" if tasks else "")):
                children["serveur web"] = launch(web_command(env))
                if tasks:
                    children["service des tâches"] = launch([sys.executable, "-m", "cordee", "worker"])
                wait_for_answer(env, children)
            say(f"\nCordée est ouverte en {seconds(start)} : http://{shown(env.bind)}:{env.port}\nCtrl-C pour l'arrêter.")
            if link:
                say(f"\nElle est vide. Son administration s'ouvre par ce lien, une seule fois :\n{link}")
            while True:
                require_alive(children)
                time.sleep(0.2)
        except KeyboardInterrupt:
            pass
        finally:
            stop(children)
    say("\nCordée est arrêtée. Vos données sont gardées.")
    return 0


def prepare(*, examples: bool) -> None:
    from django.db import connection

    from cordee.config.commands import data

    data.migrate([])
    if examples and data.has_examples():
        data.load_examples([])
    with step("Fichiers de l'interface"):
        data.collect_static()
    connection.close()


def opening_link() -> str:
    """Where the first administrator signs up, or nothing once there is one."""
    from django.conf import settings
    from django.db import connection
    from django.urls import reverse

    from cordee.actors.accounts.opening import new_code

    code = new_code()
    connection.close()
    return f"{settings.PUBLIC_URL}{reverse('accounts:opening_code', args=[code])}" if code else ""


def shown(bind: str) -> str:
    return "127.0.0.1" if bind in ("0.0.0.0", "::", "") else bind  # noqa: S104  read, not bound


def require_free(bind: str, port: int) -> None:
    """Asked before the long steps. A platform that was just killed may hold its port for another second."""
    for attempt in range(5):
        with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
            except OSError as error:
                if error.errno == errno.EACCES:
                    raise Trouble(f"Le port {port} est réservé au système. Prenez-en un au-dessus de 1024 : PORT=8000 make demo") from None
                if error.errno != errno.EADDRINUSE:
                    raise Trouble(f"L'adresse {bind} n'est pas celle de cette machine. Corrigez CORDEE_BIND, ou retirez-le.") from None
            else:
                return
        time.sleep(0.5 if attempt < 4 else 0)
    free = port + 1 if port < 65535 else 8000
    raise Trouble(f"Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : PORT={free} make demo")


def web_command(env: Env) -> list[str]:
    """One thread a process: with the database on the same cores, more threads were not faster."""
    options = {"interface": "wsgi", "host": env.bind, "port": env.port, "workers": env.web_processes, "blocking-threads": 1}
    options |= {"workers-kill-timeout": 5, "log-level": "warning"}
    words = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", "cordee.config.wsgi:application"]


def launch(command: list[str]) -> subprocess.Popen[bytes]:
    """In a process group of its own, so that Ctrl-C reaches the supervisor alone, which stops the others in order."""
    return subprocess.Popen(command, cwd=ROOT, preexec_fn=die_with(os.getpid()), process_group=0)  # noqa: S603  our own programs


def die_with(parent: int) -> Callable[[], None]:
    def ask_the_kernel() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the question
            os._exit(1)

    return ask_the_kernel


def wait_for_answer(env: Env, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        require_alive(children)
        with suppress(OSError), socket.create_connection((shown(env.bind), env.port), timeout=1):
            return
        time.sleep(0.1)
    raise Trouble(f"Le serveur web n'a pas répondu en {START_LIMIT} secondes. Fermez d'autres programmes, puis relancez la commande.")


def require_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Trouble(f"Le {name} s'est arrêté de lui-même (code {child.returncode}), voir ci-dessus. Relancez la commande.")


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask, wait, then end what is left, with all that each has started. A second Ctrl-C changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + STOP_LIMIT
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
