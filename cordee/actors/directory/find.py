"""What the box finds in the directory: organisations, persons, official numbers."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Lower

from cordee.actors.directory.lists import OrganisationList, derived_columns, kinds_text
from cordee.actors.directory.models import Identifier, Organisation, Position
from cordee.actors.territory.queries import zone_name
from cordee.core import find, formats
from cordee.core.access import Actor
from cordee.core.lists.declare import Rows
from cordee.core.models import HouseQuerySet, Spelled
from cordee.core.models.bases import period_contains_today
from cordee.core.search import Words, prefix_query
from cordee.core.text import PhoneKey, fr_normalize, words

# -- organisations ----------------------------------------------------------------------------------------------------------


def organisations_seen(actor: Actor) -> HouseQuerySet:
    return OrganisationList().rows(actor)


def organisation_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    """Best first: the name that begins so, then the rank, then the alphabet. The words lead, by their index; the reach is tried on the
    rows that bear them, so that its branches need not be read one by one."""
    begins = Case(When(sort_key__startswith=fr_normalize(sought.text), then=Value(1)), default=Value(0))
    named = organisations_seen(actor).filter(search=sought.query)
    best = named.order_by(begins.desc(), SearchRank(F("search"), sought.query).desc(), "sort_key", "id")
    return list(dict.fromkeys([*_reached_by_number(actor, sought, limit), *best.values_list("pk", flat=True)[:limit]]))[:limit]


def _reached_by_number(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    """By the beginning of a SIRET, a SIREN, an RNA: anyone who sees the card. By telephone or address: whoever reads the sheet."""
    found: list[int] = []
    if kinds := official(sought):
        found += organisations_seen(actor).filter(_bears(kinds)).order_by("sort_key", "id").values_list("pk", flat=True)[:limit]
    if sought.phone or sought.email:
        known = Organisation.objects.within(actor).filter(merged_into=None)
        found += _reachable(known, sought).order_by("sort_key", "id").values_list("pk", flat=True)[:limit]
    return found


def _reachable(rows: Rows, sought: find.Sought, owner: str = "") -> Rows:
    """By telephone or e-mail, whole or begun; `owner` leads to the row that bears them."""
    if sought.email:
        written = rows.annotate(_email=Lower(f"{owner}email")).filter(_email__startswith=sought.email)
        return written if owner else written.exclude(email="")
    dialled = rows.annotate(_phone=PhoneKey(f"{owner}phone")).filter(_phone__startswith=sought.phone)
    return dialled if owner else dialled.exclude(phone="")


def show_organisations(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    seen = Organisation.objects.for_system("rows whose keys were just read through the door").filter(pk__in=keys)
    rows = seen.annotate(**derived_columns()).order_by("pk")
    found = {row["pk"]: row for row in rows.values("pk", "name", "public_id", "city", "zone", "acronym", "siret", "types", "role_kinds")}
    return [_organisation(found[key], sought) for key in keys]


def _organisation(row: dict[str, Any], sought: find.Sought) -> find.Hit:
    place = " · ".join(filter(None, [row["acronym"], row["city"] or zone_name(row["zone"])]))
    because = _because(row["name"], place, row["siret"], sought)
    return find.Hit(
        row["name"], f"/annuaire/{row['public_id']}/", what=kinds_text(row["types"], row["role_kinds"]), why=f"{place}{because}"
    )


def _because(name: str, place: str, siret: str | None, sought: find.Sought) -> str:
    """What answered, when it is not what one reads already. Neither a telephone nor another name is repeated here."""
    if official(sought):
        number = formats.siret(siret)
        return f" · SIRET {number}" if siret and siret.startswith(sought.compact) else " · par un numéro qu'elle porte ou a porté"
    if sought.phone:
        return " · par son téléphone"
    if sought.email:
        return " · par son courriel"
    read = words(f"{name} {place}", limit=40)
    hidden = [word for word in sought.words if not any(one.startswith(word[:4]) for one in read)]
    return " · par un autre nom" if hidden else ""


# -- official numbers -------------------------------------------------------------------------------------------------------
_RNA = re.compile(r"W[0-9A-Z]\d{2,8}")


def official(sought: find.Sought) -> dict[str, tuple[str, str]]:
    """Kind of number → the lowest and the highest that begin so. Empty when the text is no number of a known form."""
    start = sought.compact
    if _RNA.fullmatch(start):
        return {"rna": (start.ljust(10, "0"), start.ljust(10, "9"))}
    if not sought.digits or len(start) > 14:
        return {}
    kinds = {"siret": (start.ljust(14, "0"), start.ljust(14, "9"))}
    return kinds | ({"siren": (start.ljust(9, "0"), start.ljust(9, "9"))} if len(start) <= 9 else {})


def _bears(kinds: dict[str, tuple[str, str]]) -> Q:
    """Today or in the past. A range of digits reads the index whatever the order of letters of the base."""
    chosen = Q()
    for kind, (low, high) in kinds.items():
        chosen |= Q(kind=kind, value__gte=low, value__lte=high)
    return Q(
        pk__in=Identifier.objects.for_system("numbers of organisations already seen").filter(chosen).order_by().values("organisation_id")
    )


def locate_official(actor: Actor, sought: find.Sought) -> list[find.Hit]:
    """A whole SIRET, SIREN or RNA."""
    if not (kinds := official(sought)) or len(sought.compact) not in (9, 10, 14) or (sought.digits and len(sought.compact) == 10):
        return []
    keys = list(organisations_seen(actor).filter(_bears(kinds)).order_by("id").values_list("pk", flat=True)[:2])
    return show_organisations(actor, keys, sought) if keys else []


# -- persons ----------------------------------------------------------------------------------------------------------------
#: what people call a post → its code; a beginning of four letters is enough
TITLES = {
    "president": ("presidence", "presidente", "president"),
    "director": ("direction", "directrice", "directeur"),
    "treasurer": ("tresorerie", "tresoriere", "tresorier"),
    "board": ("administration", "administratrice", "administrateur", "conseil"),
}


def titles_called(word: str) -> list[str]:
    return [code for code, names in TITLES.items() if len(word) >= 4 and any(name.startswith(word) for name in names)]


def positions_seen(actor: Actor) -> HouseQuerySet:
    """Posts held today."""
    rows: HouseQuerySet = Position.objects.visible_to(actor).filter(
        period_contains_today(), person__isnull=False, organisation__merged_into=None
    )
    return rows


def position_keys(actor: Actor, sought: find.Sought, limit: int) -> list[int]:
    if sought.phone or sought.email:
        rows = _reachable(positions_seen(actor), sought, "person__")
    else:
        rows = _called(positions_seen(actor), sought)
    return list(rows.order_by("person__sort_key", "id").values_list("pk", flat=True)[:limit])


def _called(rows: Rows, sought: find.Sought) -> Rows:
    """A person by their name, with their post or their organisation if one types them too; or a post in a named organisation."""
    posts = {word: titles_called(word) for word in sought.words}
    others = " ".join(word for word, titles in posts.items() if not titles)
    nominal = Q(person__search=Words(*sought.words, every=False))
    if others and any(posts.values()):
        nominal |= Q(organisation__search=prefix_query(others))
    both = Func(
        F("person__search"), F("organisation__search"), template="(%(expressions)s)", arg_joiner=" || ", output_field=SearchVectorField()
    )
    rows = rows.filter(nominal).annotate(both=both)
    for word, titles in posts.items():
        rows = rows.filter(Q(both=Words(word)) | Q(title__in=titles))
    return rows


def show_positions(actor: Actor, keys: list[int], sought: find.Sought) -> list[find.Hit]:
    """Name, post, organisation. A telephone or an address stays on the sheet, where reading it is kept."""
    seen = Position.objects.for_system("rows whose keys were just read through the door").filter(pk__in=keys)
    rows = (
        seen.order_by("pk")
        .select_related("person", "organisation")
        .only("title", "label", "person__first_name", "person__last_name", "organisation__name", "organisation__public_id")
    )
    found = {position.pk: position for position in rows}
    by = " · par son téléphone" if sought.phone else " · par son courriel" if sought.email else ""
    return [
        find.Hit(str(p.person), f"{p.organisation.get_absolute_url()}#personnes", what=str(p), why=f"{p.organisation.name}{by}")
        for p in (found[key] for key in keys)
    ]


find.declare(
    find.FindSource(
        "organisations",
        "Organisations",
        "building-2",
        organisations_seen,
        organisation_keys,
        show_organisations,
        spelled=Spelled("name", "acronym", "city"),
        more="/annuaire/?q={q}",
        order=10,
    )
)
find.declare(
    find.FindSource(
        "personnes",
        "Personnes",
        "user-round",
        positions_seen,
        position_keys,
        show_positions,
        spelled=F("person__search"),
        search="person__search",
        order=20,
    )
)
find.declare_number(find.Number("directory.official", locate_official))
