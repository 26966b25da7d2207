"""What the ground floor itself declares."""

from cordee.core import journal_list, outbox, todo
from cordee.core.files.actions import JOINED
from cordee.core.find import documents
from cordee.core.journal import renders
from cordee.core.lists import work
from cordee.core.models import Event
from cordee.core.shell import MenuEntry, menu

__all__ = ["documents", "journal_list", "work"]

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


@renders(JOINED)
def file_joined(event: Event) -> tuple[str, str]:
    return "Nouvelle version d'un document" if event.data["again"] else "Document joint", event.data["label"]


@renders("core.document.made")
def document_made(event: Event) -> tuple[str, str]:
    return "Document produit", f"{event.data['title']}, version {event.data['version']}"
