from cordee.core import apps


class CasesConfig(apps.RoomConfig):
    name = "cordee.accompaniment.cases"
    label = "cases"
    verbose_name = "Dossiers d'accompagnement"
