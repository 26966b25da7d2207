from cordee.core import apps


class FollowupConfig(apps.RoomConfig):
    name = "cordee.accompaniment.followup"
    label = "followup"
    verbose_name = "Suivi des dossiers"
