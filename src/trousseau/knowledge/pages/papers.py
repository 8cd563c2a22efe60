"""What the papers of an account say of what is known: stakes, structure, contracts, competition, economics, gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.accounts.sections import Told
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Contract, Stake
from trousseau.knowledge.pages import words
from trousseau.knowledge.pages.questions import text
from trousseau.knowledge.pages.tables import heads, percent, written
from trousseau.knowledge.queries.coverage import client_key, coverage, known_of
from trousseau.knowledge.queries.facts import facts_of
from trousseau.knowledge.queries.questions import questions_of
from trousseau.knowledge.queries.structure import structure

GAPS = 12


def table_of(name: str) -> Callable[[User, Account], Told | None]:
    """The section of one kind of facts: its table, with where each is from and how old where that matters."""
    kind = KINDS[name]

    def build(user: User, account: Account) -> Told | None:
        facts = list(facts_of(user, account, kind.model))
        if not facts:
            return None
        today, names = timezone.localdate(), may(user, "read_contacts")
        rows = [written(kind, fact, today, here=account, names=names) for fact in facts]
        return Told(
            _sentence(name, facts),
            (*(head for head, _number in heads(name)), _("Source")),
            tuple(
                (
                    *(f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row.cells),
                    f"{row.said} ({row.age})" if row.faded else row.said,
                )
                for row in rows
            ),
        )

    return build


def _sentence(name: str, facts: Sequence[object]) -> str:
    """How many, and what is missing."""
    count = len(facts)
    if name == "stake":
        without = sum(isinstance(one, Stake) and one.answered != "answered" for one in facts)
        text = ngettext(
            "%(n)s stake is known, %(without)s without an answer.",
            "%(n)s stakes are known, %(without)s without an answer.",
            count,
        )
        return text % {"n": count, "without": without}
    if name == "contract":
        first = next((one for one in facts if isinstance(one, Contract) and one.end), None)
        if isinstance(first, Contract) and first.end:
            return _("%(name)s ends first, on %(day)s.") % {"name": first.name, "day": language().date(first.end)}
    return ""


def structure_section(user: User, account: Account) -> Told | None:
    """The companies of the client below their owners."""
    made = structure(user, account, timezone.localdate())
    if not made.nodes:
        return None
    said = language()
    sentence = ngettext("%(n)s company is known.", "%(n)s companies are known.", made.inside) % {"n": made.inside}
    if made.head:
        sentence += " " + _("%(name)s heads them.") % {"name": made.head}
    return Told(
        sentence,
        (_("Company"), _("Held by"), _("In effect")),
        tuple(
            (
                "\u2003" * node.depth + node.entity.name,
                ", ".join(f"{one.owner} {percent(one.percent)}" for one in node.holdings),
                said.percent(node.effective) if node.effective is not None else "",
            )
            for node in made.nodes
        ),
    )  # fmt: skip


def gaps_section(user: User, account: Account) -> Told | None:
    """What is not known, or known from an old source only; people are named to who may read of them."""
    today = timezone.localdate()
    known = known_of([account])[client_key(account)]
    covered = coverage(known, today)
    said = language()
    lowest = min(covered.topics.items(), key=lambda pair: pair[1].credit)
    sentence = _("%(share)s of what one should know is known; least of: %(topic)s.") % {
        "share": said.percent(covered.score, 0), "topic": words.TOPIC_WORDS[lowest[0]],
    }  # fmt: skip
    told = set(accounts_of_client(user, account).values_list("pk", flat=True)) if may(user, "read_contacts") else set()
    gaps = [text(question) for question in islice(questions_of(account, known, today, told), GAPS)]
    return Told(sentence, (_("Still to find out"),) if gaps else (), tuple((gap,) for gap in gaps))
