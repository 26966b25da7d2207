"""The sentences of the settings' journal that tell of nomenclatures."""

from __future__ import annotations

from datetime import date

from cordee.core.formats import counted
from cordee.core.journal import renders
from cordee.core.models import Event
from cordee.core.nomenclatures import actions, matching, uniting
from cordee.core.parameters import place_name

Told = tuple[str, str]


def _day(event: Event) -> str:
    return f"{date.fromisoformat(event.data['since']):%d/%m/%Y}"


@renders(actions.ADDED)
def added(event: Event) -> Told:
    told = event.data
    return f"{told['title']} : « {told['label']} » ajouté", f"à partir du {_day(event)}. {told['reason']}"


@renders(actions.RENAMED)
def renamed(event: Event) -> Told:
    told = event.data
    return f"{told['title']} : « {told['before']} » renommé", f"« {told['after']} ». {told['reason']}"


@renders(actions.MOVED)
def moved(event: Event) -> Told:
    told = event.data
    where = f"après « {told['after']} »" if told["after"] else "en premier"
    return f"{told['title']} : « {told['label']} » déplacé", f"{where}. {told['reason']}"


@renders(actions.RANGED)
def ranged(event: Event) -> Told:
    told = event.data
    before = f" au lieu de « {told['before']} »" if told["before"] else ""
    where = f"sous « {told['after']} »" if told["after"] else "sous aucune rubrique"
    return f"{told['title']} : « {told['label']} » rangé autrement", f"{where}{before}. {told['reason']}"


@renders(matching.MATCHED)
def matched(event: Event) -> Told:
    told = event.data
    return f"{told['title']} : correspondance ajoutée pour « {told['label']} »", f"devient « {told['after']} ». {told['reason']}"


@renders(matching.UNMATCHED)
def unmatched(event: Event) -> Told:
    told = event.data
    return f"{told['title']} : correspondance retirée pour « {told['label']} »", f"ne devient plus « {told['after']} ». {told['reason']}"


@renders(actions.RETIRED)
def retired(event: Event) -> Told:
    told = event.data
    return (
        f"{told['title']} : « {told['label']} » retiré",
        f"à partir du {_day(event)} ; il était porté par {told['uses']}. {told['reason']}",
    )


@renders(actions.BROUGHT_BACK)
def brought_back(event: Event) -> Told:
    return f"{event.data['title']} : « {event.data['label']} » rétabli", event.data["reason"]


@renders(actions.NAMED)
def named(event: Event) -> Told:
    told, place = event.data, place_name(event.data["place"])
    what = f"« {told['after']} »" if told["after"] else "le libellé plus large"
    before = f" au lieu de « {told['before']} »" if told["before"] else ""
    return f"{told['title']} : « {told['label']} » nommé localement", f"{place} : {what}{before}. {told['reason']}"


@renders(uniting.UNITED)
def united(event: Event) -> Told:
    told = event.data
    moved = counted(int(told["moved"]), "ligne portée par le second", "lignes portées par le second")
    return f"{told['title']} : « {told['label']} » réuni à « {told['after']} »", f"{moved}. {told['reason']}"


@renders(uniting.PARTED)
def parted(event: Event) -> Told:
    told = event.data
    left = int(told["left"])
    kept = f"{counted(left, 'ligne changée depuis est restée', 'lignes changées depuis sont restées')}. " if left else ""
    return f"{told['title']} : « {told['label']} » séparé de « {told['before']} »", f"{kept}{told['reason']}"
