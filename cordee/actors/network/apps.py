from cordee.core import apps


class NetworkConfig(apps.RoomConfig):
    name = "cordee.actors.network"
    label = "network"
    verbose_name = "Réseau du DLA"
