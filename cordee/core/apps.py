"""The base of every room's AppConfig: what the room hangs on the house is read once, when the application is ready."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Imports the room's declarations. `core.registry` refuses any addition after the last room has spoken.

    Rooms write `apps.RoomConfig`: were the name imported in their module, Django would see two candidates and take neither.
    """

    declarations = ("lifecycle", "reactions", "lists", "room")

    def ready(self) -> None:
        for name in self.declarations:
            module = f"{self.name}.{name}"
            if find_spec(module):
                import_module(module)


class CoreConfig(RoomConfig):
    name = "cordee.core"
    label = "core"
    verbose_name = "Socle"
    default = True
