"""What a room says of one kind of child: its model, its form, its words, who keeps it, whether the structure may propose it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from cordee.actors.directory import policies
from cordee.actors.directory.models import Organisation
from cordee.core.access import Actor, Refusal
from cordee.core.formats import date_short
from cordee.core.journal import renderers
from cordee.core.models import Event
from cordee.core.registry import Registry

if TYPE_CHECKING:
    from cordee.actors.directory.children.forms import ChildForm

Who = Callable[[Actor, Organisation], Refusal | None]
ADD, CHANGE, END, WITHDRAW = "add", "change", "end", "withdraw"
VOWELS = "aàâeéèêiîoôuh"


@dataclass(frozen=True, slots=True)
class Noun:
    """How one row is called: « lieu », « autre nom », « année » (feminine)."""

    word: str
    feminine: bool = False

    @property
    def a(self) -> str:
        return f"{'une' if self.feminine else 'un'} {self.word}"

    @property
    def this(self) -> str:
        return f"{'cette' if self.feminine else 'cet' if self.word[0] in VOWELS else 'ce'} {self.word}"

    @property
    def of(self) -> str:
        return f"de l'{self.word}" if self.word[0] in VOWELS else f"de la {self.word}" if self.feminine else f"du {self.word}"

    @property
    def e(self) -> str:
        """The ending of a participle."""
        return "e" if self.feminine else ""

    @property
    def title(self) -> str:
        return self.word[0].upper() + self.word[1:]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of child. `facts` is what an event keeps of a row (codes, never a person's name); `told` says it in French.

    `keepers` writes directly; when `proposable`, the structure's own people propose the same acts, and the keepers answer.
    """

    code: str  # « site »: events directory.site.*, drafts directory.site, addresses directory:site_add…
    model: type[models.Model]
    path: str  # « lieux »: /annuaire/<organisation>/lieux/…
    noun: Noun
    section: str  # of the sheet, policies.SECTIONS: who reads it
    form: type[ChildForm]
    facts: Callable[[Any], dict[str, Any]]
    told: Callable[[dict[str, Any]], str]
    parent: str = "organisation"  # the foreign key to the sheet
    bearer: Callable[[Organisation], Any] = lambda organisation: organisation  # … or to what hangs on the sheet, of a higher room
    page: str = ""  # the page that shows it, when it is not the organisation's own
    home: Callable[[Organisation], str] = Organisation.get_absolute_url
    keepers: Who = policies.may_edit
    proposable: bool = False
    acts: tuple[str, ...] = (ADD, CHANGE, END, WITHDRAW)
    audience: list[str] = field(default_factory=lambda: ["operator", "structure"])
    also: Callable[[Any, dict[str, Any]], dict[str, Any]] = lambda child, values: {}  # columns that a change carries along
    more: Callable[[Organisation, Any], list[tuple[str, str]]] = lambda organisation, child: []  # other acts of a row: label, address
    rows_of: Callable[[Organisation], Any] | None = None  # when no foreign key leads to the sheet
    anchor: str = ""  # of the section on the sheet, where one comes back
    files: dict[str, str] = field(default_factory=dict)  # column → how its file is called, joined to the thread with the row
    private: bool = False  # its files are read through the room's own door only
    before: Callable[[Actor, Organisation, dict[str, Any]], None] = lambda actor, organisation, values: None  # a new row
    after: Callable[[Actor, Organisation, str, Any], None] = lambda actor, organisation, act, child: None  # in the transaction

    @property
    def form_code(self) -> str:
        """Under which its drafts are kept."""
        return f"directory.{self.code}"

    def rows(self, organisation: Organisation) -> Any:
        """Its rows on a sheet that was fetched through `visible_to`."""
        if self.rows_of:
            return self.rows_of(organisation)
        manager: Any = self.model._default_manager
        return manager.for_system("children of a sheet that the actor may see").filter(**{self.parent: self.bearer(organisation)})

    def split(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Columns of the row, and its relations to several."""
        several = {f.name for f in self.model._meta.many_to_many}
        return {n: v for n, v in values.items() if n not in several}, {n: v for n, v in values.items() if n in several}

    def label_of(self, name: str) -> str:
        return str(getattr(self.model._meta.get_field(name), "verbose_name", name))

    def back(self, organisation: Organisation) -> str:
        return f"{self.home(organisation)}#{self.anchor or self.path}"


kinds: Registry[Kind] = Registry("rubrique de fiche")


def declare(kind: Kind) -> Kind:
    """Declares the kind, and the sentences of its events."""
    for act, sentence in sentences(kind).items():
        renderers.add(f"directory.{kind.code}.{act}", sentence)
    return kinds.add(kind.code, kind)


def sentences(kind: Kind) -> dict[str, Callable[[Event], tuple[str, str]]]:
    noun = kind.noun

    def changed(event: Event) -> tuple[str, str]:
        fields = ", ".join(kind.label_of(name) for name in event.data.get("fields", []))
        return f"{noun.title} modifié{noun.e}", " : ".join(filter(None, [kind.told(event.data), fields]))

    def ended(event: Event) -> tuple[str, str]:
        return f"Fin {noun.of}", ", ".join(filter(None, [kind.told(event.data), f"le {date_short_of(event.data['on'])}"]))

    def withdrawn(event: Event) -> tuple[str, str]:
        return f"{noun.title} retiré{noun.e}, saisi{noun.e} à tort", f"{kind.told(event.data)}. Motif : {event.data['reason']}"

    return {
        "added": lambda event: (f"{noun.title} ajouté{noun.e}", kind.told(event.data)),
        "changed": changed,
        "ended": ended,
        "withdrawn": withdrawn,
    }


def date_short_of(iso: str) -> str:
    return date_short(date.fromisoformat(iso))
