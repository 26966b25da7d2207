"""What reading hangs on the house. Read by the room's own `room.py`."""

from cordee.tools.surveys.synthesis import parameters

#: each declares its part
__all__ = ["parameters"]
