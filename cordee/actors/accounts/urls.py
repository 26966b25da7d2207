"""Addresses of accounts. The library's own are in `entrance_urls`."""

from django.urls import include, path

from cordee.actors.accounts.lists import InvitationList, SupportList
from cordee.actors.accounts.views import (
    access,
    account,
    agenda,
    invitation,
    login_link,
    mails,
    opening,
    proconnect,
    prove,
    second_factor,
    sharing,
    support,
)
from cordee.core.lists.views import list_urls

app_name = "accounts"
urlpatterns = [
    path("ouverture/", opening.open_house, name="opening"),
    path("ouverture/<str:code>/", opening.open_house, name="opening_code"),
    path("premiers-pas/equipe/", opening.team, name="team"),
    path("comptes/", account.account, name="account"),
    path("comptes/agir-pour/", account.switch, name="switch"),
    path("comptes/sans-acces/", account.no_membership, name="no_membership"),
    path("comptes/courriels/", account.mail_preferences, name="mails"),
    path("comptes/sessions/<uuid:public_id>/terminer/", account.end_session, name="session_end"),
    path("comptes/sessions/terminer/", account.end_others, name="sessions_end"),
    path("comptes/second-facteur/", second_factor.status, name="second_factor"),
    path("comptes/second-facteur/mettre-en-place/", second_factor.enrol, name="second_factor_enrol"),
    path("comptes/second-facteur/codes/", second_factor.codes, name="second_factor_codes"),
    path("comptes/second-facteur/retirer/", second_factor.remove, name="second_factor_remove"),
    path("comptes/confirmer/courriel/", prove.prove, name="prove"),
    path("comptes/connexion/lien/", login_link.ask, name="login_ask"),
    path("comptes/connexion/lien/envoye/", login_link.sent, name="login_sent"),
    path("comptes/connexion/lien/<str:token>/", login_link.link, name="login_link"),
    path("comptes/proconnect/", proconnect.start, name="proconnect"),
    path("comptes/proconnect/retour/", proconnect.back, name="proconnect_back"),
    path("comptes/proconnect/entrer/", proconnect.confirm, name="proconnect_confirm"),
    path("comptes/proconnect/delier/", proconnect.unlink, name="proconnect_unlink"),
    path("comptes/assistance/", include(list_urls(SupportList, "support_list"))),
    path("comptes/assistance/terminer/", support.end, name="support_end"),
    path("comptes/assistance/<uuid:public_id>/terminer/", support.end_mine, name="support_end_mine"),
    path("comptes/agenda/", agenda.own, name="agenda"),
    path("comptes/agenda/retirer/", agenda.close, name="agenda_close"),
    path("agenda/<str:secret>.ics", agenda.feed, name="agenda_feed"),
    path("comptes/jetons/", account.new_token, name="tokens"),
    path("comptes/jetons/<uuid:public_id>/revoquer/", account.revoke, name="token_revoke"),
    path("comptes/invitations/", include(list_urls(InvitationList, "invitations"))),
    path("annuaire/<uuid:organisation>/acces/", access.access, name="access"),
    path("annuaire/<uuid:organisation>/acces/<uuid:membership>/retirer/", access.end, name="access_end"),
    path("annuaire/<uuid:organisation>/acces/<uuid:membership>/assister/", support.open_support, name="support"),
    path("annuaire/<uuid:organisation>/acces/<uuid:membership>/second-facteur/", support.reset_second_factor, name="second_factor_reset"),
    path("annuaire/<uuid:organisation>/ouvrir/", sharing.share, name="share"),
    path("annuaire/<uuid:organisation>/ouvrir/<uuid:part>/refermer/", sharing.share_end, name="share_end"),
    path("invitation/<str:token>/", invitation.answer, name="invitation"),
    path("courriels/arreter/<str:signed>/", mails.stop, name="stop"),
]
