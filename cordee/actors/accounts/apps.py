from cordee.core import apps


class AccountsConfig(apps.RoomConfig):
    name = "cordee.actors.accounts"
    label = "accounts"
    verbose_name = "Comptes"
