"""What the ground floor itself declares."""

from cordee.core import backup_list, journal_list, mail_list, outbox, todo, todos
from cordee.core.files.actions import JOINED
from cordee.core.journal import renders
from cordee.core.lists import work
from cordee.core.models import Event
from cordee.core.opening import OPENERS
from cordee.core.shell import MenuEntry, menu

__all__ = ["backup_list", "journal_list", "mail_list", "todos", "work"]

outbox.declare("core.digest", "Le récapitulatif du matin", default="now")

menu.add("home", MenuEntry("home", "Mon travail", "À faire", "core:home", "list-checks", order=1, mobile=True, count=todo.count_of))
menu.add(
    "journal",
    MenuEntry(
        "journal",
        "Administration",
        "Journal",
        "core:journal",
        "scroll-text",
        order=90,
        profiles=frozenset({"admin", "head", "regional", "national"}),
    ),
)
menu.add(
    "first_steps",
    MenuEntry("first_steps", "Administration", "Premiers pas", "core:first_steps", "footprints", order=80, profiles=OPENERS),
)
menu.add("mails", MenuEntry("mails", "Administration", "Courriels non remis", "core:mails", "mail-x", order=94, profiles=OPENERS))
menu.add("backups", MenuEntry("backups", "Administration", "Sauvegardes", "core:backups", "archive-restore", order=95, profiles=OPENERS))


@renders(JOINED)
def file_joined(event: Event) -> tuple[str, str]:
    return "Nouvelle version d'un document" if event.data["again"] else "Document joint", event.data["label"]


@renders("core.document.made")
def document_made(event: Event) -> tuple[str, str]:
    return "Document produit", f"{event.data['title']}, version {event.data['version']}"
