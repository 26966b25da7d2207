"""The doors: the library's views, opened to visitors, with what the demonstration adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from allauth.account import views as library
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from cordee.actors.accounts.views import proconnect

SAFE = ("GET", "HEAD")


class _Entrance:
    """What the roof hangs on the sign-in page: the roles of the demonstration."""

    groups: Callable[[], Sequence[Any]] = staticmethod(lambda: ())


def register_entrance(groups: Callable[[], Sequence[Any]]) -> None:
    _Entrance.groups = staticmethod(groups)


class SignIn(library.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doors = {"demo_personas": _Entrance.groups(), "proconnect": settings.PROCONNECT is not None}
        return super().get_context_data(**kwargs) | doors


class SignOut(library.LogoutView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who came by an identity provider leaves it too. Its address is asked before the session is forgotten."""
        elsewhere = proconnect.leave(self.request)
        answer: HttpResponse = super().post(*args, **kwargs)
        return redirect(elsewhere) if elsewhere else answer


class ResetFromKey(library.PasswordResetFromKeyView):
    def logout(self) -> None:
        """Someone signed in under another account is signed out by the act, never by opening the link."""
        if self.request.method not in SAFE:
            super().logout()


class ChangePassword(library.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():  # type: ignore[union-attr]
            messages.info(request, "Ce compte n'a pas encore de mot de passe : un lien par courriel permet d'en choisir un.")
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)
