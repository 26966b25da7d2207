"""Addresses of accounts. The library's own are in `entrance_urls`."""

from django.urls import include, path

from cordee.actors.accounts.lists import InvitationList
from cordee.actors.accounts.views import access, account, invitation, mails, opening
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
    path("comptes/jetons/", account.new_token, name="tokens"),
    path("comptes/jetons/<uuid:public_id>/revoquer/", account.revoke, name="token_revoke"),
    path("comptes/invitations/", include(list_urls(InvitationList, "invitations"))),
    path("annuaire/<uuid:organisation>/acces/", access.access, name="access"),
    path("annuaire/<uuid:organisation>/acces/<uuid:membership>/retirer/", access.end, name="access_end"),
    path("invitation/<str:token>/", invitation.answer, name="invitation"),
    path("courriels/arreter/<str:signed>/", mails.stop, name="stop"),
]
