"""A place with files: what lies there, its content, where what was dealt with goes. A folder and a bucket are such."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

DONE, FAILED = "done", "failed"
MARK = ".done"
"""`sales.csv.done` beside `sales.csv` says that it is complete."""
MOST = 10_000
LONGEST_NAME = 255
UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", ".writing", MARK)


@dataclass(frozen=True)
class Entry:
    """A file as it lies there."""

    name: str
    size: int
    stamp: str
    """Changes with each writing."""
    marked: bool = False
    """Whether a mark beside it says that it is complete."""


class Place(Protocol):
    """What a run asks of a place. Every question raises FeedError where it cannot be answered."""

    label: str

    def names(self) -> Sequence[Entry]:
        """All files, none below it in turn."""

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The content, a megabyte at a time. Raises FeedError `changed` where it is no longer that entry."""

    def put(self, entry: Entry, folder: str) -> None:
        """Put it into `folder` beside it, if it is still that entry."""


def meant(name: str, pattern: str) -> bool:
    """Whether a name is of those that are read: not hidden, not half written, and as the pattern says."""
    low = name.lower()
    if low.startswith((".", "~", "_")) or low.endswith(UNFINISHED):
        return False
    return fnmatch.fnmatchcase(low, (pattern or "*").lower())


def shown(name: str) -> bool:
    """Whether a name can be stored and shown."""
    return name.isprintable() and len(name) <= LONGEST_NAME


def with_marks(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order of their names, each knowing whether its mark lies beside it."""
    marks = {entry.name.removesuffix(MARK) for entry in entries if entry.name.endswith(MARK)}
    ordered = sorted(entries, key=lambda entry: entry.name)
    return [Entry(one.name, one.size, one.stamp, one.name in marks) for one in ordered]
