"""Where CRMs give tokens, by their documentation: codes that work once and for who left for them, refresh tokens that
may change with each use, assertions that are read with the company's public key. A stand-in: no account was to be had.
"""

import base64
import hashlib
import json
import threading
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt

from trousseau.access import outgoing

AWAY = "93.184.216.34"
HOSTS = {
    "garonne.my.salesforce.com": "salesforce",
    "api.hubapi.com": "hubspot",
    "accounts.zoho.eu": "zoho",
    "accounts.zoho.com": "zoho",
}
LASTS = {"salesforce": None, "hubspot": 1800, "zoho": 3600}
WHERE = {
    "garonne.my.salesforce.com": {
        "instance_url": "https://garonne.my.salesforce.com",
        "id": "https://login/id/00D/005",
    },
    "accounts.zoho.eu": {"api_domain": "https://www.zohoapis.eu"},
    "accounts.zoho.com": {"api_domain": "https://www.zohoapis.com"},
}


class Keeper(httpx.BaseTransport):
    """The token endpoints of all CRMs. `fault`: an answer, or an exception to raise, once, instead of its own."""

    def __init__(self, *, rotates=False, public_key="", secret="client-secret-9d1f"):
        self.rotates, self.public_key, self.secret = rotates, public_key, secret
        self.codes, self.refresh, self.requests, self.made = {}, set(), [], 0
        self.fault = self.more = None
        self.face, self.speaks, self.live = None, "", set()
        self.pen = threading.Lock()

    def says_yes(self, address) -> str:
        """A person says yes on the CRM's page at `address`; gives the code that goes back to the callback."""
        parts = urlsplit(address)
        asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
        assert asked.get("response_type", "code") == "code"
        self.made += 1
        code = f"code-{self.made}-for-{parts.hostname}"
        self.codes[code] = (asked.get("code_challenge"), asked["redirect_uri"])
        return code

    def console(self) -> str:
        """A code that an administrator makes in the API console of Zoho: for no callback."""
        self.codes["code-of-the-console"] = (None, None)
        return "code-of-the-console"

    def handle_request(self, request):
        request.read()
        host = request.headers["host"]
        with self.pen:
            self.requests.append(request)
            if self.fault is not None:
                fault, self.fault = self.fault, None
                if isinstance(fault, BaseException):
                    raise fault
                return fault
            if host not in HOSTS or "/oauth" not in request.url.path:
                return self._interface(request, host)
            form = {name: one[0] for name, one in parse_qs(request.content.decode()).items()}
            status, said = self._grant(HOSTS[host], form)
            if status == 200 and "access_token" in said:
                said |= WHERE.get(host, {}) | (self.more or {})
            return httpx.Response(status, json=said)

    def _interface(self, request, host):
        """The face behind: it knows one key of its own, we know which tokens are good."""
        assert self.face is not None, f"{request.method} {host}{request.url.path} is no token endpoint"
        given = request.headers.get("authorization", "").partition(" ")[2]
        if given:
            if given not in self.live:
                return httpx.Response(401, json=[{"errorCode": "INVALID_SESSION_ID", "message": "Session expired"}])
            request.headers["authorization"] = self.speaks
        return self.face.answer(request)

    def _grant(self, crm, form):
        kind = form["grant_type"]
        if kind.endswith("jwt-bearer"):
            return self._asserted(form)
        if form.get("client_secret") != self.secret:
            return self._no(crm, "invalid_client", "client secret is wrong")
        if kind == "authorization_code":
            challenge, callback = self.codes.pop(form["code"], ("no such code", ""))
            shown = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            if challenge not in {None, shown.decode().rstrip("=")} or callback != form.get("redirect_uri"):
                return self._no(crm, "invalid_code" if crm == "zoho" else "invalid_grant", "expired or used")
            return 200, self._tokens(crm, new=True)
        if kind == "refresh_token":
            return self._renewed(crm, form)
        assert kind == "client_credentials", kind
        return 200, self._tokens(crm, new=False)

    def _renewed(self, crm, form):
        if form["refresh_token"] not in self.refresh:
            return self._no(crm, "invalid_code" if crm == "zoho" else "invalid_grant", "expired refresh token")
        if self.rotates:
            self.refresh.discard(form["refresh_token"])
        return 200, self._tokens(crm, new=self.rotates)

    def _asserted(self, form):
        audience = "https://garonne.my.salesforce.com"
        told = jwt.decode(form["assertion"], self.public_key, algorithms=["RS256"], audience=audience)
        assert told["sub"] == "trousseau@garonne.example"
        assert jwt.get_unverified_header(form["assertion"])["alg"] == "RS256"
        return 200, self._tokens("salesforce", new=False)

    def _tokens(self, crm, *, new):
        self.made += 1
        made = {"access_token": f"access-{self.made}-of-{crm}", "token_type": "Bearer"}
        self.live.add(made["access_token"])
        if LASTS[crm]:
            made["expires_in"] = LASTS[crm]
        if new:
            made["refresh_token"] = f"refresh-{self.made}"
            self.refresh.add(made["refresh_token"])
        return made

    @staticmethod
    def _no(crm, error, words):
        return (200, {"error": error}) if crm == "zoho" else (400, {"error": error, "error_description": words})


def stand_in(monkeypatch, keeper):
    """Have every call that the guard lets out come to `keeper`; names stand for a machine that is far away."""
    monkeypatch.setattr(outgoing, "_resolved", lambda _host, _port: [AWAY])
    monkeypatch.setattr(outgoing.httpx, "HTTPTransport", lambda **_how: keeper)
    return keeper


def said(request) -> dict:
    """What a request to a token endpoint says."""
    return {name: one[0] for name, one in parse_qs(request.content.decode()).items()}


def html(status=200) -> httpx.Response:
    """A page where data should be."""
    return httpx.Response(status, content=b"<!DOCTYPE html><title>Maintenance</title>")


def answer(status, told) -> httpx.Response:
    """An answer in JSON."""
    return httpx.Response(status, content=json.dumps(told).encode())
