"""What a sheet should say one day: what is there, what is missing, and the screen where each thing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cordee.actors.directory.fields import EDITABLE, PROPOSABLE
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.sheet import label_of
from cordee.core.formats import counted

#: fields of the sheet itself, in the order in which one asks for them: of everyone, then of the structures
FIELDS = ("legal_form", "founded_in", "address", "phone", "email", "website")
ACTIVITY = ("vocation", "clients", "naf", "setting", "digital_level", "accounting_level", "analytical_accounting")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a sheet should say: in words, whether it is there, and where to write it (for whom may)."""

    words: str
    there: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    wanted: tuple[Wanted, ...]

    @property
    def missing(self) -> list[Wanted]:
        return [item for item in self.wanted if not item.there]

    @property
    def done(self) -> int:
        return len(self.wanted) - len(self.missing)

    @property
    def total(self) -> int:
        return len(self.wanted)

    @property
    def sentence(self) -> str:
        return f"{counted(self.done, 'renseignement')} sur {self.total} {'sont enregistrés' if self.done > 1 else 'est enregistré'}"


def completeness(organisation: Organisation, shown: dict[str, Any], *, keeper: bool) -> Completeness:
    """`shown` is what the page has read already: nothing is asked again of the database."""
    edit = reverse("directory:edit" if keeper else "directory:propose", args=[organisation.public_id])
    open_fields = EDITABLE if keeper else PROPOSABLE
    fields = [
        Wanted(label_of(name), getattr(organisation, name) not in (None, ""), f"{edit}#id_{name}" if name in open_fields else "")
        for name in (*FIELDS, *(ACTIVITY if "activity" in shown["asked"] else ()))
    ]
    return Completeness((*fields, *parts(organisation, shown, edit, keeper=keeper)))


def parts(organisation: Organisation, shown: dict[str, Any], edit: str, *, keeper: bool) -> Iterable[Wanted]:
    """What is not a field: services, territory, people, networks, effects, the last closed year."""
    link: Callable[..., str] = lambda name: reverse(f"directory:{name}", args=[organisation.public_id])  # noqa: E731
    asked, last = shown["asked"], timezone.localdate().year - 1
    if "services" in asked:
        yield Wanted("services offerts", bool(shown["offers"] or organisation.services), f"{edit}#id_services")
    if "activity" in asked:
        yield Wanted("adhésion à un réseau", bool(shown["ties"]) or organisation.federated is not None, f"{edit}#id_federated")
    if "effects" in asked:
        yield Wanted("effets sur le territoire", bool(shown["impacts"]), f"{edit}#id_impact_activities")
    if "coverage" in asked:
        yield Wanted("territoire couvert", bool(shown["coverage"]), link("coverage_add"))
    if "pair" in asked:
        yield Wanted("direction et présidence", bool(shown["people"] and shown["people"]["pair"]), link("position_add"))
    if "years" in asked and "years" in shown["readable"]:
        there = any(figures.year == last for figures in shown["years"])
        yield Wanted(f"chiffres de {last}", there, link("year_add") if keeper else "")
