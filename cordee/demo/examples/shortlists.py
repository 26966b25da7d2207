"""Two providers that Inès keeps for Le Verger du Canal, and shares with her colleagues."""

from __future__ import annotations

from cordee.actors.directory.models import Theme
from cordee.actors.providers.models import Provider
from cordee.actors.providers.search.actions import open_shortlist
from cordee.demo.examples.stage import Stage
from cordee.demo.examples.when import told_at
from cordee.demo.personas import address

REASONS = {
    "trois-ponts": "Connaît les tarifs d'un atelier qui vend aux particuliers.",
    "eclaireur": "Nouveau sur le territoire, formé au numérique : à rencontrer.",
}


def tell(stage: Stage) -> None:
    theme = Theme.objects.for_system("the nomenclature").get(code="COM")
    rows = Provider.objects.for_system("the providers of the story")
    with told_at(stage.ago(2), 15):
        open_shortlist(
            actor=stage.acting(address("charge-mission-nord")),
            structure=stage["verger-du-canal"],
            values={"need": "Vendre davantage sur place, et se faire connaître en ligne.", "theme": theme, "shared": True},
            choices=[(rows.get(organisation=stage[key]), reason) for key, reason in REASONS.items()],
        )
