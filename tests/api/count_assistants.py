"""Run by itself on a demo company: `python -m api.count_assistants`, prints as JSON how many statements calls take.

A person of each role calls every tool and reads every resource that is theirs, about an account with all that an
account may have, over the door that programs have; then again once that account has twice as much of everything:
{"manager read_plan": [14, 14], …}. All of it is taken back.
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from trousseau.access.models import User  # noqa: E402
from trousseau.access.tokens import make_token  # noqa: E402
from trousseau.accounts.models import Account, opaque_id  # noqa: E402
from trousseau.api.mcp.resources import PARTS, PORTFOLIO, address  # noqa: E402
from trousseau.api.mcp.server import tools_of  # noqa: E402
from trousseau.knowledge.models import Competitor, Contact, Contract, Stake  # noqa: E402
from trousseau.plans.models import Action, Kpi, Meeting, Objective  # noqa: E402
from trousseau.plans.models.value import Delivered  # noqa: E402
from trousseau.support.models import Commitment, Request  # noqa: E402

ROLES = ("director", "executive", "controller", "manager", "head", "expert")
VERSION = "2026-07-28"
TODAY = timezone.localdate().isoformat()


def main():
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.ALLOWED_HOSTS = ["*"]
    account = Account.objects.get(name="Alstrom SA")
    with transaction.atomic():
        few = counted(account)
        double(account)
        many = counted(account)
        transaction.set_rollback(True)
    print(json.dumps({name: [few[name], many[name]] for name in few}))


def counted(account):
    """The statements of each call, by who calls what."""
    found = {}
    for role in ROLES:
        somebody = User.objects.filter(assignments__role=role).order_by("pk").first()
        if role == "manager":
            somebody = account.manager
        token = make_token(somebody, name="Counting", scopes=("read", "write"), days=30)[1]
        for tool in tools_of(somebody):
            asked = {"name": tool.name, "arguments": arguments(tool.name, account)}
            found |= counts(f"{role} {tool.name}", token, "tools/call", asked)
        for uri in (PORTFOLIO, *(address(account.public_id, part.name) for part in PARTS)):
            found |= counts(f"{role} {uri}", token, "resources/read", {"uri": uri})
    return found


def arguments(tool, account):
    """What a tool is asked; KeyError for a tool that nobody has said it of."""
    named = {"account": account.name}
    contacts = list(Contact.objects.filter(account=account).values_list("public_id", flat=True))
    return {
        "find_accounts": {"query": "", "limit": 25},
        "portfolio": {},
        "growth_of_tier": {"only_not_growing": False},
        "read_account": named, "read_contacts": named, "read_plan": named, "prepare_meeting": named,
        "log_touchpoint": named | {"title": "Visite", "on": TODAY, "minutes": "Vu.", "contacts": contacts[:20]},
        "propose_action": named | {"what": "Revoir la grille", "due": TODAY},
    }[tool]  # fmt: skip


def counts(name, token, method, asked):
    """How many statements a call takes the second time; nothing where it is refused."""
    call(token, method, asked)
    with CaptureQueriesContext(connection) as found:
        told = call(token, method, asked)
    refused = "error" in told or told["result"].get("isError")
    return {} if refused else {name: len([one for one in found if "SAVEPOINT" not in one["sql"]])}


def call(token, method, asked):
    """One call over HTTP."""
    about = {"protocolVersion": VERSION, "clientInfo": {"name": "t", "version": "1"}, "clientCapabilities": {}}
    meta = {f"io.modelcontextprotocol/{name}": told for name, told in about.items()}
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": asked | {"_meta": meta}}
    sent = {
        "Authorization": f"Bearer {token}", "Accept": "application/json, text/event-stream",
        "Mcp-Protocol-Version": VERSION, "Mcp-Method": method, "Mcp-Name": asked.get("name") or asked["uri"],
    }  # fmt: skip
    return Client().post("/mcp", json.dumps(body), content_type="application/json", headers=sent).json()


def double(account):
    """Have an account twice as much of all that is told of it."""
    kept = (Contact, Stake, Contract, Competitor, Meeting, Delivered, Commitment, Request)
    rows = [row for kind in kept for row in kind.objects.filter(account=account)]
    rows += [row for kind in (Objective, Action, Kpi) for row in kind.objects.filter(plan__account=account)]
    for row in rows:
        row.pk, row.public_id = None, opaque_id()
        row._state.adding = True
        row.save()


main()
