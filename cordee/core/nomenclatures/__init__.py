"""Nomenclatures that people keep up: declared by a room, named nationally and by place, dated, never emptied of what was used.

SECTORS = nomenclatures.declare("secteurs", "Secteurs d'activité", Sector, one="secteur", …)
words = nomenclatures.vocabulary()
words.label("secteurs", "textile", organisation.zone)
"""

from cordee.core.nomenclatures.declare import Correspondence, Nomenclature, carry, correspond, correspondences, declare, nomenclatures
from cordee.core.nomenclatures.reading import Item, Vocabulary, vocabulary

__all__ = [
    "Correspondence", "Item", "Nomenclature", "Vocabulary", "carry", "correspond", "correspondences", "declare", "nomenclatures",
    "vocabulary",
]  # fmt: skip
