"""Names that try to be SQL, formulas or templates change nothing: every answer equals that of harmless names."""

import dataclasses
from datetime import date
from decimal import Decimal

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.sample import batches, line
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, window
from trousseau.ledger.answers.ranking import ranking
from trousseau.ledger.answers.tracks import orders, tracks
from trousseau.ledger.facts import refresh
from trousseau.ledger.store import Ledger

HOSTILE = (
    "'; DROP TABLE accounts; --", "' OR '1'='1", 'a" OR 1=1 --', "a'||(SELECT 1)||'", "{accounts}", "{0}", "$zones",
    "$1", "?", "%s", "%", "_", "\\", "\\'", "--", "/* x", "a;b", "NULL", "{", "=cmd|' /C calc'!A0", "read_parquet('x')",
    "x' UNION ALL SELECT * FROM read_csv('/etc/passwd')", "${jndi:ldap://x}", "<script>alert(1)</script>", "名前", "😀",
)  # fmt: skip
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.text("'\";-/*\\{}$%_ aAéİßſ\x00\u200b\t", min_size=1, max_size=6),
).filter(lambda name: name != "EUR")
SOURCE, IMPORT = "where the lines are from", "the import of the lines"
"""Longer than any of those names, as they are rows of answers too."""
KINDS = ("account", "customer", "zone", "division", "family", "product", "document", "group")


def lines(names):
    """Twelve lines of four accounts in two zones; what each thing is called says `names`."""
    found = []
    for n in range(12):
        more = {kind: names[kind][n % (4 if kind in {"account", "customer"} else 2)] for kind in KINDS[1:]}
        account = names["account"][n % 4]
        day = f"2026-{n % 6 + 1:02d}-1{n % 3}"
        found.append(line(account, day, str(100 + n * n), quantity="2", cost="10", currency="EUR", **more))
    return found


def told(folder, names):
    """Every answer that takes or gives names, as rows of Python."""
    ledger = Ledger(folder / "ledger", scratch=folder / "tmp")
    ledger.append(batches(lines(names)), source=SOURCE, import_id=IMPORT)
    facts = refresh(ledger, folder / "facts", rates=None, base="EUR", today=date(2026, 7, 10))
    r12 = window(facts, "r12")
    first, second = names["account"][:2]
    scopes = (
        Scope(),
        Scope(zones=(names["zone"][0],), divisions=(names["division"][0],)),
        Scope(accounts=(first, second), excluded=(second,)),
        Scope(excluded=(first,), groups={second: names["group"][1], names["account"][2]: names["group"][1]}),
    )
    said = []
    for scope in scopes:
        said += [answers.totals(facts, r12, scope=scope), answers.unconverted(facts, r12, scope=scope)]
        for by in ("account", "group"):
            said += [answers.accounts(facts, r12, scope=scope, by=by), answers.places(facts, r12, scope=scope, by=by)]
            said += [answers.movement(facts, r12, scope=scope, by=by), *ranked(ranking(facts, r12, scope=scope, by=by))]
            said += [answers.cells(facts, r12, kind, scope=scope, by=by) for kind in ("zone", "family")]
        said += [
            answers.breakdown(facts, r12, kind, scope=scope) for kind in ("zone", "division", "family", "currency")
        ]
        said += [answers.months(facts, scope=scope), answers.documents(facts, r12, scope=scope)]
        said += [tracks(facts, scope=scope, families=(names["family"][0],)), orders(facts, scope=scope)]
        for product in (None, names["product"][1], "x' OR '1'='1"):
            said.append(answers.account_lines(facts, first, r12, scope=scope, product=product).table)
    return [plain(one) for one in said]


def ranked(found):
    """What a check-up is made of; the first column is a number that hangs on the order of names."""
    return [found.rows.table.drop_columns(found.rows.table.column_names[:1])]


def plain(answer):
    """An answer in rows and values, in an order that does not hang on how things are called."""
    if isinstance(answer, pa.Table):
        return [tuple(row.values()) for row in answer.to_pylist()]
    if dataclasses.is_dataclass(answer):
        return [tuple(dataclasses.asdict(answer).values())]
    return [tuple(dataclasses.asdict(one).values()) for one in answer]


def renamed(rows, other):
    """The rows under other names, ordered by what they say then."""

    def word(value):
        if isinstance(value, list | tuple):
            return tuple(sorted(map(word, value), key=repr))
        return other.get(value, value) if isinstance(value, str) else value

    return sorted((tuple(map(word, row)) for row in rows), key=repr)


def test_every_answer_is_the_same_under_names_made_to_harm(tmp_path_factory):
    check(tmp_path_factory, list(HOSTILE[:24]))


def check(tmp_path_factory, given_names):
    sizes = {kind: 4 if kind in {"account", "customer"} else 2 for kind in KINDS}
    hostile, harmless, other, at = {}, {}, {}, 0
    for kind, size in sizes.items():
        hostile[kind] = given_names[at : at + size]
        harmless[kind] = [f"{kind} {n}" for n in range(size)]
        other |= dict(zip(hostile[kind], harmless[kind], strict=True))
        at += size
    folder = tmp_path_factory.mktemp("d'à côté; --")
    bad, good = told(folder / "a", hostile), told(folder / "b", harmless)
    assert len(bad) == len(good) > 60
    for one, two in zip(bad, good, strict=True):
        assert renamed(one, other) == renamed(two, {})
    assert sum(len(one) for one in good) > 100
    assert sum(row[0] for row in good[0] if isinstance(row[0], Decimal)) >= 0


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=24, max_size=24, unique=True))
def test_whatever_the_names_the_answers_are_the_same(tmp_path_factory, names):
    check(tmp_path_factory, names)
