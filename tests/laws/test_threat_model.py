"""The table of requirements says no more than the tests show: each number once, each named test or section there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# ASVS 5.0.0, levels 1 and 2: how many in each section, from the first on, and those of level 3 among them
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3
8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4
16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
ROW = re.compile(r"^\| ([\d., ]+) \| (met|n/a|installs|accepted) \| (.+) \|$", re.MULTILINE)


def _anchor(title):
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def test_every_number_stands_once_and_every_named_test_exists():
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    rows = ROW.findall(text)
    numbers = Counter(number for row in rows for number in row[0].split(", "))
    due = Counter(
        f"{section}.{n}"
        for section, count in (one.split(":") for one in SECTIONS.split())
        for n in range(1, int(count) + 1)
    )
    assert numbers == due
    said = re.search(
        r"Of (\d+) requirements (\d+) are met and shown, (\d+) are not applicable .*?, "
        r"(\d+) are for whoever installs it,\s(\d+) are accepted",
        text,
    )
    states = Counter(state for these, state, _why in rows for _one in these.split(", "))
    assert list(map(int, said.groups())) == [len(due), *(states[one] for one in ("met", "n/a", "installs", "accepted"))]
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    sections = {_anchor(title) for title in re.findall(r"^## (.+)$", text, re.MULTILINE)} | {"libraries"}
    told = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    sections |= {_anchor(title) for title in re.findall(r"^## (.+)$", told, re.MULTILINE)}
    told = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    sections |= {_anchor(title) for title in re.findall(r"^## (.+)$", told, re.MULTILINE)}
    for numbers_, state, why in rows:
        named = set(re.findall(r"`(test_\w+)`", why))
        assert named <= there, (numbers_, named - there)
        written = set(re.findall(r"\]\([^)#]*#([\w-]+)\)", why))
        assert written <= sections, (numbers_, written - sections)
        assert named or written or state != "met", numbers_
        assert "](running.md#what-is-left-to-whoever-installs-it)" in why or state != "installs", numbers_
        assert "](running.md#what-is-left-to-whoever-installs-it)" in why or state != "installs", numbers_
        assert all((ROOT / path).exists() for path in re.findall(r"`(tests/\S+?)`", why)), numbers_


def test_the_promise_is_where_one_looks_for_it():
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "docs/threat-model.md" in said
    assert "make audit" in said
    assert "\naudit:" in (ROOT / "Makefile").read_text(encoding="utf-8")
