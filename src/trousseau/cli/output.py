"""What a command writes: JSON or text on stdout, a file whole or not at all, progress on a terminal."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trousseau.cli.failures import Failure, shown


def say_json(answer: Mapping[str, Any]) -> None:
    """One JSON object on stdout, with the characters of the data where the stream can carry them."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(answer, ensure_ascii=not utf8, indent=2) + "\n")


def say(text: str) -> None:
    """Text on stdout, ended by one line break."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def check_target(path: Path, inputs: Iterable[Path] = (), *, flag: str = "--html") -> None:
    """Refuse, before any work, a file that cannot be written: a folder, no permission, an input."""
    if path.is_dir():
        raise Failure("out_is_folder", flag=flag, path=path)
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Failure("out_no_folder", flag=flag, path=folder)
    for source in inputs:
        if path.exists() and source.exists() and path.samefile(source):
            raise Failure("out_is_input", flag=flag, path=source)
    plain = not path.exists() or path.is_file()
    if not os.access(folder if plain else path, os.W_OK):
        raise Failure("out_no_permission", flag=flag, path=folder)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: beside its place, then renamed; a pipe is written to."""
    written = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(written)
        return
    path = path.resolve()  # a link keeps pointing where it did
    mask = os.umask(0)
    os.umask(mask)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o666 & ~mask)
        draft.replace(path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)


class Progress:
    """One line on stderr that says how far the work is; nothing where stderr is not a terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._last = 0.0
        self._width = 0

    def show(self, text: str) -> None:
        """Replace the line, at most ten times a second."""
        now = time.monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        text = shown(text)[:100]
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Leave no trace."""
        if self._shown and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
