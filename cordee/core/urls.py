"""Addresses of the ground floor."""

from django.urls import include, path

from cordee.core.backup_list import BackupList
from cordee.core.imports.hung import ImportList
from cordee.core.journal_list import EventList
from cordee.core.lists import views as lists
from cordee.core.mail_list import MailList
from cordee.core.notices.lists import NoticeList
from cordee.core.views import acts, health, home, importing, joining, keep, nomenclatures, notices, opening, search, settings

app_name = "core"
urlpatterns = [
    path("", home.home, name="home"),
    path("navigation/compteurs/", home.counts, name="counts"),
    path("actes/<str:lifecycle>/<uuid:public_id>/corriger/<int:event_id>/", acts.take_back, name="take_back"),
    path("actes/<str:lifecycle>/<uuid:public_id>/<slug:transition>/", acts.act, name="act"),
    path("brouillons/<str:form>/", keep.keep_draft, name="draft"),
    path("brouillons/<str:form>/<uuid:object_id>/", keep.keep_draft, name="draft_of"),
    path("brouillons/<str:form>/oublier/", keep.drop_draft, name="draft_drop"),
    path("brouillons/<str:form>/<uuid:object_id>/oublier/", keep.drop_draft, name="draft_drop_of"),
    path("fichiers/<uuid:public_id>/", keep.file, name="file"),
    path("fichiers/<uuid:public_id>/nouvelle-version/", joining.replace_file, name="file_replace"),
    path("taches/<uuid:public_id>/", keep.task, name="task"),
    path("taches/<uuid:public_id>/etat/", keep.task_state, name="task_state"),
    path("taches/<uuid:public_id>/fichier/", keep.task_file, name="task_file"),
    path("exports/", lists.export_task, name="export_task"),
    path("vues/", lists.save_view, name="save_view"),
    path("vues/<uuid:public_id>/supprimer/", lists.delete_view, name="delete_view"),
    path("imports/", include(lists.list_urls(ImportList, "imports"))),
    path("imports/envoyer/<slug:slug>/", importing.send, name="import_send"),
    path("imports/modele/<slug:slug>/", importing.model, name="import_model"),
    path("imports/suivi/<uuid:public_id>/", importing.follow, name="import"),
    path("imports/suivi/<uuid:public_id>/fichier/", importing.sent_file, name="import_file"),
    path("imports/suivi/<uuid:public_id>/a-reprendre/", importing.refused_file, name="import_refused"),
    path("recherche/", search.search, name="search"),
    path("recherche/propositions/", search.suggest, name="search_live"),
    path("premiers-pas/", opening.first_steps, name="first_steps"),
    path("premiers-pas/etapes/", opening.choose, name="step_choice"),
    path("premiere-visite/", opening.welcomed, name="welcomed"),
    path("courriels/non-remis/", include(lists.list_urls(MailList, "mails"))),
    path("sauvegardes/", include(lists.list_urls(BackupList, "backups"))),
    path("journal/", include(lists.list_urls(EventList, "journal"))),
    path("journal/avis/", include(lists.list_urls(NoticeList, "notices"))),
    path("journal/avis/<uuid:public_id>/", notices.notice_page, name="notice"),
    path("journal/avis/<uuid:public_id>/preuve/", notices.notice_proof, name="notice_proof"),
    path("reglages/", settings.index, name="settings"),
    path("reglages/nomenclatures/<str:code>/", nomenclatures.nomenclature_page, name="nomenclature"),
    path("reglages/nomenclatures/<str:code>/<str:item>/", nomenclatures.term_page, name="term"),
    path("reglages/<str:code>/", settings.setting, name="setting"),
    path("reglages/<str:code>/retirer/", settings.withdraw, name="setting_withdraw"),
    path("sante", health.health, name="health"),
]
