"""The same notice to several organisations: written once, sent to each by the way that reaches it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from cordee.actors.directory.addressees import one
from cordee.actors.directory.models import Organisation
from cordee.actors.directory.notices import send_by_hand
from cordee.actors.directory.policies import may_send_notice
from cordee.core.access import Actor, Refusal, Refused
from cordee.core.models import Notice
from cordee.core.notices import ways
from cordee.core.verbs import allow

WARNING = "Un avis envoyé ne se reprend pas : son texte est gardé tel quel. Chaque organisation reçoit le sien, une seule fois."
GONE = Refusal("way", "Cette organisation n'existe plus : rouvrez la liste.")
#: what is left to do by hand once it is written
OWED = {
    Notice.Way.POST: "Lettre prête : elle s'imprime, avec les autres, depuis la liste des avis.",
    Notice.Way.PHONE: "Aucune adresse : l'avis attend votre appel, dans la liste des avis.",
    Notice.Way.HAND: "Ni adresse ni téléphone : l'avis attend d'être remis en main propre, dans la liste des avis.",
}


class WriteForm(forms.Form):
    subject = forms.CharField(
        label="Objet", max_length=200, help_text="L'acte et, s'il y en a une, l'échéance.",
        error_messages={"required": "Donnez un objet à l'avis : c'est ce qui se lit d'abord."},
    )  # fmt: skip
    text = forms.CharField(
        label="Texte", max_length=6000, widget=forms.Textarea(attrs={"rows": 8}), help_text="Une ligne vide sépare deux paragraphes.",
        error_messages={"required": "Écrivez le texte de l'avis : chaque organisation lira le même."},
    )  # fmt: skip
    way = forms.ChoiceField(
        label="Par quelle voie", choices=[("", "La meilleure pour chaque organisation"), *Notice.Way.choices], required=False,
        help_text="Une organisation que la voie choisie n'atteint pas est refusée, avec ce qui manque à sa fiche.",
    )  # fmt: skip


def write_to(organisation: Organisation, *, actor: Actor, subject: str, text: str, way: str, operation: uuid.UUID | None) -> str:
    """Answers what is left to do by hand."""
    allow(may_send_notice(actor, organisation))
    to = one(organisation.pk)
    if to is None:
        raise Refused(GONE)
    notice = send_by_hand(actor=actor, organisation=organisation, to=to, subject=subject, text=text, way=way, operation=operation)
    return OWED.get(Notice.Way(notice.way), "")


def foreseen(organisations: Sequence[Any], actor: Actor) -> dict[int, str | Refusal]:
    """By which way each would be reached, if the best is taken."""
    return {organisation.pk: way_to(organisation, actor) for organisation in organisations}


def way_to(organisation: Organisation, actor: Actor) -> str | Refusal:
    if refusal := may_send_notice(actor, organisation):
        return refusal
    to = one(organisation.pk)
    return str(Notice.Way(ways.possible(ways.completed(to))[0]).label) if to else GONE
