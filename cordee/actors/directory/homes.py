"""What the home of each profile offers when nothing is due, and the first time: the directory is the room that everyone has.

Those who follow dossiers are sent to their portfolio, by the room of dossiers."""

from cordee.core.help import welcome
from cordee.core.views.home import nothing_due

DIRECTORY, OWN = "directory:organisations", "directory:own"

#: profile → the sentence when nothing is due, its address, its button
QUIET = {
    "": ("L'annuaire réunit structures, prestataires, réseaux et financeurs du dispositif.", DIRECTORY, "Ouvrir l'annuaire"),
    "accountant": ("Les coordonnées des structures et des prestataires sont dans l'annuaire.", DIRECTORY, "Ouvrir l'annuaire"),
    "regional": ("Les fiches de prestataires à relire viendront ici.", DIRECTORY, "Ouvrir l'annuaire de la région"),
    "national": ("Les mandats qui se terminent viendront ici.", DIRECTORY, "Ouvrir l'annuaire national"),
    "resource": ("Les fiches des structures et des DLA sont dans l'annuaire.", DIRECTORY, "Ouvrir l'annuaire national"),
    "structure": ("Votre DLA lit votre fiche avant chaque rendez-vous : gardez-la juste.", OWN, "Relire ma fiche"),
    "provider": ("Les DLA lisent votre fiche avant de vous solliciter : gardez-la juste.", OWN, "Relire ma fiche"),
    "network": ("Les structures des dossiers qui vous associent sont dans l'annuaire.", DIRECTORY, "Ouvrir l'annuaire"),
    "funder": (
        "Les structures que vous soutenez et leurs chiffres sont dans l'annuaire.",
        DIRECTORY,
        "Ouvrir les structures de mes territoires",
    ),
    "controller": ("Les structures ouvertes à votre contrôle sont dans l'annuaire.", DIRECTORY, "Ouvrir l'annuaire"),
    "admin": ("Les courriels non remis et les sauvegardes en attente viendront ici.", "core:journal", "Relire le journal"),
}
#: profile → the one action of a first visit
FIRST = {
    "accountant": ("Ouvrir l'annuaire", DIRECTORY),
    "regional": ("Ouvrir l'annuaire de la région", DIRECTORY),
    "national": ("Ouvrir l'annuaire national", DIRECTORY),
    "resource": ("Ouvrir l'annuaire national", DIRECTORY),
    "structure": ("Relire ma fiche", OWN),
    "provider": ("Relire ma fiche", OWN),
    "network": ("Ouvrir la fiche de mon réseau", OWN),
    "funder": ("Ouvrir les structures de mes territoires", DIRECTORY),
    "controller": ("Ouvrir l'annuaire", DIRECTORY),
    "admin": ("Ouvrir les premiers pas", "core:first_steps"),
}

for profile, quiet in QUIET.items():
    nothing_due.add(profile, quiet)
for profile, (label, url_name) in FIRST.items():
    welcome.declare(profile, label, url_name)
