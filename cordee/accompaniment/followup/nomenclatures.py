"""The model list of pieces to ask for."""

from __future__ import annotations

from cordee.accompaniment.followup.models import PieceKind
from cordee.core.nomenclatures import Nomenclature, declare

PIECES = declare(
    Nomenclature(
        code="pieces-a-demander",
        title="Pièces à demander aux structures",
        model=PieceKind,
        one="pièce",
        help="Le modèle de la demande de pièces. Celles de la famille « Comptes » ne sont lues que par le DLA et la structure.",
        user=("pièce demandée", "pièces demandées"),
    )
)
