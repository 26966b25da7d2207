"""What the home offers to those who follow dossiers when nothing is due, and the first time: their portfolio."""

from cordee.core.help import welcome
from cordee.core.views.home import nothing_due

PORTFOLIO = "cases:portfolio"

nothing_due.add("officer", ("Les échéances de vos dossiers et les demandes reçues viendront ici.", PORTFOLIO, "Ouvrir mon portefeuille"))
nothing_due.add("head", ("Ce que votre équipe doit aux structures viendra ici.", PORTFOLIO, "Ouvrir le portefeuille du DLA"))
welcome.declare("officer", "Ouvrir mon portefeuille", PORTFOLIO)
welcome.declare("head", "Ouvrir le portefeuille du DLA", PORTFOLIO)
