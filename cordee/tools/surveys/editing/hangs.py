"""What the editor hangs on the house: its entry in the menu, its guide."""

from cordee.core.help.guides import guides
from cordee.core.shell import MenuEntry, menu
from cordee.tools.surveys import lists
from cordee.tools.surveys.editing.guide import GUIDE
from cordee.tools.surveys.policies import DESIGNERS

__all__ = ["lists"]

menu.add(
    "questionnaires",
    MenuEntry("questionnaires", "Réseau", "Questionnaires", "surveys:questionnaires", "list-todo", order=40, profiles=DESIGNERS),
)
guides.add(GUIDE.code, GUIDE)
