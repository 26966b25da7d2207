from cordee.core import apps


class DirectoryConfig(apps.RoomConfig):
    name = "cordee.actors.directory"
    label = "directory"
    verbose_name = "Annuaire"
