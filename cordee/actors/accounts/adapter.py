"""What we change of the library of accounts: no sign-up, letters through our outbox, sentences of ours."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes

from cordee.actors.accounts import actions, reactions
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
        "incorrect_password": "Ce n'est pas votre mot de passe. Retapez-le, ou choisissez-en un nouveau.",
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

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every session but the one that chose it."""
        super().set_password(user, password)
        actions.end_other_sessions(user_id=user.pk, keep=context.request.session.session_key if context.request else None)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to prove again who one is, in our words."""
        words = {"reauthenticate": "Taper mon mot de passe", "mfa_reauthenticate": "Taper un code de mon téléphone ou un code de secours"}
        return [method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]

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


WRONG_CODE = (
    "Ce code ne correspond pas. Attendez le suivant sur votre téléphone, ou tapez un code de secours qui n'a pas encore servi. "
    "Vérifiez aussi que l'heure du téléphone est réglée automatiquement."
)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """A copy of the base alone gives no code: the secrets are kept under a key drawn from the installation's own."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the installation's key was changed: no code fits any more, until the factor is reset
            return generate_totp_secret()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    drawn = [hashlib.sha256(b"cordee.second-factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
