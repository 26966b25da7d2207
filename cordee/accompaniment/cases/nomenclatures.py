"""The list of criteria that a DLA judges at reception."""

from __future__ import annotations

from cordee.accompaniment.cases.models import Criterion
from cordee.core.nomenclatures import Nomenclature, declare

CRITERIA = declare(
    Nomenclature(
        code="criteres-eligibilite",
        title="Critères d'éligibilité",
        model=Criterion,
        one="critère",
        help="Ce qui se juge à l'accueil, en deux couches : la nature de la structure, puis un faisceau où aucun critère ne décide seul.",
        user=("éligibilité", "éligibilités"),
    )
)
