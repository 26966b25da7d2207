from cordee.core import apps


class PlansConfig(apps.RoomConfig):
    name = "cordee.accompaniment.plans"
    label = "plans"
    verbose_name = "Parcours d'accompagnement"
