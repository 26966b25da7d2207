"""Dossiers that began elsewhere, and what is copied elsewhere of those that live here."""

from cordee.accompaniment.takeover.models.copying import CaseCopy, CaseMapping
from cordee.accompaniment.takeover.models.entry import Entry

__all__ = ["CaseCopy", "CaseMapping", "Entry"]
