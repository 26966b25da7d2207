"""The scheme itself: its dated reference data, the local version of its objectives, perimeters wider than a territory."""

from cordee.actors.network.models.declinations import Consulted, Declination
from cordee.actors.network.models.perimeters import Perimeter
from cordee.actors.network.models.references import Body, Edition, Entry

__all__ = ["Body", "Consulted", "Declination", "Edition", "Entry", "Perimeter"]
