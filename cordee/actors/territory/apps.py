from cordee.core.apps import RoomConfig


class TerritoryConfig(RoomConfig):
    name = "cordee.actors.territory"
    label = "territory"
    verbose_name = "Territoires"
