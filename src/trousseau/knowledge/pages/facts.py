"""The Knowledge tab of an account: how well its client is known, then all that is, each with its source and age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from markupsafe import Markup

from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.figures.prose import prose
from trousseau.knowledge.access import accounts_of_client, may_tell
from trousseau.knowledge.facts_forms import FORMS, FactForm
from trousseau.knowledge.kinds import KINDS, kind_of, values_of
from trousseau.knowledge.models import Contract, Document, Fact, Note
from trousseau.knowledge.pages import questions, tables, words
from trousseau.knowledge.pages.said import heard
from trousseau.knowledge.pages.tables import Row
from trousseau.knowledge.queries import documents
from trousseau.knowledge.queries.coverage import Coverage, Known, client_key, coverage, known_of
from trousseau.knowledge.queries.facts import facts_of
from trousseau.knowledge.queries.questions import nobody_knows
from trousseau.knowledge.queries.structure import Structure, arranged, rails
from trousseau.knowledge.said import NOBODY, of_accounts

SECTIONS = ("stake", "economics", "competitor", "contract", "site")


@dataclass(frozen=True)
class Editing:
    """The form that is open: of a new fact, or of one that stands."""

    form: FactForm
    fact: Fact | None = None
    conflict: str = ""
    """What someone else changed meanwhile."""

    @property
    def kind(self) -> str:
        """The kind of fact it is of."""
        return self.form.kind


@dataclass(frozen=True)
class Section:
    """The facts of one kind."""

    kind: str
    title: str | Promise
    subtitle: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    add: str
    """What the button that adds one says."""
    empty: str
    csv: str
    xlsx: str


@dataclass(frozen=True)
class Topic:
    """How far one topic is known."""

    name: str
    credit: float
    known: float
    age: str
    stale: int
    state: str


@dataclass(frozen=True)
class FactsPage:
    """What the template shows."""

    finding: str
    coverage: Coverage
    topics: tuple[Topic, ...]
    sections: tuple[Section, ...]
    structure: Structure
    tree: tuple[tuple[Any, Row, tuple[str, ...]], ...]
    past: tuple[Row, ...]
    notes: tuple[tuple[Row, Markup], ...]
    documents: tuple[Document, ...]
    editing: Editing | None
    may_tell: bool
    accounts: int
    """Of the client, as far as the reader sees."""
    whole: bool
    heard: str
    """What the client says of how well our manager knows them."""
    asked: tuple[str, ...]
    """What was asked, and nobody knows."""
    undo: Fact | None


def facts(request: HttpRequest, account: Account, editing: Editing | None = None) -> dict[str, Any]:
    """The page: the head of the account and all that is known of its client."""
    user = person(request)
    return account_pages.head(request, account, "knowledge") | {"page": _page(request, user, account, editing)}


def opened(request: HttpRequest, account: Account) -> Editing | None:
    """The form that the address asks for: `?add=stake`, `?edit=<fact>&kind=stake`."""
    user, kind = person(request), request.GET.get("add") or request.GET.get("kind", "")
    if kind not in FORMS or not may_tell(user, account):
        return None
    wanted = request.GET.get("edit", "")
    if not wanted:
        return Editing(FORMS[kind](user=user, account=account))
    fact = facts_of(user, account, KINDS[kind].model).filter(public_id=wanted).first()
    return None if fact is None else Editing(form_of(user, fact), fact)


def form_of(user: User, fact: Fact) -> FactForm:
    """The form of a fact as it is."""
    initial = {name: getattr(value, "public_id", value) for name, value in values_of(fact).items()}
    form = FORMS[kind_of(fact).name]
    return form(user=user, account=fact.account, initial=initial | {"revision": fact.revision})


def _page(request: HttpRequest, user: User, account: Account, editing: Editing | None) -> FactsPage:
    today = timezone.localdate()
    whole = request.GET.get("of") != "account"
    key = client_key(account)
    known = known_of([account])[key]
    covered = coverage(known, today)
    visible = {pk for (pk,) in accounts_of_client(user, account).values_list("pk")}
    shown = visible if whole else visible & {account.pk}
    names = may(user, "read_contacts")
    contracts = list(facts_of(user, account, Contract, whole=whole))
    found: dict[str, Sequence[Fact]] = {
        "stake": known.stakes, "economics": known.figures, "competitor": known.competitors, "site": known.sites,
        "contract": contracts, "entity": known.entities, "control": known.controls,
    }  # fmt: skip
    rows = {
        kind: tuple(
            tables.written(KINDS[kind], fact, today, here=account, names=names)
            for fact in its
            if fact.account_id in shown
        )
        for kind, its in found.items()
    }
    made = arranged(
        [one for one in known.entities if one.account_id in shown],
        [one for one in known.controls if one.account_id in shown],
        today,
    )
    of_entity = {row.fact.pk: row for row in rows["entity"]}
    past = {control.pk for control in made.past}
    notes = [
        tables.written(KINDS["note"], note, today, here=account, names=names)
        for note in facts_of(user, account, Note, whole=whole)
    ]
    return FactsPage(
        finding=_finding(account, covered, known, contracts, today),
        coverage=covered,
        topics=tuple(topics(covered)),
        sections=tuple(_section(account, kind, rows[kind]) for kind in SECTIONS),
        structure=made,
        tree=tuple(
            (node, of_entity[node.entity.pk], by) for node, by in zip(made.nodes, rails(made.nodes), strict=True)
        ),
        past=tuple(row for row in rows["control"] if row.fact.pk in past),
        notes=tuple((row, prose(row.fact.text)) for row in notes if isinstance(row.fact, Note)),
        documents=tuple(documents.listed(user, account)),
        editing=editing,
        may_tell=may_tell(user, account),
        accounts=len(visible),
        whole=whole,
        heard=heard(of_accounts([account.pk]).get(account.pk, NOBODY)),
        asked=tuple(_asked(account, today)),
        undo=_undone(request, user, account),
    )  # fmt: skip


def topics(covered: Coverage) -> list[Topic]:
    """The topics with their words."""
    return [
        Topic(
            name=str(words.TOPIC_WORDS[name]),
            credit=one.credit,
            known=one.known,
            age=_("nothing known") if one.oldest is None else words.age(one.oldest),
            stale=one.stale,
            state="good" if one.credit >= 0.8 else "watch" if one.credit >= 0.5 else "bad",
        )
        for name, one in covered.topics.items()
    ]


def _section(account: Account, kind: str, rows: tuple[Row, ...]) -> Section:
    stale = sum(row.faded for row in rows)
    subtitle = _subtitles()[kind]
    if stale:
        subtitle += " · " + ngettext("%(n)s to confirm", "%(n)s to confirm", stale) % {"n": stale}
    add, empty = _invitations()[kind]
    files = reverse("knowledge:facts_table", args=[account.public_id, kind, "csv"])
    return Section(
        kind, str(KINDS[kind].plural), subtitle, tables.heads(kind), rows, add, empty, files, f"{files[:-3]}xlsx"
    )


def _subtitles() -> dict[str, str]:
    return {
        "stake": _("in their words, the weightiest first"),
        "economics": _("figures of their own business"),
        "competitor": _("who else sells to them, by unit and offer"),
        "contract": _("the next to end first"),
        "site": _("where they work"),
    }


def _invitations() -> dict[str, tuple[str, str]]:
    return {
        "stake": (_("Add a stake"), _("What do they have to achieve or avoid? Nobody has said yet.")),
        "economics": (_("Add a figure"), _("Turnover, orders, output, scrap: what they steer by is not known yet.")),
        "competitor": (_("Add a competitor"), _("Who else sells to them is not known yet.")),
        "contract": (_("Add a contract"), _("No contract is known: what ends when, with what notice?")),
        "site": (_("Add a site"), _("Where they work is not known yet.")),
    }  # fmt: skip


def _finding(account: Account, covered: Coverage, known: Known, contracts: Sequence[Contract], today: dt.date) -> str:
    """The headline: how much is known, which contract ends first, what has no answer."""
    said = language()
    client = account.group.name if account.group else account.name
    if covered.nothing and not contracts:
        return _("Nothing is known yet of %(client)s beyond its sales.") % {"client": client}
    parts = [
        _("%(share)s of what one should know of %(client)s is known")
        % {"share": said.percent(covered.score, 0), "client": client}
    ]
    ending = next((one for one in contracts if one.end is not None and one.end >= today), None)
    if ending is not None and ending.end is not None:
        amount = f" ({said.short_amount(ending.amount, ending.currency or None)})" if ending.amount else ""
        parts.append(
            _("the contract %(name)s%(amount)s ends on %(day)s")
            % {"name": ending.name, "amount": amount, "day": said.date(ending.end)}
        )
    without = sum(stake.answered != "answered" for stake in known.stakes)
    if without:
        parts.append(
            ngettext("%(n)s stake of %(all)s has no answer", "%(n)s stakes of %(all)s have no answer", without)
            % {"n": said.number(without), "all": said.number(len(known.stakes))}
        )
    return pgettext("between parts of a finding", "; ").join(parts) + "."


def _asked(account: Account, today: dt.date) -> Iterator[str]:
    """Of questions nobody could answer: that they were asked, by whom, when."""
    for row in nobody_knows(account, today):
        yield _("Asked by %(who)s on %(day)s, nobody knows: %(question)s") % {
            "who": row.by or "Trousseau",
            "day": language().date(timezone.localdate(row.at)),
            "question": questions.unanswered(row),
        }


def _undone(request: HttpRequest, user: User, account: Account) -> Fact | None:
    """The fact just taken away, to be brought back."""
    kind, public_id = request.GET.get("undo", ""), request.GET.get("fact", "")
    if kind not in KINDS or not public_id:
        return None
    model = KINDS[kind].model
    rows = model.objects.filter(public_id=public_id, removed_at__isnull=False)
    return rows.filter(account__in=accounts_of_client(user, account)).first()
