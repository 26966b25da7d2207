from cordee.core.apps import RoomConfig


class AccountsConfig(RoomConfig):
    name = "cordee.actors.accounts"
    label = "accounts"
    verbose_name = "Comptes"
