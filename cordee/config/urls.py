"""Every address of the house. French, stable; the matrix test knows each one."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
