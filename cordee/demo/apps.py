from cordee.core import apps


class DemoConfig(apps.RoomConfig):
    name = "cordee.demo"
    label = "demo"
    verbose_name = "Démonstration"
