from cordee.core import apps


class PartnersConfig(apps.RoomConfig):
    name = "cordee.actors.partners"
    label = "partners"
    verbose_name = "Partenaires et comités"
