"""The life of a notice: written, sent by one way or another, received, perhaps returned and sent again."""

from __future__ import annotations

from typing import Any

from cordee.core.access import Refusal
from cordee.core.lifecycle import Guard, Lifecycle, T
from cordee.core.models.notices import Notice
from cordee.core.notices import actions, forms, policies, ways

Way = Notice.Way
DLA = ["operator"]
#: a notice is between the DLA and whom it reaches: that it left, or was read, is not for funders and networks of the same thread
PARTIES = ["operator", "structure", "provider"]


def by(*expected: str) -> Guard:
    """An act of another way is not even shown."""

    def guard(notice: Any, data: Any) -> Refusal | None:
        return None if notice.way in expected else Refusal("hidden", "Cet avis part par une autre voie.")

    return guard


def reachable(notice: Any, data: Any) -> Refusal | None:
    """The address is read at the last moment: it may have changed, or been erased, since the notice was written."""
    to = ways.reader_of(notice)
    if to is None:
        return Refusal("way", "Le destinataire n'existe plus : annulez cet avis.")
    return ways.refusal_of(notice.way, to)


NOTICE = Lifecycle(
    "core.notice",
    Notice,
    Notice.State,
    [
        T("prepare", "→ due", "Écrire l'avis", who=policies.may_send, audience=DLA),
        T("mail", "due → leaving", "Envoyer l'avis par courriel", who=policies.may_send, guards=[by(Way.EMAIL), reachable], audience=DLA),
        T(
            "publish",
            "due → sent",
            "Publier l'avis sur la plateforme",
            who=policies.may_send,
            guards=[by(Way.IN_APP), reachable],
            do=actions.note_sent,
            audience=PARTIES,
            done="C'est fait : l'avis attend son destinataire sur sa page d'accueil.",
        ),
        T(
            "print",
            "due | printed → printed",
            "Imprimer la lettre",
            who=policies.may_send,
            guards=[by(Way.POST), reachable],
            do=actions.print_letter,
            audience=DLA,
            done="C'est fait : la lettre est prête, ci-dessous. Prochaine étape : la poster, puis noter son envoi.",
        ),
        T(
            "post",
            "printed → sent",
            "Noter l'envoi par la poste",
            who=policies.may_send,
            guards=[by(Way.POST)],
            do=actions.note_sent,
            dated="Postée le",
            audience=PARTIES,
            done="C'est fait : l'envoi de la lettre est noté. Le bordereau de dépôt peut se joindre comme preuve.",
        ),
        T(
            "call",
            "due → sent",
            "Noter l'appel",
            who=policies.may_send,
            guards=[by(Way.PHONE)],
            form=forms.CallForm,
            do=actions.note_sent,
            dated="Appel du",
            audience=PARTIES,
            done="C'est fait : l'appel est noté, avec qui a répondu.",
        ),
        T(
            "hand",
            "due → sent",
            "Noter la remise en main propre",
            who=policies.may_send,
            guards=[by(Way.HAND)],
            form=forms.HandForm,
            do=actions.note_sent,
            dated="Remis le",
            audience=PARTIES,
            done="C'est fait : la remise est notée, avec qui a reçu l'avis.",
        ),
        T("deliver", "leaving → sent", "Constater l'envoi du courriel", who=policies.house_only, do=actions.note_sent, audience=PARTIES),
        T("fail", "leaving → failed", "Constater l'échec du courriel", who=policies.house_only, do=actions.note_mail_trouble, audience=DLA),
        T(
            "acknowledge",
            "sent → read",
            "J'en ai pris connaissance",
            who=policies.may_read,
            do=actions.note_read,
            audience=PARTIES,
            done="C'est fait : votre DLA sait que vous avez lu cet avis.",
        ),
        T(
            "reply",
            "sent | read → answered",
            "Répondre à cet avis",
            who=policies.may_read,
            form=forms.AnswerForm,
            do=actions.note_answer,
            audience=PARTIES,
            done="C'est fait : votre DLA a votre réponse.",
        ),
        T(
            "note_answer",
            "sent | read → answered",
            "Noter la réponse reçue",
            who=policies.may_send,
            form=forms.AnswerForm,
            do=actions.note_answer,
            dated="Reçue le",
            audience=PARTIES,
            done="C'est fait : la réponse est notée.",
        ),
        T(
            "bounce",
            "sent → failed",
            "Noter que l'avis est revenu",
            who=policies.may_send,
            form=forms.BounceForm,
            do=actions.note_trouble,
            dated="Revenu le",
            audience=DLA,
            done="C'est fait : l'avis est à renvoyer par une autre voie.",
        ),
        T(
            "redirect",
            "due | printed | failed → due",
            "Envoyer par une autre voie",
            who=policies.may_send,
            form=forms.WayForm,
            do=actions.change_way,
            audience=DLA,
            done="C'est fait : l'avis garde son texte et part par la voie choisie.",
        ),
        T(
            "cancel",
            "due | printed | leaving | failed → cancelled",
            "Annuler l'avis",
            who=policies.may_send,
            form=forms.CancelForm,
            do=actions.note_cancelled,
            audience=DLA,
            warning="L'avis ne partira pas. Il reste lisible ici, avec votre motif.",
            done="C'est fait : l'avis est annulé, il reste au journal.",
        ),
    ],
)
