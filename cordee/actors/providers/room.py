"""What the provider register hangs on the house."""

from __future__ import annotations

from cordee.actors.providers.search import room as search

__all__ = ["search"]
