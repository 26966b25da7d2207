from cordee.core import apps


class SurveysConfig(apps.RoomConfig):
    name = "cordee.tools.surveys"
    label = "surveys"
    verbose_name = "Questionnaires"
