"""ProConnect, the State's sign-in for professionals: OpenID Connect with what it adds and what it refuses.

Its answer about the person (userinfo) is a signed JWT; `state` and `nonce` have at least 32 characters; no parameter that it does
not know is accepted (so no PKCE); ending its session needs the `id_token`. What it says is kept only once all of it is verified.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import jwt
import requests
from django.utils.crypto import constant_time_compare

from cordee.core.access import Refusal, Refused

SCOPES = "openid given_name usual_name email siret uid"
ALGORITHMS = ["RS256", "ES256"]
TIMEOUT = 10  # seconds, for each of the provider's answers

_AGAIN = "Rien n'a été enregistré. Recommencez depuis la page de connexion, ou recevez un lien par courriel."
REFUSALS = {
    code: Refusal(code, sentence)
    for code, sentence in {
        "silent": f"ProConnect ne répond pas pour l'instant. {_AGAIN}",
        "cancelled": f"ProConnect n'a pas confirmé votre identité. {_AGAIN}",
        "state": f"Cette réponse de ProConnect ne correspond pas à la demande faite sur cet écran. {_AGAIN}",
        "nonce": f"Cette réponse de ProConnect a été faite pour une autre demande. {_AGAIN}",
        "unsigned": f"La réponse de ProConnect n'est pas signée comme il le faut : elle n'a pas été lue. {_AGAIN}",
        "sub": f"ProConnect a répondu pour deux personnes différentes. {_AGAIN}",
        "email": "ProConnect ne garantit pas votre adresse électronique : elle ne peut pas ouvrir votre compte. Rien n'a été enregistré.",
        "unknown": "Aucun compte n'est ouvert à l'adresse que ProConnect donne. Un compte s'ouvre par une invitation : demandez-la à votre "
        "organisation ou à votre DLA (dispositif local d'accompagnement). Rien n'a été enregistré.",
        "siret": "Le SIRET que ProConnect donne n'est celui d'aucune organisation pour laquelle vous agissez ici. Faites corriger la fiche "
        "de votre organisation par votre DLA (dispositif local d'accompagnement), ou connectez-vous autrement. Rien n'a été enregistré.",
        "other_sub": "Votre compte est déjà relié à une autre identité ProConnect. Connectez-vous autrement et signalez-le à l'équipe de "
        "la plateforme. Rien n'a été enregistré.",
    }.items()
}


class Declared(Protocol):
    """The provider as this installation's settings declare it."""

    @property
    def url(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the provider says the person is: verified, and good for one sign-in."""

    issuer: str
    sub: str
    email: str
    siret: str
    name: str
    id_token: str

    def kept(self) -> dict[str, str]:
        """As the session keeps it between the provider's answer and the person's confirmation."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one sign-in asked with, kept in the browser's session until the answer."""

    state: str
    nonce: str
    callback: str


class Provider:
    """The provider as it describes itself. Read at each sign-in: its keys and addresses may change."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.config: dict[str, Any] = _read(f"{declared.url}/.well-known/openid-configuration").json()

    def ask(self, callback: str) -> tuple[str, Asked]:
        """Where to send the person, and what their answer must bring back."""
        asked = Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), callback)
        words = {
            "response_type": "code",
            "client_id": self.declared.client_id,
            "redirect_uri": callback,
            "scope": SCOPES,
            "state": asked.state,
            "nonce": asked.nonce,
        }
        return f"{self.config['authorization_endpoint']}?{urlencode(words)}", asked

    def answer(self, asked: Asked | None, given: dict[str, str]) -> Claims:
        """The person as the provider vouches for them, or `Refused`. Writes nothing."""
        if asked is None or not constant_time_compare(given.get("state", ""), asked.state):
            raise Refused(REFUSALS["state"])
        if given.get("error") or not given.get("code") or given.get("iss", self.config["issuer"]) != self.config["issuer"]:
            raise Refused(REFUSALS["cancelled"])
        tokens = self._tokens(given["code"], asked.callback)
        keys = _read(self.config["jwks_uri"]).json()
        raw = str(tokens.get("id_token", ""))
        identity = self._verified(raw, keys)
        if not constant_time_compare(str(identity.get("nonce", "")), asked.nonce):
            raise Refused(REFUSALS["nonce"])
        person = self._person(str(tokens.get("access_token", "")), keys)
        if not identity.get("sub") or person.get("sub") != identity["sub"]:
            raise Refused(REFUSALS["sub"])
        return self._claims(person, raw)

    def leave(self, id_token: str, back: str) -> str:
        """Where to end the provider's own session, before coming back here."""
        words = {"id_token_hint": id_token, "state": secrets.token_urlsafe(32), "post_logout_redirect_uri": back}
        return f"{self.config['end_session_endpoint']}?{urlencode(words)}"

    def _tokens(self, code: str, callback: str) -> dict[str, Any]:
        words = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
            "client_id": self.declared.client_id,
            "client_secret": self.declared.client_secret,
        }
        try:
            answer = requests.post(self.config["token_endpoint"], data=words, timeout=TIMEOUT)
            return dict(answer.json()) if answer.ok else _refuse("cancelled")
        except (requests.RequestException, ValueError) as silent:
            raise Refused(REFUSALS["silent"]) from silent

    def _person(self, access_token: str, keys: dict[str, Any]) -> dict[str, Any]:
        answer = _read(self.config["userinfo_endpoint"], {"Authorization": f"Bearer {access_token}"})
        if not answer.headers.get("content-type", "").startswith("application/jwt"):
            raise Refused(REFUSALS["unsigned"])
        return self._verified(answer.text, keys)

    def _verified(self, token: str, keys: dict[str, Any]) -> dict[str, Any]:
        """What a token says, once its signature, issuer, recipient and hour are those expected."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = next(k for k in jwt.PyJWKSet.from_dict(keys).keys if kid is None or k.key_id == kid)
            return dict(
                jwt.decode(
                    token,
                    key,
                    algorithms=ALGORITHMS,
                    audience=self.declared.client_id,
                    issuer=self.config["issuer"],
                    options={"require": ["exp", "iss", "aud"]},
                    leeway=30,
                )
            )
        except (jwt.PyJWTError, StopIteration, json.JSONDecodeError) as forged:
            raise Refused(REFUSALS["unsigned"]) from forged

    def _claims(self, person: dict[str, Any], id_token: str) -> Claims:
        email = str(person.get("email") or "").strip().lower()
        if not email or person.get("email_verified", True) is not True:
            raise Refused(REFUSALS["email"])
        name = f"{person.get('given_name') or ''} {person.get('usual_name') or ''}".strip()
        siret = "".join(filter(str.isdecimal, str(person.get("siret") or "")))
        return Claims(self.config["issuer"], str(person["sub"]), email, siret, name or email, id_token)


def _refuse(code: str) -> Any:
    raise Refused(REFUSALS[code])


def _read(url: str, headers: dict[str, str] | None = None) -> requests.Response:
    try:
        answer = requests.get(url, headers=headers, timeout=TIMEOUT)
        answer.raise_for_status()
    except requests.RequestException as silent:
        raise Refused(REFUSALS["silent"]) from silent
    return answer
