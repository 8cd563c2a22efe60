"""A watched folder: below a root that the administrator opened, reached step by step without following a link.

No path comes from a form: a person chooses among what `offered` lists, and each run walks there again from the root.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.places import DONE, FAILED, MOST, Entry

PIECE = 1 << 20
DEEP, OFFERED = 3, 300
NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def roots() -> tuple[Path, ...]:
    """The folders below which one may be watched."""
    return settings.WATCHED


def offered() -> list[str]:
    """The roots and the folders below them that may be chosen, no link among them, as they are told."""
    found: list[str] = []
    for root in roots():
        _below(root, DEEP, found)
    return found[:OFFERED]


def _below(folder: Path, deep: int, found: list[str]) -> None:
    if len(found) >= OFFERED or not str(folder).isprintable():
        return
    try:
        inside = sorted(one.name for one in os.scandir(folder) if one.is_dir(follow_symlinks=False))
    except OSError:
        return
    found.append(str(folder))
    if deep:
        for name in inside:
            if name not in {DONE, FAILED} and not name.startswith("."):
                _below(folder / name, deep - 1, found)


class Folder:
    """One folder. `told` is what a person chose: the whole path of it."""

    def __init__(self, path: str) -> None:
        self.label = path
        self._path = Path(path)

    def names(self) -> Sequence[Entry]:
        """See `Place`: plain files only, neither links nor what a program talks through."""
        with self._opened() as here, self._readable(), os.scandir(here) as listed:
            return [_entry(one.name, one.stat(follow_symlinks=False)) for one in listed if _plain(one)][: MOST * 2]

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """See `Place`."""
        with self._opened() as here, self._file(here, entry) as file:
            read = 0
            while piece := self._read(file, entry):
                read += len(piece)
                if read > entry.size:
                    raise FeedError("changed", name=entry.name)
                yield piece
            if _entry(entry.name, os.fstat(file)).stamp != entry.stamp or self._stamp(here, entry) != entry.stamp:
                raise FeedError("changed", name=entry.name)

    def put(self, entry: Entry, folder: str) -> None:
        """See `Place`: a name that is there already gets the instant of its writing before it."""
        with self._opened() as here:
            try:
                if self._stamp(here, entry) != entry.stamp:
                    return
                if folder not in _names(here):
                    os.mkdir(folder, mode=0o770, dir_fd=here)
                there = os.open(folder, NO_LINK | os.O_DIRECTORY, dir_fd=here)
                try:
                    taken = entry.name in _names(there)
                    name = f"{entry.stamp} {entry.name}" if taken else entry.name
                    os.rename(entry.name, name, src_dir_fd=here, dst_dir_fd=there)
                finally:
                    os.close(there)
            except OSError as error:
                raise FeedError("not_moved", name=entry.name, folder=folder, why=error.strerror or "–") from error

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The folder, walked to from its root without a link on the way."""
        root = next((one for one in roots() if self._path.is_relative_to(one)), None)
        if not roots():
            raise FeedError("no_roots")
        if root is None or ".." in self._path.parts:
            raise FeedError("root_closed", folder=self.label)
        here = -1
        try:
            here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            for part in self._path.relative_to(root).parts:
                below = os.open(part, NO_LINK | os.O_DIRECTORY, dir_fd=here)
                os.close(here)
                here = below
        except (OSError, ValueError) as error:
            if here >= 0:
                os.close(here)
            code = "not_readable" if isinstance(error, PermissionError) else "no_folder"
            raise FeedError(code, folder=self.label, why=getattr(error, "strerror", "") or "–") from error
        try:
            yield here
        finally:
            os.close(here)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FeedError("not_readable", folder=self.label, why=error.strerror or "–") from error

    @contextmanager
    def _file(self, here: int, entry: Entry) -> Iterator[int]:
        """The open file, if it still is a plain one and that entry. Non-blocking: nothing is waited for in a pipe."""
        try:
            file = os.open(entry.name, NO_LINK | os.O_NONBLOCK, dir_fd=here)
        except FileNotFoundError as error:
            raise FeedError("vanished", name=entry.name) from error
        except OSError as error:
            raise FeedError("not_readable", folder=entry.name, why=error.strerror or "–") from error
        try:
            seen = os.fstat(file)
            if not stat.S_ISREG(seen.st_mode) or _entry(entry.name, seen).stamp != entry.stamp:
                raise FeedError("changed", name=entry.name)
            yield file
        finally:
            os.close(file)

    @staticmethod
    def _read(file: int, entry: Entry) -> bytes:
        try:
            return os.read(file, PIECE)
        except OSError as error:
            raise FeedError("not_readable", folder=entry.name, why=error.strerror or "–") from error

    @staticmethod
    def _stamp(here: int, entry: Entry) -> str:
        """Of what now stands under that name; empty where nothing does."""
        try:
            return _entry(entry.name, os.stat(entry.name, dir_fd=here, follow_symlinks=False)).stamp
        except FileNotFoundError:
            return ""


def _names(folder: int) -> set[str]:
    with os.scandir(folder) as listed:
        return {one.name for one in listed}


def _plain(one: os.DirEntry[str]) -> bool:
    try:
        return one.is_file(follow_symlinks=False)
    except OSError:
        return False


def _entry(name: str, seen: os.stat_result) -> Entry:
    return Entry(name, seen.st_size, f"{seen.st_mtime_ns}-{seen.st_size}")
