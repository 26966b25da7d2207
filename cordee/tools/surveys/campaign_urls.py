"""Addresses of campaigns, under `/campagnes/`."""

from django.urls import URLPattern, URLResolver, include, path

from cordee.core.lists.views import list_urls
from cordee.tools.surveys.campaign_lists import CampaignList
from cordee.tools.surveys.views import campaigns

urlpatterns: list[URLPattern | URLResolver] = [
    path("campagnes/", include(list_urls(CampaignList, "campaigns"))),
    path("campagnes/preparer/", campaigns.create, name="campaign_create"),
    path("campagnes/<uuid:public_id>/", campaigns.campaign_page, name="campaign"),
    path("campagnes/<uuid:public_id>/modifier/", campaigns.edit, name="campaign_edit"),
    path("campagnes/<uuid:public_id>/inviter/", campaigns.invite, name="campaign_invite"),
    path("campagnes/<uuid:public_id>/relancer/", campaigns.remind, name="campaign_remind"),
    path("campagnes/<uuid:public_id>/lien/", campaigns.open_link, name="campaign_link"),
    path("campagnes/<uuid:public_id>/saisir/", campaigns.enter_open, name="campaign_enter"),
    path("campagnes/invitations/<uuid:public_id>/lien/", campaigns.invitation_link, name="invitation_link"),
    path("campagnes/invitations/<uuid:public_id>/retirer/", campaigns.withdraw, name="invitation_withdraw"),
    path("campagnes/invitations/<uuid:public_id>/repondre/", campaigns.answer, name="invitation_answer"),
    path("campagnes/invitations/<uuid:public_id>/saisir/", campaigns.enter, name="invitation_enter"),
]
