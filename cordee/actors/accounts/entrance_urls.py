"""The library's addresses that we open, under its own names. Sign-up and the rest have none."""

from allauth.account import views as library
from allauth.mfa.base import views as second_factor
from django.urls import path, re_path

from cordee.actors.accounts.views import entrance
from cordee.actors.accounts.views.own import own_account
from cordee.core.access import public

urlpatterns = [
    path("connexion/", public(entrance.SignIn.as_view()), name="account_login"),
    path("deconnexion/", public(entrance.SignOut.as_view()), name="account_logout"),
    path("connexion/second-facteur/", public(second_factor.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("confirmer/", public(own_account(library.ReauthenticateView.as_view())), name="account_reauthenticate"),
    path("confirmer/code/", public(own_account(second_factor.ReauthenticateView.as_view())), name="mfa_reauthenticate"),
    path("compte-ferme/", public(library.AccountInactiveView.as_view()), name="account_inactive"),
    path("mot-de-passe/", own_account(entrance.ChangePassword.as_view()), name="account_change_password"),
    path("mot-de-passe/nouveau/", public(library.PasswordResetView.as_view()), name="account_reset_password"),
    path("mot-de-passe/nouveau/envoye/", public(library.PasswordResetDoneView.as_view()), name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        public(entrance.ResetFromKey.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/enregistre/",
        public(library.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
]
