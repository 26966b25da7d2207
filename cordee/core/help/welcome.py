"""The first visit of a profile: three sentences, the first of which opens its help page, and one action; dismissed for good."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cordee.core.formats import unbroken
from cordee.core.help.roles import role_of
from cordee.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Welcome:
    sentences: tuple[str, ...]
    label: str
    url: str
    help_url: str


#: profile → (label, address by name), declared by the rooms
first_acts: Registry[tuple[str, str]] = Registry("première visite")


def declare(profile: str, label: str, url_name: str) -> None:
    first_acts.add(profile, (label, url_name))


def code_of(profile: str) -> str:
    return f"welcome.{profile}"


def welcome_of(profile: str, aside: frozenset[str]) -> Welcome | None:
    """What to say to this profile the first time, or nothing once it was read."""
    role, act = role_of(profile), first_acts.get(profile)
    if role is None or act is None or code_of(profile) in aside:
        return None
    label, url_name = act
    sentences = tuple(unbroken(sentence) for sentence in (role.sentence, *role.welcome))
    return Welcome(sentences, label, reverse(url_name), f"/aide/{role.code}/")
