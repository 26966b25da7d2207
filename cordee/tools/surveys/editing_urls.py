"""Addresses of questionnaires and of their editor, under `/questionnaires/`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
