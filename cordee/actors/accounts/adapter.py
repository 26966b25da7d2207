"""What we change of the library of accounts: no sign-up, letters through our outbox, sentences of ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cordee.actors.accounts import reactions
from cordee.actors.accounts.models import User
from cordee.actors.accounts.session import sign_in
from cordee.core import outbox
from cordee.core.formats import date_fr

MESSAGES = {
    "account/messages/password_changed.txt": "C'est fait : votre mot de passe est enregistré. Les autres appareils devront se reconnecter.",
    "account/messages/logged_out.txt": "C'est fait : la session est fermée sur cet appareil.",
}
MISMATCH = "L'adresse ou le mot de passe ne correspond pas. Vérifiez votre saisie, ou choisissez un nouveau mot de passe."


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "too_many_login_attempts": "Beaucoup d'essais en peu de temps. Par sécurité, attendez cinq minutes ; votre compte reste ouvert.",
        "enter_current_password": "Ce n'est pas votre mot de passe actuel. Retapez-le.",
        "rate_limited": "Beaucoup de demandes en peu de temps. Attendez une minute avant de réessayer.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """One comes in by invitation."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        sign_in(request, user)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """The library's own sentences are replaced by ours, or left out."""
        ours = MESSAGES.get(message_template or "")
        if ours:
            messages.success(request, ours)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library sends one letter here: the link that lets choose a new password."""
        user: User = context["user"]
        outbox.post(
            outbox.Letter(
                kind=reactions.PASSWORD.code,
                recipient=user.email,
                recipient_user=user.pk,
                subject="Choisir un nouveau mot de passe, avant demain",
                lines=(
                    "Quelqu'un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Cordée.",
                    "Le lien ci-dessous s'ouvre une seule fois, pendant 24 heures.",
                    "Si vous n'avez rien demandé, laissez ce courriel de côté : votre mot de passe ne change pas.",
                ),
                button="Choisir un nouveau mot de passe",
                path=reverse("account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]}),
                forget_path=True,
            )
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Told to the person whose password has just changed, so that a thief cannot do it unseen."""
        outbox.post(
            outbox.Letter(
                kind=reactions.PASSWORD.code,
                recipient=user.email,
                recipient_user=user.pk,
                subject="Votre mot de passe a changé",
                lines=(
                    f"Le mot de passe de votre compte Cordée a changé ({date_fr(timezone.localtime())}). Les autres sessions sont fermées.",
                    "Si ce n'est pas vous, choisissez tout de suite un nouveau mot de passe et prévenez votre correspondant.",
                ),
                button="Choisir un nouveau mot de passe",
                path=reverse("account_reset_password"),
            )
        )
