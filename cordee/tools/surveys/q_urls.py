"""Addresses of those who answer, under `/q/`: public, the token is what opens."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
