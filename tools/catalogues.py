"""The French catalogues: extract, merge, compile and check them, room by room, with Babel alone.

Usage: `python tools/catalogues.py update|compile|check`

Each room (a folder of `src/trousseau` with a `locale` folder) owns one catalogue. `update` merges the
strings of the room's code and templates into it, `compile` writes the `.mo` files that are shipped and never
committed, `check` fails on a string that is missing, empty, fuzzy or no longer used.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "trousseau"
LANGUAGE = "fr"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "text": None,  # figures.Language.text
    "plural": (1, 2),  # figures.Language.plural
}
PLAIN_SPACE = re.compile(r"« | [;:?!»](?=[\s).,;»<\u00a0\u202f]|$)")
Message = tuple[str | tuple[str, ...], str | None]


def rooms() -> list[Path]:
    """The folders that own a catalogue."""
    return sorted(folder.parent for folder in SOURCE.glob("*/locale"))


def catalogue_of(room: Path) -> Path:
    """Where the French of a room is kept."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def messages(room: Path) -> Iterator[Message]:
    """Every translatable string of a room's Python, Django templates and Jinja templates."""
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from _extracted("python", path.read_bytes())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from _extracted("python", _as_python(path))
        elif path.suffix == ".j2":
            yield from _extracted("jinja2.ext:babel_extract", path.read_bytes())


def _as_python(path: Path) -> bytes:
    """A Django template with its translatable strings as gettext calls, the rest blanked out."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - only templates need Django

    # The blanks of the template's own indentation are no Python.
    return "\n".join(line.lstrip() for line in templatize(path.read_text(encoding="utf-8")).splitlines()).encode()


def _extracted(method: str, content: bytes) -> Iterator[Message]:
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract(method, BytesIO(content), KEYWORDS, (), options):
        if message and (message if isinstance(message, str) else message[0]):
            yield message, context


def read(room: Path) -> Catalog:
    """The room's catalogue as it is on disk, or an empty one."""
    path = catalogue_of(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update() -> int:
    """Merge the strings found in the sources into each catalogue; what is no longer used goes."""
    for room in rooms():
        catalogue = read(room)
        template = Catalog(charset="utf-8", creation_date=catalogue.creation_date)  # a date would change every file
        for message, context in messages(room):
            template.add(message, context=context)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = catalogue_of(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, no_location=True, sort_output=True, omit_header=False, width=100)
        print(f"{room.name}: {len(catalogue)} strings")
    return 0


def compile_all() -> int:
    """Write the `.mo` file beside each catalogue, whole or not at all."""
    for room in rooms():
        path = catalogue_of(room).with_suffix(".mo")
        scratch = path.with_suffix(".mo.new")
        with scratch.open("wb") as file:
            write_mo(file, read(room))
        scratch.replace(path)
    return 0


def faults(room: Path) -> Iterator[str]:
    """What is wrong with a room's French: missing, empty, fuzzy or unused strings."""
    catalogue = read(room)
    used = set()
    for message, context in messages(room):
        identifier = message if isinstance(message, str) else message[0]
        used.add((identifier, context))
        entry = catalogue.get(identifier, context)
        if entry is None:
            yield f"{room.name}: not in the French catalogue: {identifier!r}"
        elif entry.fuzzy:
            yield f"{room.name}: fuzzy: {identifier!r}"
        elif not all(entry.string if isinstance(entry.string, tuple) else (entry.string,)):
            yield f"{room.name}: not translated: {identifier!r}"
        elif _breaks(entry):
            yield f"{room.name}: a space that breaks beside ; : ? ! « or »: {identifier!r}"
    for entry in catalogue:
        identifier = entry.id if isinstance(entry.id, str) else entry.id[0] if entry.id else ""
        if identifier and (identifier, entry.context) not in used:
            yield f"{room.name}: no longer used: {identifier!r}"


def _breaks(entry: Any) -> bool:  # noqa: ANN401 - babel's message
    """Whether a line could break between a word and its punctuation."""
    french = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return any(PLAIN_SPACE.search(text) for text in french)


def disagreements() -> Iterator[str]:
    """Strings that two rooms translate differently: Django merges the catalogues, so one would win."""
    seen: dict[tuple[Any, str | None], tuple[str, Any]] = {}
    for room in rooms():
        if not (room / "apps.py").exists():
            continue
        for entry in read(room):
            if not entry.id:
                continue
            key = (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context)
            other, french = seen.setdefault(key, (room.name, entry.string))
            if french != entry.string:
                yield f"{room.name} and {other} translate differently: {key[0]!r} (give one a context)"


def check() -> int:
    """Print what is wrong with the catalogues; 1 where anything is."""
    found = sorted({fault for room in rooms() for fault in faults(room)} | set(disagreements()))
    print("\n".join(found) if found else f"{len(rooms())} French catalogues complete")
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
    verbs = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
