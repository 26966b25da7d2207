"""What the scheme says of itself, kind by kind: each is told in one shape, with the fields that mean something to it."""

from __future__ import annotations

from dataclasses import dataclass

COMMON = ("title", "text", "source", "year", "certainty")
FIGURE = ("value", "unit", "said")


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` heads its section, `one` names one entry with its article, `lead` says what it is for."""

    code: str
    title: str
    one: str
    lead: str
    fields: tuple[str, ...] = COMMON
    numbered: bool = False  # its order is part of what it says
    bodies: bool = False  # organisations carry or support it

    @property
    def figures(self) -> bool:
        return "value" in self.fields


KINDS = (
    Kind("aim", "Finalité du dispositif", "une finalité", "Ce pour quoi le DLA existe."),
    Kind("objective", "Objectifs stratégiques", "un objectif", "Chaque territoire les décline avec ses acteurs.", numbered=True),
    Kind("principle", "Principes fondateurs", "un principe", "Ce que tout DLA respecte, à chaque étape.", numbered=True),
    Kind("function", "Fonctions du DLA", "une fonction", "Ce que fait un DLA, de l'information au suivi.", numbered=True),
    Kind("target", "Cibles prioritaires", "une cible", "Les structures que le dispositif accompagne d'abord.", numbered=True),
    Kind("motive", "Situations visées", "une situation", "Plus particulièrement les structures qui s'y reconnaissent.", numbered=True),
    Kind("partner", "Le DLA pour ses partenaires", "un apport", "Ce qu'il est pour les collectivités et les autres acteurs."),
    Kind("level", "Niveaux du réseau", "un niveau", "Un dispositif local au cœur d'un réseau régional et national.", numbered=True),
    Kind("mission", "Missions des centres de ressources", "une mission", "Ce qu'ils apportent aux DLA.", numbered=True),
    Kind("figure", "Chiffres de référence", "un chiffre", "Toujours avec leur source et leur année.", (*COMMON, *FIGURE)),
    Kind(
        "context",
        "Contexte institutionnel",
        "un élément de contexte",
        "Textes, crises et appels qui expliquent une demande.",
        (*COMMON, "about", "carrier", "link", "purposes"),
    ),
    Kind(
        "programme",
        "Programmes et outils extérieurs",
        "un programme",
        "Ce qui existe à côté du DLA ; sert à qualifier un motif ou un financement.",
        (*COMMON, "about", "carrier", "link", "purposes"),
    ),
    Kind(
        "initiative",
        "Initiatives portées à plusieurs",
        "une initiative",
        "Qui porte, qui soutient : ce ne sont pas toujours les mêmes.",
        (*COMMON, "about", "link"),
        bodies=True,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
