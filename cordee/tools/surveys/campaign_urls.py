"""Addresses of campaigns, under `/campagnes/`."""

from django.urls import URLPattern, URLResolver, include, path

from cordee.core.lists.views import list_urls
from cordee.tools.surveys.campaign_lists import CampaignList

urlpatterns: list[URLPattern | URLResolver] = [
    path("campagnes/", include(list_urls(CampaignList, "campaigns"))),
]
