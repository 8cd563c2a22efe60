"""What an assistant may attach to a talk: the portfolio; of each account its page, plan, people and meeting brief."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from mcp import types

from trousseau.access.models import Scope
from trousseau.accounts.models import Account
from trousseau.api.mcp import accounts, finding, meetings, plans, portfolio, saying
from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.tools import Told

SCHEME = "trousseau://"
PORTFOLIO = f"{SCHEME}portfolio"
LISTED = 25
OFFERED = 20
MARKDOWN = "text/markdown"


@dataclass(frozen=True)
class Part:
    """What there is of every account, under `trousseau://accounts/{account}` and its own last word."""

    name: str
    title: str | Promise
    about: str | Promise
    rule: str
    tell: Callable[[Caller, Account], Told]

    @property
    def template(self) -> str:
        """Its URI template."""
        return f"{SCHEME}accounts/{{account}}{f'/{self.name}' if self.name else ''}"


PARTS = (
    Part("", gettext_lazy("Account"), gettext_lazy("What is known of an account"), "read_accounts", accounts.tell),
    Part("plan", gettext_lazy("Plan of an account"), gettext_lazy("The plan in force"), "read_plans", plans.tell),
    Part(
        "contacts", gettext_lazy("People at a client"), gettext_lazy("Who is known there"), "read_contacts",
        accounts.contacts,
    ),
    Part(
        "brief", gettext_lazy("Meeting brief"), gettext_lazy("All we know before a meeting"), "read_team",
        lambda caller, account: meetings.prepare(caller, account, meetings.Question(account=account.public_id)),
    ),
)  # fmt: skip


def listed(caller: Caller) -> list[types.Resource]:
    """The portfolio for who reads it, and the accounts someone leads, else the largest they see."""
    found = []
    if caller.holds(Scope.READ, "read_portfolio"):
        title = str(gettext_lazy("The portfolio"))
        found.append(types.Resource(name="portfolio", title=title, uri=PORTFOLIO, mime_type=MARKDOWN))
    if caller.holds(Scope.READ, "read_accounts"):
        seen = finding.matching(caller.user, "")
        rows = list(seen.filter(manager=caller.user.pk)[:LISTED]) or list(seen[:LISTED])
        found += [
            types.Resource(
                name=saying.cut(one.name), title=saying.cut(one.name), uri=address(one.public_id), mime_type=MARKDOWN
            )
            for one in rows
        ]
    return found


def templates(caller: Caller) -> list[types.ResourceTemplate]:
    """What of every account someone may read."""
    return [
        types.ResourceTemplate(
            name=f"account_{one.name}" if one.name else "account", title=str(one.title), description=str(one.about),
            uri_template=one.template, mime_type=MARKDOWN,
        )
        for one in PARTS
        if caller.holds(Scope.READ, one.rule)
    ]  # fmt: skip


def read(caller: Caller, uri: str) -> types.TextResourceContents:
    """One of them, as Markdown; Http404 for an address of none."""
    return types.TextResourceContents(uri=uri, mime_type=MARKDOWN, text=saying.quoted(_told(caller, uri).text))


def address(account: str, part: str = "") -> str:
    """Where something of an account is read."""
    return f"{SCHEME}accounts/{quote(account, safe='')}{f'/{part}' if part else ''}"


def complete(caller: Caller, said: str) -> list[str]:
    """Names of accounts that go on from what is typed; the id where several have one name."""
    if not caller.holds(Scope.READ, "read_accounts"):
        return []
    rows = list(finding.matching(caller.user, saying.cut(said, 200)).values_list("name", "public_id")[:OFFERED])
    names = [name for name, _key in rows]
    return [name if names.count(name) == 1 and len(name) <= 200 else key for name, key in rows]


def _told(caller: Caller, uri: str) -> Told:
    if uri == PORTFOLIO:
        caller.demand(Scope.READ, "read_portfolio")
        return portfolio.tell(caller)
    kind, _slash, rest = uri.removeprefix(SCHEME).partition("/")
    said, _slash, name = rest.partition("/")
    part = next((one for one in PARTS if one.name == name), None)
    if not uri.startswith(SCHEME) or kind != "accounts" or not said or part is None:
        raise Http404
    caller.demand(Scope.READ, part.rule)
    return part.tell(caller, finding.one(caller.user, saying.cut(unquote(said), 200)))
