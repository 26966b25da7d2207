"""The commands of an installation. Each is a function of its arguments; whatever is wrong outside is said in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

from cordee.config.trouble import Trouble, from_os_error

# name -> (module, function, what it does). Modules are imported at the last moment: `--help` needs no database.
COMMANDS = {
    "demo": ("serve", "demo", "ouvre la plateforme avec les données de démonstration"),
    "serve": ("serve", "serve", "ouvre la plateforme : web et tâches (--no-worker : web seul)"),
    "worker": ("serve", "worker", "exécute les tâches seules, sur cette machine ou une autre"),
    "migrate": ("data", "migrate", "met la base au niveau de cette version"),
    "load-examples": ("data", "load_examples", "charge les données de démonstration"),
    "generate": ("data", "generate", "fabrique un grand volume de données d'essai : --scale 1 (en % de la nation)"),
    "import": ("imports", "import_file", "importe un tableau de structures : import FICHIER (--oui : sans demander)"),
    "check": ("data", "check", "dit si l'installation est en ordre"),
    "bench": ("data", "bench", "mesure la vitesse et écrit bench/results.json"),
    "backup": ("backup", "backup", "sauvegarde la base et les fichiers dans une archive vérifiée"),
    "restore": ("backup", "restore", "remet en place une archive : restore FICHIER"),
    "reset": ("reset", "reset", "efface la base et les fichiers, pour repartir de rien"),
}


def main(argv: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal in Latin-1 has no ✓
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")
    try:
        return run(argv)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sentence = from_os_error(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
    return 1


def run(argv: list[str]) -> int:
    name, arguments = (argv[0], argv[1:]) if argv else ("--help", [])
    if name in ("-h", "--help", "help"):
        print(usage())
        return 0
    if name not in COMMANDS:
        raise Trouble(f"La commande « {name} » n'existe pas.\n\n{usage()}")
    module, function, what = COMMANDS[name]
    if {"-h", "--help"} & set(arguments):
        print(f"python -m cordee {name} : {what}")
        return 0
    command: Callable[[list[str]], int] = getattr(import_module(f"{__name__}.{module}"), function)
    return command(arguments)


def usage() -> str:
    lines = [f"  {name:<14} {what}" for name, (_, _, what) in COMMANDS.items()]
    return "\n".join(["python -m cordee <commande>", "", *lines])
