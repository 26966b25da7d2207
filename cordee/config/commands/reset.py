"""Start afresh: the base, the files and the mails go; backups and the signing key stay."""

from __future__ import annotations

import shutil
import sys

from cordee.config.commands.running import with_platform_stopped
from cordee.config.embedded import EmbeddedPostgres
from cordee.config.env import Env
from cordee.config.progress import say
from cordee.config.trouble import Trouble


def reset(arguments: list[str]) -> int:
    env = Env()
    if env.database_url:
        raise Trouble("Cordée n'efface pas la base d'un autre serveur. Videz vous-même celle de DATABASE_URL, ou retirez DATABASE_URL.")
    with with_platform_stopped(env.var, "tout effacer"):
        from django.conf import settings

        server: EmbeddedPostgres = settings.EMBEDDED_PG
        if server.used():
            raise Trouble("La base est utilisée par une autre commande de Cordée. Attendez sa fin ou arrêtez-la, puis relancez.")
        if sys.stdin.isatty() and "--yes" not in arguments:
            confirm(server)
        server.stop()  # one left behind by a `kill -9`
        for folder in (server.root, settings.FILES_ROOT, settings.EMAIL_FILE_PATH, settings.STATIC_ROOT):
            shutil.rmtree(folder, ignore_errors=not folder.exists())
    say(f"La base, les fichiers et les courriels de {env.var} sont effacés. « make demo » repart de rien.")
    return 0


def confirm(server: EmbeddedPostgres) -> None:
    answer = input(f"Tout ce qui est dans {server.root} et les fichiers déposés seront effacés, sans retour. Tapez « effacer » : ")
    if answer.strip().lower() != "effacer":
        raise Trouble("Rien n'a été effacé.")
