"""The grids that come with the platform: one JSON file each, ours, as the editor would export them.

`load()` brings them into the base; it may be run as often as one likes. A grid whose file changed gets a new version, answers keep theirs.
"""

from cordee.tools.surveys.library.grids import Grid, ready

__all__ = ["Grid", "ready"]
