from cordee.core import apps


class RequestsConfig(apps.RoomConfig):
    name = "cordee.accompaniment.requests"
    label = "requests"
    verbose_name = "Demandes d'accompagnement"
