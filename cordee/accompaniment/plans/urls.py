"""Addresses of support plans, under `/parcours/`."""

from django.urls import include, path

from cordee.accompaniment.plans.lists import EffectList, MissionList
from cordee.accompaniment.plans.views import doing, plans
from cordee.core.lists.views import list_urls

app_name = "plans"
urlpatterns = [
    path("missions-a-consulter/", include(list_urls(MissionList, "missions"))),
    path("effets/", include(list_urls(EffectList, "effects"))),
    path("dossiers/<uuid:public_id>/elaborer/", plans.draw, name="draw"),
    path("dossiers/<uuid:public_id>/engagement/", plans.effort, name="effort"),
    path("dossiers/<uuid:public_id>/effet/", plans.effect, name="effect"),
    path("<uuid:public_id>/", plans.page, name="plan"),
    path("<uuid:public_id>/versions/", plans.versions, name="versions"),
    path("<uuid:public_id>/modifier/", plans.edit, name="edit"),
    path("<uuid:public_id>/reprendre/", plans.revise, name="revise"),
    path("<uuid:public_id>/valider/", plans.agree, name="agree"),
    path("<uuid:public_id>/imprimer/", plans.print_, name="print"),
    path("<uuid:public_id>/actions/ajouter/", doing.add, name="action_add"),
    path("actions/<uuid:public_id>/", doing.page, name="action"),
    path("actions/<uuid:public_id>/modifier/", doing.edit, name="action_edit"),
    path("actions/<uuid:public_id>/financer/", doing.fund, name="fund"),
    path("actions/<uuid:public_id>/financements/<uuid:funding_id>/retirer/", doing.unfund, name="unfund"),
    path("actions/<uuid:public_id>/preuve/", doing.prove, name="prove"),
]
