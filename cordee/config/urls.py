"""Every address of the house. French, stable; the matrix test knows each one."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "cordee.core.ui.errors.bad_request"
handler403 = "cordee.core.ui.errors.forbidden"
handler404 = "cordee.core.ui.errors.not_found"
handler429 = "cordee.core.ui.errors.too_many_requests"
handler500 = "cordee.core.ui.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cordee.tools.surveys.urls")),  # a thousand people answer in the same minute: theirs are tried first
    path("", include("cordee.core.urls")),
    path("", include("cordee.core.ui.urls")),
    path("", include("cordee.core.help.urls")),
    path("", include("cordee.actors.accounts.urls")),
    path("comptes/", include("cordee.actors.accounts.entrance_urls")),
    path("territoires/", include("cordee.actors.territory.urls")),
    path("premiers-pas/", include("cordee.actors.directory.opening_urls")),
    path("annuaire/prestataires/", include("cordee.actors.providers.urls")),
    path("annuaire/", include("cordee.actors.directory.urls")),
    path("reseau/", include("cordee.actors.network.urls")),
    path("comites/", include("cordee.actors.partners.committee_urls")),
    path("partenaires/", include("cordee.actors.partners.urls")),
    path("dossiers/", include("cordee.accompaniment.cases.urls")),
    path("diagnostics/", include("cordee.accompaniment.diagnoses.urls")),
    path("parcours/", include("cordee.accompaniment.plans.urls")),
    path("suivi/", include("cordee.accompaniment.followup.urls")),
    path("demande/", include("cordee.accompaniment.requests.urls")),
    path("reprise/", include("cordee.accompaniment.takeover.urls")),
    path("api/", include("cordee.core.api.urls")),
    path("", include("cordee.demo.urls")),
]
