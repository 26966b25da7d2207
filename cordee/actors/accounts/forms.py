"""What a person types about accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from allauth.account import forms as library
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.internal import auth as totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from cordee.actors.accounts.actions import SCOPES, TOKEN_DAYS
from cordee.actors.accounts.models import MailPreference, Profile, User
from cordee.core.outbox import MailKind, mail_kinds
from cordee.core.ui.forms import CheckboxGroup

EMAIL, PASSWORD, NEW, AGAIN = "Adresse électronique", "Mot de passe", "Nouveau mot de passe", "Le même mot de passe, encore une fois"
GOOD_PASSWORD = "12 caractères au moins. Une phrase de quelques mots se retient bien."  # noqa: S105
DIFFERENT = "Les deux mots de passe diffèrent. Retapez-les."


class OurWords:
    """The library's forms with our labels and help; no placeholder, which disappears as one types."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)

    def add_error(self, field: str | None, error: Any) -> None:
        ours = DIFFERENT if field == "password2" else error
        super().add_error(field, ours)  # type: ignore[misc]


class SignInForm(OurWords, library.LoginForm):
    words = {"login": (EMAIL, ""), "password": (PASSWORD, "")}


class AskResetForm(OurWords, library.ResetPasswordForm):
    words = {"email": (EMAIL, "")}


class ResetForm(OurWords, library.ResetPasswordKeyForm):
    words = {"password1": (NEW, GOOD_PASSWORD), "password2": (AGAIN, "")}


class ChangePasswordForm(OurWords, library.ChangePasswordForm):
    words = {"oldpassword": ("Mot de passe actuel", ""), "password1": (NEW, GOOD_PASSWORD), "password2": (AGAIN, "")}


class PasswordAgainForm(OurWords, library.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


CODE, CODE_HELP = "Code", "Les six chiffres que montre votre téléphone, ou un code de secours."


class SecondFactorForm(OurWords, second_factor.AuthenticateForm):
    words = {"code": (CODE, CODE_HELP)}


class SecondFactorAgainForm(OurWords, second_factor.ReauthenticateForm):
    words = {"code": (CODE, CODE_HELP)}


class EnrolForm(forms.Form):
    """The first code proves that the telephone reads the same secret."""

    code = forms.CharField(
        label="Le code que montre votre téléphone",
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code = "".join(filter(str.isdecimal, self.cleaned_data["code"]))
        if not totp.validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                "Ce code ne correspond pas. Attendez le suivant, et vérifiez que l'heure du téléphone est réglée automatiquement."
            )
        return code


class AskLinkForm(forms.Form):
    email = forms.EmailField(label=EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class LinkCodeForm(forms.Form):
    code = forms.CharField(
        label="Le code reçu par courriel",
        max_length=20,
        help_text="Huit chiffres, avec ou sans espace.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ReasonForm(forms.Form):
    """Why the platform's team touches someone's account: the person reads it."""

    reason = forms.CharField(
        label="Motif",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lira tel quel, dans un courriel et dans son compte.",
        error_messages={"required": "Indiquez le motif : la personne le lira.", "min_length": "Dites pourquoi en quelques mots de plus."},
    )


class JoinForm(forms.Form):
    """The invited person opens an account: who they are and their password. The address is that of the invitation."""

    first_name = forms.CharField(label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    password = forms.CharField(
        label=PASSWORD, strip=False, help_text=GOOD_PASSWORD, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(label=AGAIN, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.address))
        return password

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error("again", DIFFERENT)
        return typed


class OpeningForm(JoinForm):
    """The first administrator of an empty platform, with the code that the terminal shows."""

    code = forms.CharField(
        label="Code d'ouverture",
        max_length=60,
        help_text="Affiché par la commande qui a lancé Cordée. Il prouve que vous avez la main sur cette machine.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    field_order = ("code", "first_name", "last_name", "email", "password", "again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, email="", **kwargs)

    def clean_email(self) -> str:
        self.address = str(self.cleaned_data["email"]).strip().lower()
        return self.address


class InviteForm(forms.Form):
    email = forms.EmailField(label=EMAIL, help_text="La personne y reçoit un lien personnel, valable quatorze jours.")
    profile = forms.ChoiceField(label="Profil")
    title = forms.CharField(
        label="Fonction", max_length=80, required=False, help_text="Telle que la personne la porte : directrice, président, comptable…"
    )

    def __init__(self, *args: Any, profiles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in Profile.choices if value in profiles]
        field = self.fields["profile"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.initial, field.widget = choices[0][0], forms.HiddenInput()


class TokenForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=60, help_text="À quoi il sert : « Tableau de bord de l'équipe », par exemple.")
    scopes = forms.MultipleChoiceField(label="Ce qu'il permet", choices=list(SCOPES.items()), widget=CheckboxGroup, initial=["read"])
    expires_on = forms.DateField(label="Valable jusqu'au", help_text="Un an au plus. Ce jour est inclus.")

    def clean_expires_on(self) -> Any:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if day <= today:
            raise forms.ValidationError("Choisissez une date à venir.")
        if day > today + timedelta(days=TOKEN_DAYS):
            raise forms.ValidationError(f"Un jeton vaut un an au plus : jusqu'au {today + timedelta(days=TOKEN_DAYS):%d/%m/%Y}.")
        return day


DIGEST = "core.digest"
MODES = MailPreference.Mode


def choosable(profiles: Collection[str]) -> list[tuple[str, MailKind]]:
    """The kinds of letters that a person under these profiles receives, and may slow down or stop."""
    return [
        (code, kind) for code, kind in mail_kinds.items() if not kind.statutory and (not kind.profiles or kind.profiles & set(profiles))
    ]


class MailForm(forms.Form):
    """One choice a kind of letter. The digest itself comes each morning or never."""

    def __init__(self, *args: Any, chosen: dict[str, str], profiles: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, kind in choosable(profiles):
            choices = [(MODES.NOW, "Chaque matin"), (MODES.NONE, "Jamais")] if code == DIGEST else MODES.choices
            self.fields[code] = forms.ChoiceField(label=kind.title, choices=choices, initial=chosen.get(code, kind.default))
