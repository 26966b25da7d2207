"""The life of a dossier, and that of each structure in it."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.accompaniment.cases import guards, policies
from cordee.accompaniment.cases.models import Beneficiary, Case, Reorientation
from cordee.accompaniment.cases.wording_of_states import PUBLIC
from cordee.core.clock import today
from cordee.core.lifecycle import Lifecycle, T, TransitionForm

PARTIES = ["operator", "structure", "network"]
LONG = forms.Textarea(attrs={"rows": 3})
LIVE = "requested | received | diagnosing | shared | planned | under_way | follow_up | reviewed"


class ReorientForm(TransitionForm):
    body = forms.CharField(
        label="Organisme", max_length=200, error_messages={"required": "Indiquez l'organisme vers lequel la structure est orientée."}
    )
    contact = forms.CharField(
        label="Contact",
        max_length=200,
        help_text="Un service, un téléphone ou une adresse.",
        error_messages={"required": "Indiquez comment joindre cet organisme."},
    )
    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=LONG,
        help_text="La structure le lira tel quel.",
        error_messages={"required": "Indiquez pourquoi la structure est orientée ailleurs : elle le lira."},
    )


class OfStructure(TransitionForm):
    """The event bears the name of the structure: in a dossier of several, the fil says which."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"organisation": self.obj.organisation.name}


class StopForm(TransitionForm):
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=LONG,
        help_text="Chacun de ceux qui lisent le dossier le lira tel quel.",
        error_messages={"required": "Indiquez en quelques mots pourquoi l'accompagnement s'arrête."},
    )


class AbandonForm(StopForm):
    """The DLA says whether the structure asked for it; a structure that stops did."""

    on_request = forms.BooleanField(
        label="La structure a demandé l'arrêt",
        required=False,
        help_text="Si vous cochez, elle lira « Arrêté à votre demande » ; sinon, « Arrêté ».",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_itself = self.actor is not None and self.obj is not None and policies.is_accompanied(self.actor, self.obj)
        if self.by_itself:
            del self.fields["on_request"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"on_request": self.by_itself or cleaned.get("on_request", False)}


class WithdrawForm(OfStructure, StopForm):
    pass


class UpdateForm(TransitionForm):
    reason = forms.CharField(
        label="Ce qui change",
        max_length=2000,
        widget=LONG,
        error_messages={"required": "Indiquez le besoin nouveau, ou ce qui change dans le parcours."},
    )


class CloseForm(TransitionForm):
    results = forms.CharField(
        label="Résultats",
        max_length=4000,
        widget=LONG,
        help_text="Ce que l'accompagnement a changé : emploi, modèle économique, projet, partenariats.",
        error_messages={"required": "Indiquez les résultats de l'accompagnement avant de le clore."},
    )


def reorient(case: Case, *, actor: Any, body: str, contact: str, reason: str, fact_on: Any = None) -> None:
    Reorientation(case=case, body=body, contact=contact, reason=reason, on=fact_on or today()).save()


def widen(case: Case, *, actor: Any) -> None:
    case.kind = Case.Kind.COLLECTIVE


def close(case: Case, *, actor: Any, results: str, fact_on: Any = None) -> None:
    case.results = results


def stop(case: Case, *, actor: Any, reason: str, on_request: bool, fact_on: Any = None) -> None:
    case.stopped_on_request = on_request


def withdraw(beneficiary: Beneficiary, *, actor: Any, reason: str, organisation: str, fact_on: Any = None) -> None:
    beneficiary.reason, beneficiary.until = reason, max(fact_on or today(), beneficiary.since)


def finish(beneficiary: Beneficiary, *, actor: Any, organisation: str) -> None:
    beneficiary.until = max(today(), beneficiary.since)


CASE = Lifecycle(
    "cases.case",
    Case,
    Case.State,
    [
        T("request", "→ requested", "Demander un accompagnement", who=policies.may_request, audience=PARTIES),
        T(
            "receive", "requested → received", "Accueillir la structure", who=policies.may_decide, dated="Premier échange le",
            audience=PARTIES, done="C'est fait : l'accueil est noté. Prochaine étape : juger l'éligibilité.",
        ),
        T(
            "reorient", "received → reoriented", "Réorienter la structure", who=policies.may_decide, guards=[guards.is_not_accepted],
            form=ReorientForm, do=reorient, dated="Réorientée le", audience=PARTIES,
            warning="La structure lira l'organisme, le contact et le motif. Ce dossier ne pourra plus avancer.",
            done="C'est fait : la structure est orientée vers l'organisme que vous avez nommé.",
        ),
        T(
            "diagnose", "received → diagnosing", "Ouvrir le diagnostic partagé", who=policies.may_decide,
            guards=[guards.is_clear, guards.is_accepted, guards.adhered], dated="Ouvert le", audience=PARTIES,
            done="C'est fait : le diagnostic est ouvert. Prochaine étape : réunir les pièces et les faits.",
        ),
        T(
            "widen", "diagnosing → diagnosing", "Élargir en démarche collective", who=policies.may_decide, guards=[guards.is_individual],
            do=widen, audience=PARTIES,
            warning="Le dossier garde tout ce qu'il contient et peut accueillir d'autres structures. Il ne redevient pas individuel.",
            done="C'est fait : le dossier est collectif. Prochaine étape : y ajouter les structures concernées.",
        ),
        T(
            "share", "diagnosing → shared", "Noter le diagnostic validé ensemble", who=policies.may_decide,
            guards=[guards.validated("diagnosis"), guards.adhered], dated="Validé le", audience=PARTIES,
            done="C'est fait : le diagnostic est partagé. Prochaine étape : élaborer le parcours.",
        ),
        T(
            "plan", "shared → planned", "Noter le parcours validé ensemble", who=policies.may_decide, guards=[guards.validated("plan")],
            dated="Validé le", audience=PARTIES,
            done="C'est fait : le parcours est élaboré. Prochaine étape : sa mise en œuvre, avec l'adhésion de la structure.",
        ),
        T(
            "launch", "planned → under_way", "Lancer le parcours", who=policies.may_decide, guards=[guards.adhered], dated="Lancé le",
            audience=PARTIES, done="C'est fait : le parcours est en cours.",
        ),
        T(
            "update", "under_way → under_way", "Actualiser le parcours", who=policies.may_decide, form=UpdateForm, dated="Actualisé le",
            audience=PARTIES, done="C'est fait : l'actualisation est notée au fil du dossier.",
        ),
        T(
            "follow", "under_way → follow_up", "Passer au suivi", who=policies.may_decide, guards=[guards.adhered], dated="Depuis le",
            audience=PARTIES, done="C'est fait : le dossier est en suivi. Prochaine étape : le prochain contact, à dater.",
        ),
        T(
            "review", "follow_up → reviewed", "Noter le diagnostic post-accompagnement", who=policies.may_decide, dated="Fait le",
            audience=PARTIES,
            done="C'est fait : le bilan est noté. Prochaine étape : clore le dossier, ou ouvrir une nouvelle demande.",
        ),
        T(
            "close", "follow_up | reviewed → closed", "Clore le dossier", who=policies.may_decide, guards=[guards.adhered], form=CloseForm,
            do=close, dated="Clos le", audience=PARTIES,
            warning="Le dossier reste lisible par tous ceux qui y prennent part, sans changer.",
            done="C'est fait : le dossier est clos.",
        ),
        T(
            "abandon", f"{LIVE} → abandoned", "Arrêter l'accompagnement", who=policies.may_abandon, form=AbandonForm, do=stop,
            dated="Arrêté le", audience=PARTIES,
            warning="L'accompagnement s'arrête pour toutes les structures de ce dossier. Une nouvelle demande reste possible.",
            done="C'est fait : l'accompagnement est arrêté.",
        ),
    ],
    public={state: public.name for state, public in PUBLIC.items()},
)  # fmt: skip
BENEFICIARY = Lifecycle(
    "cases.beneficiary",
    Beneficiary,
    Beneficiary.State,
    [
        T("join", "→ in", "Ajouter une structure", who=policies.may_join, guards=[guards.has_room], audience=PARTIES),
        T(
            "withdraw", "in → withdrawn", "Retirer la structure", who=policies.may_withdraw, guards=[guards.others_remain],
            form=WithdrawForm, do=withdraw, dated="Retirée le", audience=PARTIES, warning="Le dossier continue avec les autres structures.",
            done="C'est fait : la structure s'est retirée du dossier.",
        ),
        T(
            "finish", "in → done", "Noter l'accompagnement achevé", who=policies.may_finish, guards=[guards.others_remain],
            form=OfStructure, do=finish, audience=PARTIES, done="C'est fait : l'accompagnement de cette structure est achevé.",
        ),
    ],
    parent="case",
)  # fmt: skip
