"""Addresses of campaigns, under `/campagnes/`."""

from django.urls import URLPattern, URLResolver, include, path

from cordee.core.lists.views import list_urls
from cordee.tools.surveys.campaign_lists import CampaignList
from cordee.tools.surveys.views import campaigns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(list_urls(CampaignList, "campaigns"))),
    path("preparer/", campaigns.create, name="campaign_create"),
    path("<uuid:public_id>/", campaigns.campaign_page, name="campaign"),
    path("<uuid:public_id>/modifier/", campaigns.edit, name="campaign_edit"),
    path("<uuid:public_id>/inviter/", campaigns.invite, name="campaign_invite"),
    path("<uuid:public_id>/relancer/", campaigns.remind, name="campaign_remind"),
    path("<uuid:public_id>/lien/", campaigns.open_link, name="campaign_link"),
    path("<uuid:public_id>/saisir/", campaigns.enter_open, name="campaign_enter"),
    path("invitations/<uuid:public_id>/lien/", campaigns.invitation_link, name="invitation_link"),
    path("invitations/<uuid:public_id>/retirer/", campaigns.withdraw, name="invitation_withdraw"),
    path("invitations/<uuid:public_id>/repondre/", campaigns.answer, name="invitation_answer"),
    path("invitations/<uuid:public_id>/saisir/", campaigns.enter, name="invitation_enter"),
]
