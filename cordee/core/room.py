"""What the ground floor itself declares."""

from cordee.core import journal_list, outbox, todo
from cordee.core.files.actions import JOINED
from cordee.core.journal import renders
from cordee.core.lists import work
from cordee.core.models import Event
from cordee.core.notices import letter, policies, queries, reactions
from cordee.core.notices.lists import NoticeList
from cordee.core.shell import MenuEntry, menu

__all__ = ["NoticeList", "journal_list", "reactions", "work"]

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

letter.LETTER.declare()
menu.add(
    "notices",
    MenuEntry("notices", "Mon travail", "Avis", "core:notices", "mail-check", order=5, profiles=policies.SENDERS, count=queries.count_owed),
)
menu.add(
    "my_notices",
    MenuEntry("my_notices", "Mon travail", "Avis reçus", "core:notices", "mail-check", order=5, profiles=policies.READERS),
)
todo.declare(
    todo.TodoSource("core.notice", "Envoyer", "/journal/avis/{key}/", queries.owed, profiles=frozenset({"officer", "head", "accountant"}))
)
todo.declare(todo.TodoSource("core.my_notice", "Lire", "/journal/avis/{key}/", queries.to_acknowledge))


@renders(JOINED)
def file_joined(event: Event) -> tuple[str, str]:
    return "Nouvelle version d'un document" if event.data["again"] else "Document joint", event.data["label"]


@renders("core.document.made")
def document_made(event: Event) -> tuple[str, str]:
    return "Document produit", f"{event.data['title']}, version {event.data['version']}"
