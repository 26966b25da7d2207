"""The lives of a questionnaire, of its versions and of a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cordee.core import clock
from cordee.core.access import Refusal
from cordee.core.lifecycle import Lifecycle, T, TransitionForm
from cordee.tools.surveys import policies, queries
from cordee.tools.surveys.actions import campaigns, editing
from cordee.tools.surveys.definition import changes, checks, read
from cordee.tools.surveys.models import Campaign, Questionnaire, Version

LONG = forms.Textarea(attrs={"rows": 3})


class RetireForm(TransitionForm):
    reason = forms.CharField(
        label="Motif", max_length=500, widget=LONG, error_messages={"required": "Indiquez pourquoi ce questionnaire est retiré."}
    )  # fmt: skip


class GiveUpForm(TransitionForm):
    reason = forms.CharField(
        label="Motif", max_length=500, widget=LONG, error_messages={"required": "Indiquez pourquoi cette campagne n'aura pas lieu."}
    )  # fmt: skip


class ReopenForm(TransitionForm):
    reason = forms.CharField(
        label="Motif", max_length=500, widget=LONG, error_messages={"required": "Indiquez pourquoi la campagne est rouverte."}
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label="Nouvelle clôture",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Les réponses seront reçues jusqu'à ce jour, à cette heure.",
        error_messages={"required": "Indiquez jusqu'à quand la campagne est rouverte."},
    )

    def clean_closes_at(self) -> Any:
        until = self.cleaned_data["closes_at"]
        if until <= timezone.now():
            raise forms.ValidationError("Cette clôture est passée : indiquez un jour à venir.")
        return until


# -- a version --------------------------------------------------------------------------------------------------------------
def is_sound(version: Version, data: Any) -> Refusal | None:
    """One sentence here; the editor shows each one beside its field."""
    found = checks.problems(version.definition)
    if not found:
        return None
    rest = f" Il reste {len(found) - 1} autre{'s' if len(found) > 2 else ''} point{'s' if len(found) > 2 else ''} à reprendre."
    return Refusal("problems", found[0].sentence + (rest if len(found) > 1 else ""))


def differs(version: Version, data: Any) -> Refusal | None:
    former = queries.latest_of(version.questionnaire)
    if former is None or checks.problems(version.definition) or read(former.definition) != read(version.definition):
        return None
    return Refusal("same", "Rien ne change depuis la version en service : modifiez le questionnaire avant de le publier.")


def publish(version: Version, *, actor: Any) -> None:
    former = queries.latest_of(version.questionnaire)
    definition = read(version.definition)
    version.definition = definition.to_json()
    version.number = (former.number or 0) + 1 if former else 1
    version.changes = [[c.code, c.data] for c in changes.between(read(former.definition), definition)] if former else []
    version.published_at, version.published_by_label = clock.now(), actor.label
    editing.first_rule(version.questionnaire, definition, actor=actor)


def is_active(version: Version, data: Any) -> Refusal | None:
    if version.questionnaire.state == Questionnaire.State.ACTIVE:
        return None
    return Refusal("retired", "Ce questionnaire est retiré : remettez-le en service d'abord.")


VERSION = Lifecycle(
    "surveys.version",
    Version,
    Version.State,
    [
        T("prepare", "→ draft", "Préparer une nouvelle version", who=policies.may_edit, audience=editing.READERS),
        T(
            "publish",
            "draft → published",
            "Publier cette version",
            who=policies.may_edit,
            guards=[is_active, is_sound, differs],
            do=publish,
            audience=editing.READERS,
            warning="Cette version ne changera plus : les réponses qu'elle recevra lui resteront attachées. Les campagnes déjà "
            "préparées gardent la leur.",
            done="C'est fait : la version est en service.",
        ),
    ],
    parent="questionnaire",
)


# -- a questionnaire ----------------------------------------------------------------------------------------------------------
def nothing_open(questionnaire: Questionnaire, data: Any) -> Refusal | None:
    rows = Campaign.objects.for_system("campaigns of a questionnaire already seen").filter(asked__questionnaire=questionnaire)
    if not rows.exclude(state=Campaign.State.CLOSED).exists():
        return None
    return Refusal("campaigns", "Une campagne le fait remplir, ou s'apprête à le faire : terminez-la avant de le retirer.")


def keep_reason(questionnaire: Questionnaire, *, actor: Any, reason: str) -> None:
    """Its event says it: nothing else changes."""


QUESTIONNAIRE = Lifecycle(
    "surveys.questionnaire",
    Questionnaire,
    Questionnaire.State,
    [
        T("create", "→ active", "Créer un questionnaire", who=policies.may_create, audience=editing.READERS),
        T(
            "retire",
            "active → retired",
            "Retirer ce questionnaire",
            who=policies.may_edit,
            guards=[nothing_open],
            form=RetireForm,
            do=keep_reason,
            audience=editing.READERS,
            done="C'est fait : le questionnaire est retiré. Ses réponses restent lisibles.",
        ),
        T(
            "restore",
            "retired → active",
            "Remettre en service",
            who=policies.may_edit,
            audience=editing.READERS,
            done="C'est fait : le questionnaire est de nouveau en service.",
        ),
    ],
)


# -- a campaign ---------------------------------------------------------------------------------------------------------------
def has_someone(campaign: Campaign, data: Any) -> Refusal | None:
    if campaign.target == Campaign.Target.ANYONE or campaign.invitations.filter(withdrawn_at=None).exists():
        return None
    return Refusal("nobody", "Personne n'est encore invité : ajoutez à qui la campagne s'adresse avant de l'ouvrir.")


def ends_later(campaign: Campaign, data: Any) -> Refusal | None:
    if campaign.closes_at > clock.now():
        return None
    return Refusal("past", "Sa clôture est passée : changez-la avant d'ouvrir la campagne.")


def takes_what_it_asks(campaign: Campaign, data: Any) -> Refusal | None:
    """A file could say who answers: an anonymous campaign takes none, and must not ask for one."""
    if not campaign.anonymous:
        return None
    asked = next((item for item in queries.definition_of(campaign.asked_id).items if item.kind == "file" and item.required), None)
    if asked is None:
        return None
    return Refusal(
        "file",
        f"La question « {asked.label} » attend un fichier, et une campagne anonyme n'en reçoit pas : il pourrait dire qui répond. Ouvrez "
        "la campagne sans anonymat, ou rendez cette question facultative dans une nouvelle version.",
    )


CAMPAIGN = Lifecycle(
    "surveys.campaign",
    Campaign,
    Campaign.State,
    [
        T("prepare", "→ prepared", "Préparer une campagne", who=policies.may_prepare, audience=campaigns.READERS),
        T(
            "open",
            "prepared → open",
            "Ouvrir la campagne",
            who=policies.may_run,
            guards=[has_someone, ends_later, takes_what_it_asks],
            do=campaigns.do_open,
            audience=campaigns.READERS,
            warning="Chaque invité reçoit un courriel avec son lien personnel. Le questionnaire, l'anonymat et le public de la campagne "
            "ne changeront plus.",
            done="C'est fait : la campagne est ouverte, les courriels partent.",
        ),
        T(
            "give_up",
            "prepared → closed",
            "Renoncer à la campagne",
            who=policies.may_run,
            form=GiveUpForm,
            do=campaigns.do_close,
            audience=campaigns.READERS,
            done="C'est fait : la campagne n'aura pas lieu, personne n'a été prévenu.",
        ),
        T(
            "close",
            "open → closed",
            "Clore la campagne",
            who=policies.may_run,
            do=campaigns.do_close,
            audience=campaigns.READERS,
            warning="Plus aucune réponse ne sera reçue, les relances s'arrêtent. Les réponses d'une campagne anonyme sont mêlées : "
            "rien ne les relie plus à leurs auteurs, même dans la base.",
            done="C'est fait : la campagne est close. Prochaine étape : sa synthèse.",
        ),
        T(
            "reopen",
            "closed → open",
            "Rouvrir la campagne",
            who=policies.may_run,
            guards=[has_someone, takes_what_it_asks],
            form=ReopenForm,
            do=campaigns.do_reopen,
            audience=campaigns.READERS,
            done="C'est fait : la campagne est rouverte.",
        ),
    ],
)
