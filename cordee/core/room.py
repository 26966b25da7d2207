"""What the ground floor itself declares."""

from cordee.core import outbox
from cordee.core.lists import work

__all__ = ["work"]

outbox.declare("core.digest", "Le récapitulatif du matin", default="now")
