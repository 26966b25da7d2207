"""The public name of each state of a request: what happens now, who acts, how long it usually takes."""

from __future__ import annotations

from cordee.accompaniment.cases.wording_of_states import PublicState
from cordee.accompaniment.requests.models import Request

State = Request.State

PUBLIC: dict[str, PublicState] = {
    State.DEPOSITED: PublicState(
        "Demande reçue", "Le DLA de votre territoire lit votre demande, puis vous contacte pour un premier échange."
    ),
    State.ASKED: PublicState(
        "Précision attendue", "Votre DLA vous pose une question avant de recevoir la demande : répondez-lui sur cette page."
    ),
    State.ACCEPTED: PublicState("Premier échange", "Votre DLA a ouvert un dossier : il prend contact avec vous pour un premier échange."),
    State.SET_ASIDE: PublicState(
        "Non retenue pour un accompagnement", "Votre DLA vous dit pourquoi ; une nouvelle demande reste possible à tout moment."
    ),
    State.WITHDRAWN: PublicState("Retirée à votre demande", "Rien de plus n'est attendu de vous ; une nouvelle demande reste possible."),
}
