from cordee.core import apps


class ProvidersConfig(apps.RoomConfig):
    name = "cordee.actors.providers"
    label = "providers"
    verbose_name = "Prestataires"
