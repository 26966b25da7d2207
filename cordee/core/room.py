"""What the ground floor itself declares."""

from datetime import date

from cordee.core import backup_list, journal_list, mail_list, merging, outbox, todo, todos
from cordee.core.files.actions import JOINED
from cordee.core.find import documents
from cordee.core.formats import counted
from cordee.core.imports import hung
from cordee.core.journal import renders, thread_names
from cordee.core.lists import work
from cordee.core.models import Document, Draft, Event, File, ImportRun, Mail, Merge, Notice, Thread
from cordee.core.nomenclatures import telling
from cordee.core.notices import letter, policies, queries, reactions
from cordee.core.notices.kinds import SEND_DAYS
from cordee.core.notices.lists import NoticeList
from cordee.core.opening import OPENERS
from cordee.core.parameters import place_name, wider
from cordee.core.settings import policies as setting_policies
from cordee.core.settings.actions import CHANGED, WITHDRAWN
from cordee.core.settings.touches import touches
from cordee.core.shell import MenuEntry, menu

__all__ = ["NoticeList", "backup_list", "documents", "hung", "journal_list", "mail_list", "reactions", "telling", "todos", "work"]

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


menu.add(
    "settings",
    MenuEntry("settings", "Administration", "Réglages", "core:settings", "settings-2", order=95, profiles=setting_policies.READERS),
)
thread_names.add("settings", lambda ids: dict.fromkeys(ids, ("Réglages", "/reglages/")))


@touches(SEND_DAYS)
def send_days_touch(place: str | None, since: date, value: str) -> str:
    """A notice copies its deadline when it is written."""
    waiting = Notice.objects.for_system("counted before a change of settings").filter(state__in=Notice.OWED)
    kept = sum(1 for zone in waiting.order_by("id").values_list("zone", flat=True) if place is None or place in wider(zone))
    keeping = counted(kept, "avis à envoyer garde son échéance", "avis à envoyer gardent leur échéance")
    return f"{keeping} ; les suivants auront {value}."


@renders(CHANGED)
def setting_changed(event: Event) -> tuple[str, str]:
    told = event.data
    return f"Réglage changé : {told['label']}", f"de {told['before']} à {told['after']} ({place_name(told['place'])}). {told['reason']}"


@renders(WITHDRAWN)
def setting_withdrawn(event: Event) -> tuple[str, str]:
    return f"Valeur prévue retirée : {event.data['label']}", f"{event.data['after']} ({place_name(event.data['place'])})"


@renders(JOINED)
def file_joined(event: Event) -> tuple[str, str]:
    return "Nouvelle version d'un document" if event.data["again"] else "Document joint", event.data["label"]


@renders("core.document.made")
def document_made(event: Event) -> tuple[str, str]:
    edition = event.data.get("edition") or f"version {event.data['version']}"
    return "Document produit", f"{event.data['title']}, {edition}"


# -- what a merge does to what hangs on a thread -------------------------------------------------------------------------
merging.move(Thread, "parent", "dossier", "dossiers")
merging.move(File, "thread", "fichier", "fichiers", with_it=merging.zone_with_thread)
merging.move(Document, "thread", "document produit", "documents produits", with_it=merging.zone_with_thread)
merging.stay(
    Event, "thread", "Les événements ne sont jamais réécrits : le fil de la fiche gardée montre les deux, chacun avec son origine."
)
merging.stay(Mail, "thread", "Un courriel écrit part tel quel ; son lien conduit à la fiche gardée.")
merging.stay(Merge, "thread", "Une fusion plus ancienne reste dite là où elle a eu lieu.")
merging.move(Notice, "thread", "avis officiel", "avis officiels", with_it=merging.zone_with_thread)
merging.move(Draft, "thread", "brouillon", "brouillons", passing=True)
merging.move(ImportRun, "thread", "import", "imports", with_it=merging.zone_with_thread)
