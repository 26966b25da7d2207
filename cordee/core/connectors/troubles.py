"""What can go wrong with a service that is not ours, each in one sentence that says what to do."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

BY_HAND = "Rien n'a changé : saisissez à la main, ou réessayez plus tard."
SENTENCES = {
    "off": "{title} n'est pas branché sur cette plateforme : saisissez à la main. L'administration peut le brancher dans « Réglages ».",
    "timeout": f"{{title}} n'a pas répondu en 5 secondes. {BY_HAND}",
    "unreachable": f"{{title}} ne peut pas être joint pour l'instant. {BY_HAND}",
    "limited": "{title} reçoit trop de demandes et prie d'attendre jusqu'à {until}. Rien n'a changé : saisissez à la main en attendant.",
    "waiting": "{title} ne sera pas interrogé avant {until}, après ses dernières réponses. Saisissez à la main en attendant.",
    "failed": f"{{title}} est en panne de son côté. {BY_HAND}",
    "refused": f"{{title}} n'a pas accepté la question. {BY_HAND}",
    "garbage": f"{{title}} a répondu quelque chose d'illisible. {BY_HAND}",
    "huge": f"{{title}} a répondu bien plus que prévu : la réponse n'a pas été lue. {BY_HAND}",
    "redirect": f"{{title}} renvoie vers une autre adresse, qui n'a pas été suivie. {BY_HAND}",
}


class Trouble(Exception):
    """`sentence` is said as it is; `code` tells a job whether to stop."""

    def __init__(self, code: str, title: str, until: datetime | None = None) -> None:
        self.code, self.until = code, until
        self.sentence = SENTENCES[code].format(title=title, until=said(until))
        super().__init__(self.sentence)


def said(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    hour = f"{local:%H} h {local:%M}"
    return hour if local.date() == timezone.localdate() else f"{hour} le {local:%d/%m/%Y}"
