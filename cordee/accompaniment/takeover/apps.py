from cordee.core import apps


class TakeoverConfig(apps.RoomConfig):
    name = "cordee.accompaniment.takeover"
    label = "takeover"
    verbose_name = "Reprise de dossiers"
