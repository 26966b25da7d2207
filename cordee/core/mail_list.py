"""The letters that could not be delivered: why, and the two gestures that end them."""

from __future__ import annotations

from cordee.core import outbox
from cordee.core.access import Actor
from cordee.core.journal_list import moment
from cordee.core.lists import Column, List, Sort
from cordee.core.lists.declare import Act, Bulk, Rows
from cordee.core.models import Mail


class MailList(List):
    code = "core.mails"
    model = Mail
    title = "Courriels non remis"
    one, many = "courriel non remis", "courriels non remis"
    search_label = "Adresse ou objet"
    columns = (
        Column("subject", "Objet", ("subject",)),
        Column("recipient", "À", ("recipient",)),
        Column("trouble", "Ce qui a empêché la remise", ("trouble",)),
        Column("attempts", "Essais", ("attempts",), numeric=True, card=False),
        Column("at", "Écrit le", ("created_at",), cell=moment, sort="date"),
    )
    sorts = (Sort("date", "Date", "created_at", descending=True),)
    bulk = Bulk(
        acts=(
            Act("again", "Envoyer de nouveau", do=outbox.send_again),
            Act("drop", "Classer sans suite", do=outbox.give_up),
        )
    )
    empty = "Aucun courriel en souffrance. Celui qui ne trouverait pas son destinataire, après plusieurs essais, viendrait ici."

    def rows(self, actor: Actor) -> Rows:
        return Mail.objects.visible_to(actor)

    def search(self, rows: Rows, text: str) -> Rows:
        return rows.filter(recipient__icontains=text) | rows.filter(subject__icontains=text)

    def may_open(self, actor: Actor) -> bool:
        return actor.profile == "admin"
