"""What an operator reads when something outside of us is wrong: one French sentence that says what to do.

Standard library only: `scripts/bootstrap.py` imports it before any package is installed.
"""

from __future__ import annotations

import errno

CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENOENT}
FULL = {errno.ENOSPC, errno.EDQUOT}


class Trouble(Exception):
    """Shown as it is, without a traceback; the command ends with a code other than 0."""


ELSEWHERE = "désignez-en un autre : CORDEE_VAR=/un/dossier/a/vous, devant la commande"


def from_os_error(error: OSError, elsewhere: str = ELSEWHERE) -> Trouble | None:
    """The sentence for what a disk or a folder refuses; nothing for what would be a fault of ours."""
    place = error.filename or "le dossier de Cordée"
    if error.errno in FULL:
        return Trouble(f"Le disque est plein ({place}). Libérez de la place, puis relancez la commande : rien n'est perdu.")
    if error.errno in CLOSED:
        return Trouble(f"Cordée ne peut pas écrire ici : {place}. Ouvrez ce dossier en écriture à votre compte, ou {elsewhere}.")
    return None
