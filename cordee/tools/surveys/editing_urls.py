"""Addresses of questionnaires and of their editor, under `/questionnaires/`."""

from django.urls import URLPattern, URLResolver, include, path

from cordee.core.lists.views import list_urls
from cordee.tools.surveys.lists import QuestionnaireList
from cordee.tools.surveys.views import editing, meeting, paper, questionnaires

one = "<uuid:public_id>/"
draft = f"{one}brouillon/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(list_urls(QuestionnaireList, "questionnaires"))),
    path("creer/", questionnaires.create, name="questionnaire_create"),
    path("importer/", questionnaires.import_file, name="questionnaire_import"),
    path(one, questionnaires.questionnaire_page, name="questionnaire"),
    path(f"{one}modifier/", questionnaires.edit, name="questionnaire_edit"),
    path(f"{one}dupliquer/", questionnaires.adapt, name="questionnaire_adapt"),
    path(f"{one}preparer/", questionnaires.prepare, name="draft_prepare"),
    path(f"{one}abandonner/", questionnaires.drop, name="draft_drop"),
    path(f"{one}publier/", questionnaires.publish, name="publish"),
    path(f"{one}niveaux/", questionnaires.levels, name="level_rule"),
    path(f"{one}versions/<uuid:version>/", questionnaires.version_page, name="version"),
    path(f"{one}versions/<uuid:version>/export.json", questionnaires.export, name="version_file"),
    path(f"{one}en-reunion/", meeting.choose, name="meeting_who"),
    path(f"{one}en-reunion/<uuid:organisation_id>/", meeting.meeting, name="meeting"),
    path(f"{one}papier/<slug:format_>/", paper.of_questionnaire, name="paper"),
    path(draft, editing.piece, name="draft"),
    path(f"{draft}axes/", editing.piece, {"kind": "axes"}, name="draft_axes"),
    path(f"{draft}niveaux/", editing.piece, {"kind": "levels"}, name="draft_levels"),
    path(f"{draft}sections/<slug:code>/", editing.piece, {"kind": "section"}, name="draft_section"),
    path(f"{draft}sections/<slug:code>/retirer/", editing.remove, {"kind": "section"}, name="draft_remove_section"),
    path(f"{draft}questions/<slug:code>/", editing.piece, {"kind": "item"}, name="draft_item"),
    path(f"{draft}questions/<slug:code>/retirer/", editing.remove, {"kind": "item"}, name="draft_remove_item"),
    path(f"{draft}gestes/", editing.gesture, name="draft_gesture"),
    path(f"{draft}apercu/", editing.preview, name="draft_preview"),
]
