"""Every operation × every role, and every action with what serves it, compared with the tables beside this file.

`operations.csv`: each operation is called by each role with every scope, for a thing that is not there and with an
empty body. 403: the rule refuses; 404, 422: the rule lets through, and there is nothing here to do; a client's token is
none (401). `actions.csv`: each public function of the rooms' actions, with the operations that serve it or the reason
why none does. A new operation or action without a row fails; `TROUSSEAU_WRITE_TABLES=1` writes the rows that the code
has, for a person to read before they are kept.
"""

import ast
import csv
import os
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory

from test_access_matrix import WHO
from trousseau.access.models import Organisation, RoleAssignment, Scope, User
from trousseau.access.tokens import make_token, token_of
from trousseau.api import service, verbs

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src" / "trousseau"
OPERATIONS, ACTIONS = HERE / "operations.csv", HERE / "actions.csv"
WRITE = bool(os.environ.get("TROUSSEAU_WRITE_TABLES"))


def read(path):
    return list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def operations():
    for path, methods in service.service().get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield told["operationId"], method, path.replace("{id}", "nothing")


def held_by(role):
    """The token of somebody in a role, as the door finds it; None for one that opens nothing."""
    somebody = User.objects.create_user(f"{role}@garonne.example", None, name=role)
    assigned = RoleAssignment.objects.create(user=somebody, role="expert" if role == "client" else role)
    _token, text = make_token(somebody, name=role, scopes=Scope.values, days=30)
    RoleAssignment.objects.filter(pk=assigned.pk).update(role=role)
    return token_of(text)


def status(method, path, token):
    body = b"{}" if method == "post" else b""
    request = RequestFactory().generic(method, path, body, content_type="application/json")
    request.api_token, request.user = token, token.user if token else AnonymousUser()
    with transaction.atomic():
        response = service.call(request, path.removeprefix("/api/v1/"))
        transaction.set_rollback(True)
    return str(response.status_code)


@pytest.fixture
def tokens(db, home):
    Organisation.objects.create(pk=1, name="Groupe Garonne", base_currency="EUR")
    return {"anonymous": None, **{who: held_by(who) for who in WHO if who != "anonymous"}}


def test_who_is_let_through(tokens):
    got = [
        {"operation": name, **{who: status(method, path, tokens[who]) for who in WHO}}
        for name, method, path in operations()
    ]
    if WRITE:
        write(OPERATIONS, got)
    assert got == read(OPERATIONS)
    assert {row["anonymous"] for row in got} | {row["client"] for row in got} == {"401"}


def public_actions():
    """The public functions of every room's actions, as `room.actions.file.function`."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).with_suffix("").parts
        if place[1:2] != ("actions",):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield ".".join((*place, node.name))


def test_every_action_is_served_or_says_why_not():
    served = {}
    service.service()
    changing = [verb for verb in verbs.every() if verb.scope != Scope.READ]
    for verb in changing:
        for action in verb.serves or (verb.action,):
            name = f"{action.__module__.removeprefix('trousseau.')}.{action.__name__}"
            served.setdefault(name, []).append(verb.operation)
    reasons = {row["action"]: row["reason"] for row in read(ACTIONS)}
    rows = [
        {
            "action": name,
            "operations": " ".join(served.get(name, ())),
            "reason": "" if name in served else reasons.get(name, "?"),
        }
        for name in public_actions()
    ]
    if WRITE:
        write(ACTIONS, rows)
    assert rows == read(ACTIONS)
    assert [row["action"] for row in rows if "?" in row["reason"]] == [], "which operation serves it, or why none?"
    assert set(served) <= set(public_actions()), "an operation of something that is no action"
