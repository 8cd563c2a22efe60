"""Answers kept beside the facts they were worked out from, so that a restart or another process finds them.

A file is named by all its answer depends on, the code that works it out included, and sealed with the house's secret
key: one that nobody here wrote is not opened. It goes when its version of the facts does (`ledger.facts.derived`).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import pickle
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

import trousseau
from trousseau.ledger.facts import Facts, derived
from trousseau.ledger.facts.manifest import ANSWERS, FactsError

MOST = 500
"""Answers kept of one version; those kept longest ago go."""
SEAL = hashlib.sha256().digest_size
PLAIN = (str, int, float, Decimal, date, Path, type(None))
LIBRARIES = ("numpy", "pyarrow")
"""What an answer may hold objects of."""


class UnnameableError(TypeError):
    """Something an answer depends on that no name can stand for."""


def found(name: str, key: Hashable) -> Any:  # noqa: ANN401 - whatever was kept
    """The answer kept under a name and a key (of which the first two are folder and version); `LookupError`: none."""
    try:
        sealed = _file(name, key).read_bytes()
    except (OSError, UnnameableError):
        raise LookupError(name) from None
    seal, said = sealed[:SEAL], sealed[SEAL:]
    if not hmac.compare_digest(seal, _seal(said)):
        raise LookupError(name)
    try:
        return _Reader(said, Path(str(key[0]))).load()  # type: ignore[index] # a tuple, or it had no file
    except FactsError:
        raise LookupError(name) from None


def keep(name: str, key: Hashable, answer: object) -> None:
    """Keep an answer. A full disk, or a key no name can stand for: the answer was given, and is not kept."""
    into = io.BytesIO()
    _Writer(into, protocol=pickle.HIGHEST_PROTOCOL).dump(answer)
    said = into.getvalue()
    with suppress(OSError, UnnameableError):
        file = derived.made(_file(name, key), lambda draft: draft.write_bytes(_seal(said) + said))
        _make_room(file.parent)


class _Writer(pickle.Pickler):
    """Writes facts that an answer holds as the name of their version: the data folder may be moved, or restored."""

    def persistent_id(self, held: object) -> str | None:
        """What stands for a part of an answer."""
        return held.version if isinstance(held, Facts) else None


class _Reader(pickle.Unpickler):
    """Reads an answer, and opens the facts that it holds where the data folder is today."""

    def __init__(self, said: bytes, folder: Path) -> None:
        super().__init__(io.BytesIO(said))
        self._folder = folder

    def persistent_load(self, version: str) -> Facts:
        """The part of an answer that a name stands for."""
        return Facts.open(self._folder, version)


def renew(name: str, key: Hashable, answer: object) -> None:
    """Keep an answer in place of the one that was kept under the name and the key."""
    with suppress(OSError, UnnameableError):
        _file(name, key).unlink(missing_ok=True)
    keep(name, key, answer)


def _make_room(folder: Path) -> None:
    """Remove the oldest answers beyond the most that are kept."""
    files = list(folder.iterdir())
    if len(files) > MOST:
        for file in sorted(files, key=lambda file: file.stat().st_mtime_ns)[:-MOST]:
            file.unlink(missing_ok=True)


def digest(value: object) -> str:
    """The same for equal values in every process, another for different ones.

    Raises:
        UnnameableError: a value, or a part of one, of a type that is not known to be said whole by its text.
    """
    return hashlib.sha256("".join(_said(value)).encode()).hexdigest()


def _file(name: str, key: Hashable) -> Path:
    """Where an answer is kept."""
    if not isinstance(key, tuple) or not all(isinstance(part, str) for part in key[:2]):
        raise UnnameableError(type(key).__name__)
    folder, of, *rest = key
    return derived.folder_of(Path(folder), of) / ANSWERS / f"{name}-{digest([*rest, code()])[:32]}"


def _said(value: object) -> Iterator[str]:
    """A value as text that no other value has."""
    kind = type(value)
    if is_dataclass(value) and not isinstance(value, type):
        yield from _many(f"{kind.__module__}.{kind.__qualname__}", (getattr(value, one.name) for one in fields(value)))
    elif isinstance(value, Mapping):
        yield from _many("mapping", (digest(pair) for pair in value.items()), ordered=False)
    elif isinstance(value, AbstractSet):
        yield from _many("set", (digest(one) for one in value), ordered=False)
    elif isinstance(value, (tuple, list)):
        yield from _many("items", value)
    elif isinstance(value, PLAIN):
        text = str(value)
        yield f"{kind.__qualname__}:{len(text)}:{text};"
    else:
        raise UnnameableError(kind.__qualname__)


def _many(name: str, values: Iterable[Any], *, ordered: bool = True) -> Iterator[str]:
    """A named sequence of values."""
    yield f"{name}("
    for value in values if ordered else sorted(values):
        yield from _said(value)
    yield ")"


def _seal(said: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()


@cache
def code() -> str:
    """What works answers out: the text of this program, and the libraries its answers hold objects of."""
    said = hashlib.sha256(f"{sys.version} {[version(name) for name in LIBRARIES]}".encode())
    home = Path(trousseau.__file__).parent
    for file in sorted(home.rglob("*")):
        if file.suffix in {".py", ".sql"}:
            said.update(f"{file.relative_to(home)}\0".encode() + file.read_bytes())
    return said.hexdigest()
