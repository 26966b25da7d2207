"""The address by which someone without an account follows a request. It is derived from the secret of the installation: the base
keeps its hash only, and a later letter can write the same address again."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cordee.accompaniment.requests.models import Request


def token_of(demand: Request) -> str:
    digest = salted_hmac("cordee.requests", str(demand.public_id), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(demand: Request) -> str:
    return reverse("requests:tracking", args=[token_of(demand)])
