"""Addresses of responses and syntheses: `/reponses/…`, `/campagnes/…/synthese/…`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
