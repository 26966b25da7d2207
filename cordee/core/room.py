"""What the ground floor itself declares."""

from cordee.core import journal_list, merging, outbox, todo
from cordee.core.files.actions import JOINED
from cordee.core.journal import renders
from cordee.core.lists import work
from cordee.core.models import Document, Draft, Event, File, Mail, Merge, Thread
from cordee.core.shell import MenuEntry, menu

__all__ = ["journal_list", "work"]

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


# -- what a merge does to what hangs on a thread -------------------------------------------------------------------------
merging.move(Thread, "parent", "dossier", "dossiers")
merging.move(File, "thread", "fichier", "fichiers", with_it=merging.zone_with_thread)
merging.move(Document, "thread", "document produit", "documents produits", with_it=merging.zone_with_thread)
merging.stay(
    Event, "thread", "Les événements ne sont jamais réécrits : le fil de la fiche gardée montre les deux, chacun avec son origine."
)
merging.stay(Mail, "thread", "Un courriel écrit part tel quel ; son lien conduit à la fiche gardée.")
merging.stay(Merge, "thread", "Une fusion plus ancienne reste dite là où elle a eu lieu.")
merging.move(Draft, "thread", "brouillon", "brouillons", passing=True)
