"""Programs that call: `call(person)` gives one, with a token of its own."""

import json

import pytest
from django.test import Client

from accounts.conftest import portfolio  # noqa: F401 - a fixture
from plans.conftest import house, plan  # noqa: F401 - fixtures
from portfolio.conftest import sales, stored  # noqa: F401 - fixtures
from trousseau.access.tokens import make_token

EVERY = ("read", "write", "ledger")


class Program:
    """A program with a token: `program.get("/accounts")`, `program.post("/accounts/…/leave-out", {…})`."""

    def __init__(self, token):
        self.token, self.client = token, Client()

    def get(self, path, **headers):
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}", **named(headers)})

    def post(self, path, body=None, **headers):
        content = json.dumps(body) if body is not None else b""
        sent = {"Authorization": f"Bearer {self.token}", **named(headers)}
        return self.client.post(f"/api/v1{path}", content, content_type="application/json", headers=sent)


def named(headers):
    """Headers as keywords: `If_Match="…"`."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def call(organisation):
    """Make a program that calls as somebody."""

    def make(somebody, scopes=EVERY):
        return Program(make_token(somebody, name="Test", scopes=scopes, days=30)[1])

    return make
