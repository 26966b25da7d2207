"""Nomenclatures that people keep up: declared by a room, named nationally and by place, dated, never emptied of what was used.

SECTORS = nomenclatures.declare("secteurs", "Secteurs d'activité", Sector, one="secteur", …)
words = nomenclatures.vocabulary()
words.label("secteurs", "textile", organisation.zone)
"""

from cordee.core.nomenclatures.declare import Nomenclature, declare, nomenclatures
from cordee.core.nomenclatures.reading import Item, Vocabulary, vocabulary

__all__ = ["Item", "Nomenclature", "Vocabulary", "declare", "nomenclatures", "vocabulary"]
