"""What everybody does, whatever the role. Screens point here: `{% help_link "gestes#exporter" %}`."""

from __future__ import annotations

from cordee.core.help.gestures import accompaniment, account, grids, network, reading, work
from cordee.core.help.gestures.shape import Gesture

GESTURES = (*work.GESTURES, *accompaniment.GESTURES, *grids.GESTURES, *account.GESTURES, *network.GESTURES, *reading.GESTURES)
ANCHORS = frozenset(gesture.anchor for gesture in GESTURES)

__all__ = ["ANCHORS", "GESTURES", "Gesture"]
