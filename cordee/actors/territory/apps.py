from cordee.core import apps


class TerritoryConfig(apps.RoomConfig):
    name = "cordee.actors.territory"
    label = "territory"
    verbose_name = "Territoires"
