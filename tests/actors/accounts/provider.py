"""A stand-in for ProConnect on the loopback, as strict as its documentation, and able to misbehave on demand."""

from __future__ import annotations

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ALLOWED = {"response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "prompt", "idp_hint", "acr_values"}


class FakeProvider:
    """`person` is who signs in there; the other attributes are the faults one may ask of it."""

    def __init__(self) -> None:
        self.key, self.stranger = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
        self.codes: dict[str, str] = {}
        self.person: dict[str, Any] = {}
        self.unsigned = self.wrong_nonce = self.forged = self.down = False
        self.userinfo_sub = ""
        self.refusals: list[str] = []
        self.left: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/v2"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def sign(self, **claims: Any) -> str:
        now = int(time.time())
        words = {"iss": self.url, "aud": "cordee", "exp": now + 60, "iat": now, **claims}
        return jwt.encode(words, self.stranger if self.forged else self.key, "RS256", headers={"kid": "k1"})

    def get(self, path: str, words: dict[str, str], token: str) -> tuple[int, str, str]:
        """(status, type or address, body)"""
        if self.down:
            return 503, "text/plain", "en panne"
        if path.endswith("/openid-configuration"):
            return 200, "application/json", json.dumps(self._description())
        if path.endswith("/jwks"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, "application/json", json.dumps({"keys": [public | {"kid": "k1", "alg": "RS256", "use": "sig"}]})
        if path.endswith("/authorize"):
            return self._authorize(words)
        if path.endswith("/userinfo") and token == "Bearer at":  # noqa: S105
            claims = self.person | ({"sub": self.userinfo_sub} if self.userinfo_sub else {})
            return (200, "application/json", json.dumps(claims)) if self.unsigned else (200, "application/jwt", self.sign(**claims))
        if path.endswith("/session/end"):
            self.left.append(words)
            return 302, words["post_logout_redirect_uri"], ""
        return 404, "text/plain", ""

    def _authorize(self, words: dict[str, str]) -> tuple[int, str, str]:
        if set(words) - ALLOWED or len(words.get("state", "")) < 32 or len(words.get("nonce", "")) < 32:
            self.refusals.append(str(words))
            return 400, "text/plain", "Y000400"
        code = secrets.token_hex(8)
        self.codes[code] = words["nonce"]
        back = urlencode({"code": code, "state": words["state"], "iss": self.url})
        return 302, f"{words['redirect_uri']}?{back}", ""

    def post(self, words: dict[str, str]) -> tuple[int, str, str]:
        nonce = self.codes.pop(words["code"], None)
        if nonce is None or words["client_secret"] != "secret":  # noqa: S105
            return 400, "application/json", '{"error": "invalid_grant"}'
        told = "autre" * 8 if self.wrong_nonce else nonce
        tokens = {"access_token": "at", "token_type": "Bearer", "id_token": self.sign(sub=self.person["sub"], nonce=told)}
        return 200, "application/json", json.dumps(tokens)

    def _description(self) -> dict[str, str]:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "session/end"}
        ends = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in names.items()}
        return ends | {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                """The test speaks for itself."""

            def answer(self, status: int, kind: str, body: str) -> None:
                self.send_response(status)
                self.send_header("location" if status == 302 else "content-type", kind)
                self.send_header("content-length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                words = {k: v[0] for k, v in parse_qs(parts.query).items()}
                self.answer(*provider.get(parts.path, words, self.headers.get("authorization", "")))

            def do_POST(self) -> None:
                typed = self.rfile.read(int(self.headers["content-length"])).decode()
                self.answer(*provider.post({k: v[0] for k, v in parse_qs(typed).items()}))

        return Handler
