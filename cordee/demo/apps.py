from cordee.core.apps import RoomConfig


class DemoConfig(RoomConfig):
    name = "cordee.demo"
    label = "demo"
    verbose_name = "Démonstration"
