"""The shell of every page: the menu that rooms fill, who acts, the figures beside the entries (loaded after the page)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cordee.core.access import SUPPORT_KEY, Actor
from cordee.core.help.glossary import ACRONYMS
from cordee.core.help.roles import page_of
from cordee.core.registry import Registry

SECTIONS = ("Mon travail", "Dossiers", "Questionnaires", "Réseau", "Prestataires", "Administration")


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the rail. `profiles` empty = everyone; `count` answers (figure, the same in words) after the page."""

    code: str
    section: str
    label: str
    url_name: str
    icon: str
    order: int = 50
    profiles: frozenset[str] = field(default_factory=frozenset)
    mobile: bool = False
    count: Callable[[Actor], tuple[int, str] | None] | None = None

    def __post_init__(self) -> None:
        if self.section not in SECTIONS:  # an entry of no part of the rail would be seen by nobody
            raise ValueError(f"{self.code}: {self.section}")

    def shown_to(self, profile: str) -> bool:
        return not self.profiles or profile in self.profiles


menu: Registry[MenuEntry] = Registry("entrée de menu")
#: profile code → label, given by the room of accounts
profile_labels: dict[str, str] = {}


@lru_cache(maxsize=64)
def sections_of(profile: str) -> list[dict[str, Any]]:
    """The menu of a profile: the same for all who bear it, so it is made once per process."""
    entries = sorted((e for e in menu if e.shown_to(profile)), key=lambda e: e.order)
    return [
        {
            "title": title,
            "entries": [
                {"code": e.code, "label": e.label, "url": reverse(e.url_name), "icon": e.icon, "mobile": e.mobile, "current": False}
                for e in entries
                if e.section == title
            ],
        }
        for title in SECTIONS
        if any(e.section == title for e in entries)
    ]


def counts_of(actor: Actor) -> list[tuple[str, int, str]]:
    """Figures of the rail, each through the same queries as the list that it announces."""
    answers = [(e.code, e.count(actor)) for e in menu if e.count and e.shown_to(actor.profile)]
    return [(code, answer[0], answer[1]) for code, answer in answers if answer and answer[0]]


class _Demo:
    stale: Callable[[], bool] = staticmethod(lambda: False)


def register_demo(stale: Callable[[], bool]) -> None:
    """The roof says when the demonstration is too old to be believed; a fresh page asks at most once an hour."""
    _Demo.stale = staticmethod(stale)


@lru_cache(maxsize=1)
def _demo_is_stale(hour: str) -> bool:
    return _Demo.stale()


class Shell:
    """What `base.html` needs, computed at first use: a fragment that shows no shell costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.demo = settings.DEMO
        self.acronyms = ACRONYMS

    @property
    def demo_stale(self) -> bool:
        return self.demo and _demo_is_stale(f"{timezone.now():%Y-%m-%d %H}")

    @property
    def _actor(self) -> Actor | None:
        return getattr(self._request, "actor", None) or None

    @property
    def sections(self) -> list[dict[str, Any]]:
        return sections_of(self._actor.profile) if self._actor else []

    @property
    def actor(self) -> dict[str, str] | None:
        actor = self._actor
        if actor is None:
            return None
        return {"label": actor.label, "organisation": actor.organisation, "profile": profile_labels.get(actor.profile, actor.profile)}

    @property
    def support(self) -> Actor | None:
        """Acting in someone's place: said on every page. Asked of the session first, so that others' public pages cost nothing."""
        session = getattr(self._request, "session", None)
        return self._actor if session and SUPPORT_KEY in session and self._actor and self._actor.on_behalf_of else None

    @property
    def help_url(self) -> str:
        return page_of(self._actor.profile) if self._actor else "/aide/"

    @property
    def memberships(self) -> list[dict[str, Any]]:
        actor = self._actor
        if actor is None or len(actor.memberships) < 2:
            return []
        current = str(actor.membership_public_id)
        return [
            {"public_id": key, "label": label, "organisation": name, "current": key == current} for key, label, name in actor.memberships
        ]


def context(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `shell` in every page."""
    return {"shell": Shell(request)}
