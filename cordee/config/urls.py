"""Every address of the house. French, stable; the matrix test knows each one."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cordee.core.urls")),
    path("annuaire/", include("cordee.actors.directory.urls")),
    path("territoires/", include("cordee.actors.territory.urls")),
    path("design/", include("cordee.core.ui.urls")),
]
