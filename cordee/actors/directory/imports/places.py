"""Where a line is: its commune from what the file gives (INSEE code, postcode, town), and the zone that follows."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass

from cordee.actors.territory.queries import commune_places, department_names
from cordee.core import formats
from cordee.core.text import fr_normalize

_CEDEX = re.compile(r"\s+cedex.*$|\s+\d+(?:er?|eme?)?(?: arrondissement)?$")
_SHORT = re.compile(r"\b(st|ste)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A commune, or why there is none. `city` is how the sheet writes it."""

    commune: int | None = None
    zone: str | None = None
    city: str | None = None
    postcode: str | None = None
    problem: str | None = None


def spelled(name: str) -> str:
    """As communes are sorted: no accent, « saint » in full, no « cedex 2 »."""
    text = _CEDEX.sub("", " ".join(fr_normalize(name).split()))
    return _SHORT.sub(lambda m: "saint" if m[1] == "st" else "sainte", text)


class Gazetteer:
    """Every commune, by postcode, by name and by code: loaded once an import."""

    def __init__(self) -> None:
        self.by_postcode: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        self.by_name: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        self.by_code: dict[str, tuple[int, str, str, str]] = {}
        self.postcodes: dict[int, str] = {}
        for pk, code, name, key, postcodes, zone in commune_places():
            key = " ".join(key.split())
            place = (pk, name, key, zone)
            self.by_code[code] = place
            self.by_name[key].append(place)
            self.postcodes[pk] = postcodes[0] if postcodes else ""
            for postcode in postcodes:
                self.by_postcode[postcode].append(place)
        self.departments = {fr_normalize(name): code for code, name in department_names()} | {code: code for code, _ in department_names()}
        self._known: dict[tuple[str | None, ...], Found] = {}

    def find(self, insee: str | None, postcode: str | None, city: str | None, territory: str | None) -> Found:
        asked = (insee, postcode, city, territory)
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def _find(self, insee: str | None, postcode: str | None, city: str | None, territory: str | None) -> Found:
        if insee:
            place = self.by_code.get(insee.upper())
            return self._is(place, city, postcode) if place else Found(problem=f"Le code INSEE « {insee} » n'est celui d'aucune commune.")
        zone = self._zone(territory)
        if postcode:
            return self._by_postcode(postcode, city, zone)
        if city:
            return self._by_name(city, zone)
        return Found(zone=zone)

    def _zone(self, territory: str | None) -> str | None:
        """« 59 », « Nord », « Nord (59) » or a basin's own code."""
        if not territory:
            return None
        inside = re.search(r"\(([0-9AB]{2,3})\)|^([0-9AB]{2,3}(?:-[a-z0-9-]+)?)\b", territory)
        return (inside[1] or inside[2]) if inside else self.departments.get(fr_normalize(territory).strip())

    def _by_postcode(self, postcode: str, city: str | None, zone: str | None) -> Found:
        near = self.by_postcode.get(postcode, [])
        if city:
            key = spelled(city)
            same = [place for place in near if place[2] == key]
            if len(same) == 1:
                return self._is(same[0], city, postcode)
            if not near or "cedex" in fr_normalize(city):  # a company's own postcode: the town and the department decide
                return self._by_name(city, zone or self._department(postcode), postcode)
            close = difflib.get_close_matches(key, [place[2] for place in near], 1) or [near[0][2]]
            names = formats.joined([place[1] for place in near if place[2] in close][:1] or [p[1] for p in near][:3], "ou")
            return Found(
                city=city, postcode=postcode, problem=f"« {city} » n'est pas une commune du code postal {postcode}. Est-ce {names} ?"
            )
        if len(near) == 1:
            return self._is(near[0], None, postcode)
        zones = {place[3] for place in near}
        if len(zones) == 1:
            return Found(zone=zones.pop(), postcode=postcode)
        if not near:
            return Found(postcode=postcode, problem=f"Le code postal {postcode} n'est celui d'aucune commune : indiquez la ville.")
        return Found(postcode=postcode, problem=f"Le code postal {postcode} couvre plusieurs territoires : indiquez la ville.")

    @staticmethod
    def _department(postcode: str) -> str | None:
        return None if postcode.startswith(("20", "97", "98")) else postcode[:2]

    def _by_name(self, city: str, zone: str | None, postcode: str | None = None) -> Found:
        places = self.by_name.get(spelled(city), [])
        if zone and len(places) > 1:
            places = [place for place in places if place[3].split("-")[0] == zone.split("-")[0]]
        if len(places) == 1:
            return self._is(places[0], city, postcode)
        if not places:
            return Found(
                zone=zone,
                city=city,
                postcode=postcode,
                problem=f"Aucune commune ne s'appelle « {city} » : vérifiez son nom ou donnez son code postal.",
            )
        return Found(zone=zone, city=city, postcode=postcode, problem=f"Plusieurs communes s'appellent « {city} » : donnez le code postal.")

    def _is(self, place: tuple[int, str, str, str], city: str | None, postcode: str | None) -> Found:
        """The official name, unless the file writes it another way that means more (« Lille Cedex »)."""
        pk, name, key, zone = place
        own = " ".join(fr_normalize(city).split()) if city else key
        return Found(pk, zone, city if city and _CEDEX.search(own) else name, postcode or self.postcodes[pk])
