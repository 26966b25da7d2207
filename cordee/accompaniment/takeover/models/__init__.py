"""Dossiers that began elsewhere."""

from cordee.accompaniment.takeover.models.entry import Entry

__all__ = ["Entry"]
