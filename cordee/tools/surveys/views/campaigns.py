"""Campaigns: their page with its live rate, who is asked, links, reminders, answers entered for somebody else."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cordee.actors.directory.children.actions import write_new
from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import operation_of, uuid_of, whole_number
from cordee.core.views.forms import form_page, only, posted, version_of
from cordee.tools.surveys import actions, campaign_pages, links, policies
from cordee.tools.surveys.campaign_forms import CampaignForm, ChannelForm, CriteriaForm, OneForm, asked_at_first
from cordee.tools.surveys.models import Campaign, Invitation

HELP = "campagnes"


def get_campaign(request: ActingRequest, public_id: uuid.UUID) -> Campaign:
    rows = Campaign.objects.visible_to(request.actor).select_related("thread", "asker", "asked__questionnaire")
    campaign: Campaign | None = rows.filter(public_id=public_id).first()
    if campaign is None:
        raise Http404
    return campaign


def own_campaign(request: ActingRequest, public_id: uuid.UUID) -> Campaign:
    campaign = get_campaign(request, public_id)
    only(policies.may_run(request.actor, campaign))
    return campaign


def get_invitation(request: ActingRequest, public_id: uuid.UUID) -> Invitation:
    rows = Invitation.objects.visible_to(request.actor).select_related(
        "thread", "campaign__asker", "campaign__thread", "asked__questionnaire", "organisation", "person"
    )
    invitation: Invitation | None = rows.filter(public_id=public_id).first()
    if invitation is None:
        raise Http404
    return invitation


def own_invitation(request: ActingRequest, public_id: uuid.UUID) -> Invitation:
    invitation = get_invitation(request, public_id)
    only(policies.may_enter(request.actor, invitation))
    return invitation


def home_of(invitation: Invitation) -> str:
    if invitation.campaign:
        return invitation.campaign.get_absolute_url()
    return invitation.organisation.get_absolute_url() if invitation.organisation else "/"


# -- the campaign ---------------------------------------------------------------------------------------------------------------
@require_GET
def campaign_page(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = get_campaign(request, public_id)
    shown = campaign_pages.page(
        campaign, request.actor, after=whole_number(request.GET.get("apres"), 18) or 0, waiting="attente" in request.GET
    )
    if request.headers.get("HX-Request"):
        return render(request, "surveys/campaigns/rate.html", shown)
    return render(request, "surveys/campaigns/campaign.html", shown)


@require_http_methods(["GET", "POST"])
def create(request: ActingRequest) -> HttpResponse:
    only(policies.may_ask(request.actor))
    initial = {"asked": asked_at_first(request.actor, uuid_of(request.GET.get("questionnaire")))}
    form = CampaignForm(posted(request), actor=request.actor, initial=initial)

    def save() -> Any:
        own = Organisation.objects.visible_to(request.actor).get(pk=request.actor.organisation_id)
        return actions.create_campaign(
            actor=request.actor, asker=own, asked=form.version, zone=form.cleaned_data["place"], values=form.values(),
            operation=operation_of(request.POST),
        )  # fmt: skip

    return form_page(
        request, form, save, done=campaign_pages.prepared_sentence(form.data.get("target", "")),
        title="Préparer une campagne", act="Préparer cette campagne", back=reverse("surveys:campaigns"), help=HELP,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = own_campaign(request, public_id)
    if campaign.state == Campaign.State.CLOSED:
        raise Http404
    form = CampaignForm(posted(request), instance=campaign, actor=request.actor)

    def save() -> Any:
        fresh = own_campaign(request, public_id)
        return actions.edit_campaign(actor=request.actor, campaign=fresh, values=form.values(), version=version_of(request, fresh))

    return form_page(
        request, form, save, done="C'est fait : la campagne est enregistrée.", title="Modifier la campagne", subject=campaign.name,
        act="Enregistrer cette campagne", back=campaign.get_absolute_url(), version=version_of(request, campaign), help=HELP,
    )  # fmt: skip


# -- who is asked -----------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def invite(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """By criteria: the names first, then the press. By name, one at a time."""
    campaign = own_campaign(request, public_id)
    if campaign.state == Campaign.State.CLOSED or campaign.target == Campaign.Target.ANYONE:
        raise Http404
    persons = campaign.target == Campaign.Target.PERSONS
    criteria = CriteriaForm(request.GET if request.GET.get("choisir") else None, actor=request.actor)
    form = OneForm(
        request.POST if request.method == "POST" and "toutes" not in request.POST else None, actor=request.actor, persons=persons
    )
    refusal = ""
    if request.method == "POST":
        try:
            count = _invited(request, campaign, criteria if "toutes" in request.POST else None, form)
        except Refused as refused:
            count, refusal = None, refused.refusal.sentence
        if count is not None:
            channel = form.cleaned_data["channel_of"] if form.is_bound else Invitation.Channel.MAIL
            messages.success(request, campaign_pages.invited_sentence(count, campaign, channel))
            return redirect(campaign)
    chosen = criteria.organisations() if criteria.is_bound and criteria.is_valid() else None
    context = campaign_pages.invite_page(campaign, form, criteria, chosen) | {"refusal": refusal}
    return render(request, "surveys/campaigns/invite.html", context, status=409 if refusal else 422 if form.errors else 200)


def _invited(request: ActingRequest, campaign: Campaign, criteria: CriteriaForm | None, form: OneForm) -> int | None:
    if criteria is not None:
        if not (criteria.is_bound and criteria.is_valid()):
            raise Http404
        return actions.invite(
            actor=request.actor, campaign=campaign, organisations=list(criteria.organisations().order_by("sort_key", "id"))
        )
    if not form.is_valid():
        return None
    organisation, channel = form.cleaned_data["organisation"], form.cleaned_data["channel_of"]
    if form.person is None:
        return actions.invite(actor=request.actor, campaign=campaign, organisations=[organisation], channel=channel)
    write_new({"person": form.person})
    return actions.invite(actor=request.actor, campaign=campaign, persons=[(form.person, organisation)], channel=channel)


@require_http_methods(["GET", "POST"])
def remind(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = own_campaign(request, public_id)
    refusal = ""
    if request.method == "POST":
        try:
            count = actions.remind(actor=request.actor, campaign=campaign)
        except Refused as refused:
            refusal = refused.refusal.sentence
        else:
            messages.success(request, campaign_pages.reminded_sentence(count))
            return redirect(campaign)
    return render(
        request,
        "surveys/campaigns/remind.html",
        campaign_pages.remind_page(campaign) | {"refusal": refusal},
        status=409 if refusal else 200,
    )


@require_http_methods(["GET", "POST"])
def open_link(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The link for anyone: shown when it exists, made or replaced by a press."""
    campaign = own_campaign(request, public_id)
    if campaign.target != Campaign.Target.ANYONE:
        raise Http404
    if request.method == "POST":
        actions.give_open_link(actor=request.actor, campaign=campaign, renew="renouveler" in request.POST)
        return redirect("surveys:campaign_link", campaign.public_id)
    shown = campaign_pages.link_page(campaign, campaign.open_link_sha256, back=campaign.get_absolute_url(), named=campaign.name)
    return render(request, "surveys/campaigns/link.html", shown)


@require_http_methods(["GET", "POST"])
def invitation_link(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    invitation = own_invitation(request, public_id)
    if request.method == "POST":
        try:
            actions.issue_link(actor=request.actor, invitation=invitation, renew="renouveler" in request.POST)
        except Refused as refused:
            messages.warning(request, refused.refusal.sentence)
            return redirect(home_of(invitation))
        return redirect("surveys:invitation_link", invitation.public_id)
    shown = campaign_pages.link_page(invitation, invitation.token_sha256, back=home_of(invitation), named=str(invitation))
    return render(request, "surveys/campaigns/link.html", shown)


@require_POST
def withdraw(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    invitation = own_invitation(request, public_id)
    try:
        actions.withdraw(actor=request.actor, invitation=invitation)
    except Refused as refused:
        messages.warning(request, refused.refusal.sentence)
    else:
        messages.success(request, f"C'est fait : l'invitation de {invitation} est retirée, son lien n'ouvre plus rien.")
    return redirect(home_of(invitation))


# -- answering with an account ------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def answer(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Whoever acts for the structure that is asked: no link to look for in one's mails."""
    invitation = get_invitation(request, public_id)
    only(policies.may_answer(request.actor, invitation))
    if request.method == "POST":
        key = actions.entry_key(actor=request.actor, subject=invitation, channel=Invitation.Channel.LINK)
        return redirect(links.path_of(key))
    return render(request, "surveys/campaigns/answer.html", campaign_pages.answer_page(invitation))


@require_http_methods(["GET", "POST"])
def enter(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """An answer received on paper, by telephone, in a meeting, for one invitation."""
    invitation = own_invitation(request, public_id)
    return _entering(request, invitation, str(invitation), home_of(invitation))


@require_http_methods(["GET", "POST"])
def enter_open(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same for a campaign with an open link: one more answer each time."""
    campaign = own_campaign(request, public_id)
    if campaign.target != Campaign.Target.ANYONE:
        raise Http404
    return _entering(request, campaign, campaign.name, campaign.get_absolute_url())


def _entering(request: ActingRequest, subject: Invitation | Campaign, name: str, back: str) -> HttpResponse:
    form = ChannelForm(posted(request))

    def save() -> Any:
        return links.path_of(actions.entry_key(actor=request.actor, subject=subject, channel=form.cleaned_data["channel"]))

    return form_page(
        request, form, save, done="Recopiez la réponse telle qu'elle a été donnée : votre nom sera noté comme celui de qui l'a saisie.",
        title="Saisir une réponse reçue", act="Ouvrir le questionnaire", subject=name, back=back, help=HELP,
    )  # fmt: skip
