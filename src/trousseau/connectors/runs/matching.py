"""Records of the CRM that have no code of ours: which of our accounts they may be, put before a person with reasons.

    exact      registration or VAT number (90), or site (75), of a record that is an account of ours already
    alike      names that are alike (legal forms and order of words left out), 10 more where the postcode is the same

Names are compared only where they share one of the words that few have, so that the cost grows with the records and not
with their product. Whoever was said not to be the same is not proposed again.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from rapidfuzz import fuzz

from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.connectors.models import Candidate, Connection, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs.log import Log

NUMBERS = {"registration": 90, "vat": 90, "domain": 75}
ALIKE, NEARBY, MOST = 86, 10, 5
"""How alike names are, of 100; what the same postcode adds; accounts proposed for one record."""
COMMON = 200
"""A word that more of ours have says nothing of who it is."""
AT_ONCE = 1_000
_WORDS = tomllib.loads((files("trousseau.connectors") / "names.toml").read_text("utf-8"))
FORMS, SHARED_DOMAINS = frozenset(_WORDS["forms"].split()), frozenset(_WORDS["shared_domains"].split())


@dataclass
class Known:
    """Our accounts as they are compared."""

    names: dict[int, str] = field(default_factory=dict)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    postcodes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def look(connection: Connection, log: Log) -> int:
    """Propose accounts for the records that are none of ours yet and were not looked at since they changed."""
    waiting = (
        Remote.objects.filter(
            connection=connection, entity=Entity.ACCOUNT.value, linked=Linked.NOT, gone_at=None, looked=False
        )
        .filter(~Exists(Candidate.objects.filter(record=OuterRef("pk"), state=Candidate.State.OPEN)))
        .order_by("pk")
    )
    if not waiting.exists():
        return 0
    known, found = known_accounts(), 0
    while rows := list(waiting[:AT_ONCE]):
        with transaction.atomic():
            made = [one for row in rows for one in proposals(row, known)]
            Candidate.objects.bulk_create(made, ignore_conflicts=True, batch_size=AT_ONCE)
            Remote.objects.filter(pk__among=[row.pk for row in rows]).update(looked=True)
            log.count(Entity.ACCOUNT.value, "proposed", len({one.record_id for one in made}))
            log.keep()
        found += len(made)
    return found


def known_accounts() -> Known:
    """Our accounts, with what the records that are linked to them say."""
    known = Known()
    for pk, name in access.every_account().values_list("pk", "name").iterator():
        known.names[pk] = compared(name)
        for word in set(known.names[pk].split()):
            known.by_word[word].append(pk)
    linked = Remote.objects.filter(entity=Entity.ACCOUNT.value, account__isnull=False, gone_at=None)
    for account, values in linked.values_list("account_id", "values").iterator():
        for kind, value in numbers(values):
            known.numbers[kind, value].add(account)
        if values.get("postcode"):
            known.postcodes[account].add(str(values["postcode"]))
    return known


def proposals(row: Remote, known: Known) -> Iterator[Candidate]:
    """The accounts that a record may be, those for which most speaks first."""
    scores: Counter[int] = Counter()
    evidence: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for kind, value in numbers(row.values):
        for account in known.numbers.get((kind, value), ()):
            scores[account] = max(scores[account], NUMBERS[kind])
            evidence[account].append({"kind": kind, "theirs": value, "ours": value})
    name = compared(row.label)
    for account in _near(name, known):
        likeness = int(max(fuzz.token_sort_ratio(name, known.names[account]), _initials(name, known.names[account])))
        if likeness < ALIKE:
            continue
        postcode = str(row.values.get("postcode") or "")
        nearby = bool(postcode) and postcode in known.postcodes[account]
        scores[account] = min(max(scores[account], likeness - 10) + (NEARBY if nearby else 0), 99)
        evidence[account].append({"kind": "name", "theirs": row.label, "ours": ""})
        if nearby:
            evidence[account].append({"kind": "postcode", "theirs": postcode, "ours": postcode})
    for account, score in scores.most_common(MOST):
        yield Candidate(record=row, account_id=account, score=score, evidence=evidence[account])


def numbers(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What names a company on its own: numbers of registers, and a site of its own."""
    for kind in NUMBERS:
        text = str(values.get(kind) or "")
        made = text.lower() if kind == "domain" else re.sub(r"[\W_]", "", text).upper()
        if made and len(made) > 3 and made not in SHARED_DOMAINS:
            yield kind, made


def compared(name: str) -> str:
    """A name as it is compared: without accents, signs and the words of legal forms, unless nothing else is left."""
    words = re.findall(r"\w+", folded(name))
    return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def _near(name: str, known: Known) -> Iterable[int]:
    """Our accounts that share a word with a name which few have, or which all of the name's words are."""
    lists: Sequence[list[int]] = sorted((known.by_word.get(word, []) for word in set(name.split())), key=len)
    telling = [one for one in lists if one and len(one) <= COMMON]
    return {account for one in telling for account in one}


def _initials(one: str, other: str) -> float:
    """Names of one word written together or apart: “Air Bus” and “Airbus”."""
    return fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
