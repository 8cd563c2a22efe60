"""The review queue as its page shows it, one record after the other; and what tools say of one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.accounts.posted import whole
from trousseau.connectors import labels
from trousseau.connectors.models import Candidate, Remote
from trousseau.connectors.queries import matching as queries

AT_ONCE = 20
COMPARED = ("name", "code", "registration", "vat", "domain", "street", "postcode", "city", "country")


@dataclass(frozen=True)
class Said:
    """One thing, as several sides say it; `first` is the place of the side whose word wins."""

    label: str
    values: Sequence[str]
    first: int | None = None
    same: bool = False


@dataclass(frozen=True)
class Proposal:
    """An account that a record may be."""

    candidate: Candidate
    evidence: Sequence[str]
    rows: Sequence[Said]
    tools: Sequence[str]
    """The tools of which a record is this account already."""
    key: str


def page(user: User, request: HttpRequest) -> Mapping[str, Any]:
    """The page: the record that is looked at (`record`, or the first), and those that wait."""
    waiting = Paginator(queries.queue(user), AT_ONCE).get_page(request.GET.get("page"))
    rows = list(waiting)
    wanted = whole(request.GET.get("record", ""))
    record = next((one for one in rows if one.pk == wanted), None) or (
        queries.queue(user).filter(pk=wanted).first() if wanted else None
    )
    record = record or (rows[0] if rows else None)
    place = rows.index(record) if record in rows else -1
    return {
        "page": waiting,
        "rows": rows,
        "record": record,
        "after": rows[place + 1] if record and place + 1 < len(rows) else None,
        "before": rows[place - 1] if place > 0 else None,
        "proposals": _proposals(user, record) if record else [],
        "apart": list(queries.apart(user)[:AT_ONCE]),
    }


def _proposals(user: User, record: Remote) -> list[Proposal]:
    found = list(queries.candidates(user, record))
    beside = list(queries.linked([one.account_id for one in found if one.account_id]))
    return [_proposal(record, one, beside, str(n) if n < 10 else "") for n, one in enumerate(found, start=1)]


def _proposal(record: Remote, one: Candidate, beside: Sequence[Remote], key: str) -> Proposal:
    account, known = one.account, [row for row in beside if row.account_id == one.account_id]
    rows = []
    for name in COMPARED:
        theirs, ours = _theirs(record, name), _ours(account, known, name)
        if theirs or ours:
            same = bool(theirs) and theirs.casefold() == ours.casefold()
            rows.append(Said(labels.target(name), (theirs, ours), same=same))
    return Proposal(one, [evidence(said) for said in one.evidence], rows, [str(row.connection) for row in known], key)


def evidence(said: Mapping[str, Any]) -> str:
    """What speaks for it, in words."""
    words = {
        "registration": _("the same registration number, %(theirs)s"),
        "vat": _("the same VAT number, %(theirs)s"),
        "domain": _("the same site, %(theirs)s"),
        "name": _("the names are alike"),
        "postcode": _("the same postcode, %(theirs)s"),
        "merged": _("“%(theirs)s”, which is this account, was merged into it in the CRM"),
        "email": _("the same e-mail address"),
    }
    kind = str(said.get("kind", ""))
    return words.get(kind, kind) % {"theirs": said.get("theirs", "")} if kind in words else kind


def _theirs(record: Remote, name: str) -> str:
    return str(record.values.get(name) or (record.label if name == "name" else "") or "")


def _ours(account: Account | None, known: Sequence[Remote], name: str) -> str:
    """What is known of an account: by the ledger, else by the first tool that says it."""
    ledger = {"name": account.name, "code": account.code}.get(name, "") if account else ""
    return str(ledger or next((said for row in known if (said := _theirs(row, name))), ""))


def tools(user: User, account: Account) -> Mapping[str, Any]:
    """What tools say of one account, whose word wins, and people who may be somebody known."""
    records = list(queries.linked([account.pk]))
    rows = []
    for name in COMPARED:
        ledger = {"name": account.name, "code": account.code}.get(name, "")
        values = [ledger, *(_theirs(row, name) for row in records)]
        first = next((n for n, value in enumerate(values) if value), None)
        if first is not None:
            rows.append(Said(labels.target(name), values, first))
    waiting = queries.people_to_match(user, account)[:AT_ONCE]
    people = [(one, [evidence(said) for said in one.evidence], _person(one)) for one in waiting]
    return {
        "account": account,
        "records": records,
        "rows": rows,
        "people": people,
        "may_match": may(user, "match_records"),
    }


def _person(one: Candidate) -> list[Said]:
    contact, said = one.contact, one.record.values
    names = ("name", "title", "email", "phone")
    sides = [(name, str(said.get(name) or ""), str(getattr(contact, name, "") or "")) for name in names]
    return [Said(labels.target(name), (theirs, ours)) for name, theirs, ours in sides if theirs or ours]


def unlinking(user: User, record: Remote) -> Mapping[str, Any]:
    """What taking a link back would do; who goes is named to who may know them."""
    people = queries.leaving(record)
    names = ", ".join(one.name for one in people) if may(user, "read_contacts") else ""
    return {"record": record, "account": record.account, "people": people, "names": names}
