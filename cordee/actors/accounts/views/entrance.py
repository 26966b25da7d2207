"""The doors: the library's views, opened to visitors, with what the demonstration adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from allauth.account import views as library
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from cordee.actors.accounts import opening

SAFE = ("GET", "HEAD")


class _Entrance:
    """What the roof hangs on the sign-in page: the roles of the demonstration."""

    groups: Callable[[], Sequence[Any]] = staticmethod(lambda: ())


def register_entrance(groups: Callable[[], Sequence[Any]]) -> None:
    _Entrance.groups = staticmethod(groups)


class SignIn(library.LoginView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Where no one has an account yet, the only page is the one that opens the platform."""
        if request.method in SAFE and opening.is_empty():
            return redirect("accounts:opening")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"demo_personas": _Entrance.groups()}


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
