"""The life of a request: filed, precised when it is not clear, received or set aside by the DLA, withdrawn by who filed it."""

from __future__ import annotations

from cordee.accompaniment.requests import guards, letters, policies, receiving
from cordee.accompaniment.requests.decisions import AcceptForm, AnswerForm, AskForm, SetAsideForm
from cordee.accompaniment.requests.models import Request
from cordee.accompaniment.requests.wording_of_states import PUBLIC
from cordee.core.lifecycle import Lifecycle, T

PARTIES = ["operator", "structure", "network"]

REQUEST = Lifecycle(
    "requests.request",
    Request,
    Request.State,
    [
        T(
            "deposit", "→ deposited", "Déposer une demande", who=policies.may_deposit, audience=PARTIES,
            mails=[letters.receipt, letters.arrived],
        ),
        T(
            "accept", "deposited → accepted", "Recevoir la demande", who=policies.may_receive,
            guards=[guards.has_operator, guards.is_clear], form=AcceptForm, do=receiving.accept, mails=[letters.accepted], audience=PARTIES,
            warning="Un dossier s'ouvre, et le demandeur est prévenu que vous le contacterez.",
            done="C'est fait : la demande est reçue et son dossier existe. Prochaine étape : le premier échange.",
        ),
        T(
            "ask", "deposited → asked", "Demander une précision", who=policies.may_receive, form=AskForm, do=receiving.ask,
            mails=[letters.asked], audience=PARTIES,
            done="C'est fait : la question est partie. La demande reviendra dans « À faire » avec la réponse.",
        ),
        T(
            "answer", "asked → deposited", "Noter la réponse", who=policies.may_receive, form=AnswerForm, do=receiving.answer,
            audience=PARTIES, done="C'est fait : la réponse est notée.",
        ),
        T(
            "set_aside", "deposited | asked → set_aside", "Écarter la demande", who=policies.may_receive, form=SetAsideForm,
            do=receiving.set_aside, mails=[letters.set_aside], audience=PARTIES,
            warning="Le demandeur lira le motif. La demande peut être reprise ensuite.",
            done="C'est fait : la demande est écartée, et le demandeur en connaît le motif.",
        ),
        T(
            "take_up", "set_aside → deposited", "Reprendre la demande", who=policies.may_receive, do=receiving.take_up, audience=PARTIES,
            done="C'est fait : la demande est de nouveau à recevoir.",
        ),
        T(
            "withdraw", "deposited | asked → withdrawn", "Retirer la demande", who=policies.may_receive, do=receiving.withdraw,
            audience=PARTIES, warning="À noter quand le demandeur vous le dit : il peut aussi le faire sur sa page de suivi.",
            done="C'est fait : la demande est retirée.",
        ),
    ],
    public={state: public.name for state, public in PUBLIC.items()},
)  # fmt: skip
