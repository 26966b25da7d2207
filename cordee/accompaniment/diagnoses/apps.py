from cordee.core import apps


class DiagnosesConfig(apps.RoomConfig):
    name = "cordee.accompaniment.diagnoses"
    label = "diagnoses"
    verbose_name = "Diagnostics partagés"
