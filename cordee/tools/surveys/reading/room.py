"""What reading hangs on the house. Read by the room's own `room.py`."""

from cordee.core.api import api_routers
from cordee.core.tasks import workers
from cordee.tools.surveys.documents.analysis import ANALYSIS
from cordee.tools.surveys.reading import export
from cordee.tools.surveys.synthesis import parameters, reactions

#: each declares its part
__all__ = ["parameters", "reactions"]

ANALYSIS.declare()
workers.add(export.LONG, export.make_long)
api_routers.add("surveys.reading", "cordee.tools.surveys.reading.api.router")
