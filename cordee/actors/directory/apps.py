from cordee.core.apps import RoomConfig


class DirectoryConfig(RoomConfig):
    name = "cordee.actors.directory"
    label = "directory"
    verbose_name = "Annuaire"
