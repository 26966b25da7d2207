"""`/journal/avis/`: what is owed, what left, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from cordee.core.access import Actor
from cordee.core.lifecycle import advance
from cordee.core.lists import Act, Bulk, Choice, Column, List, Sort, date_cell, tag_cell
from cordee.core.lists.cells import NOTHING
from cordee.core.lists.declare import Option, Rows
from cordee.core.models.notices import Notice
from cordee.core.notices import policies
from cordee.core.notices.kinds import label_of, notice_kinds
from cordee.core.notices.letter import one_pdf
from cordee.core.notices.lifecycle import NOTICE

TONES = {"due": "warn", "printed": "warn", "failed": "late", "read": "ok", "answered": "ok", "cancelled": "plain"}
STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "a-envoyer": ("À envoyer", ("due", "printed")),
    "non-remis": ("Non remis", ("failed",)),
    "envoyes": ("Envoyés", ("leaving", "sent", "read", "answered")),
    "annules": ("Annulés", ("cancelled",)),
}


def subject_cell(subject: str, public_id: Any, *rest: Any) -> str:
    return f'<a href="/journal/avis/{public_id}/">{escape(subject)}</a>'


def whom_cell(name: str, title: str, *rest: Any) -> str:
    return escape(name) + (f' <span class="quiet">{escape(title)}</span>' if title else "")


def when_cell(state: str, due_on: Any, sent_on: Any) -> str:
    if state in Notice.OWED:
        return f"au plus tard le {date_cell(due_on)}"
    return date_cell(sent_on) if sent_on else NOTHING


def when_text(state: str, due_on: Any, sent_on: Any) -> str:
    return f"au plus tard le {due_on:%d/%m/%Y}" if state in Notice.OWED else f"{sent_on:%d/%m/%Y}" if sent_on else ""


def print_one(notice: Any, *, actor: Actor) -> None:
    advance(notice, "print", actor=actor)


class NoticeList(List):
    code = "core.notices"
    model = Notice
    title = "Avis"
    one, many = "avis", "avis"
    search_label = "Destinataire ou objet"
    empty = "Les avis officiels viendront ici : à envoyer, envoyés, revenus. Ils partent des fiches et des décisions."
    lifecycle = NOTICE
    tabs = (("Tous", ""), *((label, f"etat={code}") for code, (label, _) in STAGES.items()))
    columns = (
        Column("subject", "Objet", ("subject", "public_id"), cell=subject_cell),
        Column("to", "Destinataire", ("to_name", "to_title"), cell=whom_cell, export=lambda n, t: f"{n} ({t})" if t else n),
        Column("way", "Voie", ("way",), cell=lambda w: escape(Notice.Way(w).label), export=lambda w: Notice.Way(w).label),
        Column("state", "État", ("state",), cell=tag_cell(dict(Notice.State.choices), TONES), export=lambda s: Notice.State(s).label),
        Column("when", "Envoi", ("state", "due_on", "sent_on"), cell=when_cell, export=when_text),
        Column("kind", "Nature", ("kind",), cell=lambda k: escape(label_of(k)), export=label_of, on_screen=False),
        Column("at", "Écrit le", ("issued_at",), cell=date_cell, sort="date", card=False),
        Column("by", "Par", ("issued_by_label",), on_screen=False),
    )
    sorts = (Sort("date", "Date", "issued_at", descending=True), Sort("echeance", "Échéance", "due_on"))
    filters: ClassVar = (
        Choice("etat", "État", [(c, label) for c, (label, _) in STAGES.items()], lambda rows, v: rows.filter(state__in=STAGES[v][1])),
        Choice("voie", "Voie", Notice.Way.choices, lambda rows, value: rows.filter(way=value), all_label="Toutes"),
        Choice(
            "nature",
            "Nature",
            lambda actor: [(kind.code, kind.label) for kind in notice_kinds],
            lambda rows, value: rows.filter(kind=value),
            all_label="Toutes",
        ),
    )
    bulk = Bulk(
        transitions=("post", "note_answer"),
        acts=(Act("imprimer", "Imprimer les lettres", do=print_one, collect=one_pdf, who=policies.sends),),
        who=policies.sends,
    )  # fmt: skip

    def rows(self, actor: Actor) -> Rows:
        return Notice.objects.visible_to(actor)

    def search(self, rows: Rows, text: str) -> Rows:
        return rows.filter(to_name__icontains=text) | rows.filter(subject__icontains=text)

    def bulk_acts(self, actor: Actor) -> list[Option]:
        """In the order of the day: printed, posted, answered."""
        offered = super().bulk_acts(actor)
        return [*offered[-1:], *offered[:-1]]

    def tabs_of(self, actor: Actor) -> Sequence[Option]:
        """Whoever only receives has nothing to send: one list, no sorting by stage."""
        return self.tabs if policies.sends(actor) else ()

    def actions(self, actor: Actor) -> Sequence[tuple[str, str]]:
        return ()
