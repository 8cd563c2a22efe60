"""What `trousseau doctor --audit --file` says of an export of the audit trail: the file alone is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trousseau.cli.failures import Failure, Words

TEXTS = ("actor_label", "target_label", "before", "after")
WHO = ("event", "at", "actor", "verb", "target_type", "target_id")
NEEDED = frozenset({"number", "previous", "digest", "salt", "texts", *TEXTS, *WHO})


@dataclass
class _Reading:
    """What was read so far, in constant memory but for events whose name was forgotten."""

    lines: int = 0
    gaps: int = 0
    number: int = 0
    digest: str = ""
    found: bool = False
    open: set[int] = field(default_factory=set)
    """Events of which only a former link was read: the one with their texts comes later."""


def examined(words: Words, path: Path, head: tuple[int, str] | None) -> tuple[str, str]:
    """The state of an exported trail and what is said of it."""
    read = _Reading()
    for place, line in _lines(words, path):
        fault = _fault(line, read)
        if fault is not None:
            return "bad", _said(words)[fault].format(line=place, event=line["event"])
        _take(line, read, head)
    if not read.lines:
        return "bad", words.text("The file holds no event.")
    if read.open:
        return "bad", words.text("event {event} stands without its newest link.").format(event=min(read.open))
    if head is not None and not read.found:
        return "bad", words.text("the noted head {number} is not in the file.").format(number=head[0])
    said = words.text("{n} links, each as it was written; the last: {head}").format(
        n=read.lines, head=f"{read.number}:{read.digest}"
    )
    if read.gaps:
        gaps = words.text(
            "{n} times links in between were left out, as of a filtered export: of those nothing is said."
        )
        return "watch", f"{said} · {gaps.format(n=read.gaps)}"
    return "ok", said


def _lines(words: Words, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as file:
        for place, text in enumerate(file, 1):
            try:
                line = json.loads(text)
            except ValueError:
                line = None
            if not isinstance(line, dict) or not line.keys() >= NEEDED or not isinstance(line["number"], int):
                told = words.text("line {line} is no event of an export: give the file of JSON lines as it was made.")
                raise Failure("audit_file", message=told.format(line=place))
            yield place, line


def _fault(line: dict[str, Any], read: _Reading) -> str | None:
    from trousseau.access import links  # noqa: PLC0415 - it needs Django, which most commands do not

    who = tuple(line[name] for name in WHO)
    if line["digest"] != links.digest(line["number"], line["previous"], line["texts"], who):
        return "changed"
    if line["salt"] and line["texts"] != links.texts(line["salt"], *(line[name] for name in TEXTS)):
        return "texts"
    if line["number"] <= read.number:
        return "order"
    if line["number"] == read.number + 1 and read.lines and line["previous"] != read.digest:
        return "broken"
    return None


def _take(line: dict[str, Any], read: _Reading, head: tuple[int, str] | None) -> None:
    read.gaps += bool(read.lines) and line["number"] != read.number + 1
    read.lines, read.number, read.digest = read.lines + 1, line["number"], line["digest"]
    (read.open.discard if line["salt"] else read.open.add)(line["event"])
    read.found = read.found or head in {(read.number, read.digest), (read.number - 1, line["previous"])}


def _said(words: Words) -> dict[str, str]:
    return {
        "changed": words.text("line {line}: event {event} or its link does not read as it was written."),
        "texts": words.text("line {line}: what event {event} says was before or after was changed."),
        "order": words.text("line {line}: its link stands before the one above it, or twice."),
        "broken": words.text("line {line}: its link does not follow the one above it."),
    }
