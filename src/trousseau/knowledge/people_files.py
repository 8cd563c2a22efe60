"""Files of people as rows of text: tables (CSV, Excel) under headers in French or English, and vCards 2.1 to 4.0.

What a text means (a role, a day, who of us) is understood later, against the client (`actions.people_import`).
"""

from __future__ import annotations

import quopri
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.costs.tables.opened import opened
from trousseau.ledger.reading import Choices
from trousseau.ledger.reading.model import ReadingError

MOST_BYTES = 5 << 20
MOST = 2_000
"""People in one file."""
HEADERS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "full name", "nom complet", "contact", "contact name", "interlocuteur", "nom prenom",
                       "prenom nom", "personne", "person"}),
    "first": frozenset({"first name", "given name", "prenom", "firstname"}),
    "last": frozenset({"last name", "surname", "family name", "nom de famille", "nom", "lastname"}),
    "title": frozenset({"title", "job", "job title", "fonction", "poste", "titre", "position title",
                        "intitule du poste"}),
    "unit": frozenset({"unit", "unite", "service", "department", "departement", "site", "direction", "division"}),
    "account": frozenset({"account", "compte", "company", "societe", "entreprise", "organisation", "organization",
                          "code client", "account name", "nom du compte"}),
    "email": frozenset({"e mail", "email", "mail", "courriel", "adresse e mail", "adresse email", "email address",
                        "e mail address", "adresse mail", "adresse electronique"}),
    "phone": frozenset({"phone", "telephone", "tel", "mobile", "portable", "phone number", "numero de telephone"}),
    "language": frozenset({"language", "langue"}),
    "buying_role": frozenset({"role", "buying role", "role d achat", "role dans l achat"}),
    "stance": frozenset({"stance", "position", "attitude"}),
    "importance": frozenset({"importance", "importance 1 to 5", "importance de 1 a 5"}),
    "owner": frozenset({"looked after by", "suivi par", "owner", "our contact", "notre interlocuteur", "responsable"}),
    "last_touch": frozenset({"last touch", "dernier echange", "dernier contact", "last contact"}),
    "boss": frozenset({"reports to", "depend de", "superieur", "n 1", "manager", "rattache a", "boss", "chef"}),
    "source": frozenset({"where from", "provenance", "source", "origine"}),
    "said_on": frozenset({"true on", "vrai au", "date", "as of", "en date du"}),
    "left_on": frozenset({"left", "parti le", "left on", "date de depart", "depart"}),
}  # fmt: skip
"""Field → the headers that name it, in plain letters."""
CARD = {"FN": "name", "TITLE": "title", "EMAIL": "email", "TEL": "phone", "LANG": "language"}
LINE = re.compile(r'(?:[A-Z0-9-]+\.)?([A-Z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*):(.*)', re.DOTALL | re.IGNORECASE)
"""A line of a card: its group, name, parameters and value."""
QUOTED = re.compile(r"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
CHARSET = re.compile(r";CHARSET=\"?(utf-?8|us-ascii|iso-8859-\d{1,2}|(?:windows-|cp)125\d)\"?(?:;|$)", re.IGNORECASE)
VERSIONS = frozenset({"2.1", "3.0", "4.0"})
NEUTRAL = re.compile(r"^'(?=\s*[=+\-@|\uff1d\uff0b\uff0d\uff20])")
"""The apostrophe that an export puts before what a spreadsheet would run."""


class PeopleFileError(Exception):
    """A file nothing can be taken from; says why, in words."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and how to mend it."""

    row: int
    column: str
    value: str
    mend: str


@dataclass
class PeopleFile:
    """The people of a file: each a mapping field → text, with `row`; and the cards that could not be read."""

    rows: list[dict[str, str | int]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    """Field → what the file calls it."""
    problems: list[Problem] = field(default_factory=list)


def read_people(content: bytes, name: str) -> PeopleFile:
    """The people of a file.

    Raises:
        PeopleFileError: too large, unreadable, without a column of names, empty.
    """
    if len(content) > MOST_BYTES:
        raise PeopleFileError(_("This file is larger than 5 MB: split it."))
    if not content.strip():
        raise PeopleFileError(_("This file is empty."))
    text = _text(content[:200]).lstrip("\ufeff \r\n\t")
    found = _cards(_text(content)) if text[:11].upper() == "BEGIN:VCARD" else _table(content, name)
    if not found.rows and not found.problems:
        raise PeopleFileError(_("This file has no row beyond its headers."))
    return found


def _check_most(people: int) -> None:
    """Refuse a file of too many people before anything is understood of it."""
    if people > MOST:
        raise PeopleFileError(_("This file has more than 2,000 people: split it."))


def _text(content: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, else the Windows page."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _table(content: bytes, name: str) -> PeopleFile:
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        file = Path(room) / f"people{re.sub(r'[^.a-z0-9]', '', Path(name).suffix.lower())[:8]}"
        file.write_bytes(content)
        try:
            table = opened(file, Choices())
        except ReadingError as error:
            if error.code == "no_lines":
                raise PeopleFileError(_("This file has no row beyond its headers.")) from error
            raise PeopleFileError(
                _("This file cannot be read: send a table as CSV or Excel, or vCards (.vcf).")
            ) from error
    if table.questions:
        raise PeopleFileError(
            _("It is not clear how this file is laid out: keep one sheet, or commas between the columns.")
        )
    places = {
        said: at for at, header in reversed(list(enumerate(table.names)))
        for said, words in HEADERS.items() if plain(header) in words
    }  # fmt: skip
    if "name" not in places and "last" not in places:
        raise PeopleFileError(
            _("No column holds names: call one “Name” (or “Nom”). This file has: %(columns)s.")
            % {"columns": ", ".join(table.names)[:300]}
        )
    _check_most(len(table.rows))
    texts = {said: table.texts(at) for said, at in places.items()}
    rows: list[dict[str, str | int]] = []
    for at, number in enumerate(table.rows):
        cells: dict[str, str | int] = {
            said: NEUTRAL.sub("", column[at]) for said, column in texts.items() if column[at]
        }
        if not cells:
            continue
        if parts := [str(cells.pop(part)) for part in ("first", "last") if part in cells]:
            cells.setdefault("name", " ".join(parts))
        rows.append({**cells, "row": number})
    columns = {said: table.names[at] for said, at in places.items()}
    columns.setdefault("name", columns.get("last", ""))
    return PeopleFile(rows, columns)


def _cards(text: str) -> PeopleFile:
    """The cards of a file; one that cannot be read is a problem, and the others are read."""
    found = PeopleFile(columns={**{said: name for name, said in CARD.items()}, "unit": "ORG"})
    cards = list(_split(text))
    _check_most(len(cards))
    for number, lines in enumerate(cards, 1):
        card: dict[str, str | int] = {}
        try:
            _card(lines, card)
        except _CardError as error:
            found.problems.append(Problem(number, error.line.split(":")[0][:40], error.line[:80], error.mend))
            continue
        found.rows.append({**card, "row": number})
    return found


class _CardError(Exception):
    def __init__(self, line: str, mend: str) -> None:
        super().__init__(mend)
        self.line, self.mend = line, mend


def _split(text: str) -> Iterator[list[str]]:
    """The unfolded lines of each card."""
    lines: list[str] = []
    for line in _unfolded(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD" and lines:
            yield lines
            lines = []
        lines.append(line)
        if mark == "END:VCARD":
            yield lines
            lines = []
    if lines:
        yield lines


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Lines with what goes on below: after a space, or after the = of quoted-printable."""
    pieces: list[str] = []
    quoted = False
    for line in lines:
        if quoted and pieces[-1].endswith("="):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and line[:1] in {" ", "\t"}:
            pieces.append(line[1:])
        elif line.strip():
            if pieces:
                yield "".join(pieces)
            pieces, quoted = [line], bool(QUOTED.match(line))
    if pieces:
        yield "".join(pieces)


def _card(lines: list[str], card: dict[str, str | int]) -> None:
    """One card into `card`."""
    if lines[0].strip().upper() != "BEGIN:VCARD":
        raise _CardError(lines[0], _("This card does not begin with BEGIN:VCARD."))
    if lines[-1].strip().upper() != "END:VCARD":
        raise _CardError(lines[-1], _("This card does not end with END:VCARD: the file is cut off here."))
    for line in lines[1:-1]:
        name, raw = _property(line)
        if name == "VERSION" and raw.strip() not in VERSIONS:
            raise _CardError(line, _("Only vCard 2.1, 3.0 and 4.0 are read: export it again as one of them."))
        if name in CARD:
            card.setdefault(CARD[name], re.sub(r"^(tel|mailto):", "", _unescaped(raw), flags=re.IGNORECASE))
        elif name in {"N", "ORG"}:
            _structured(name, [_unescaped(piece) for piece in re.split(r"(?<!\\);", raw)], card)
    named = card.pop("parted", "")
    if not card.setdefault("name", named):
        raise _CardError(lines[1], _("This card has no name: FN or N is needed."))


def _property(line: str) -> tuple[str, str]:
    """The name of a line and its raw value."""
    found = LINE.fullmatch(line)
    if found is None:
        raise _CardError(line, _("This line is no vCard line: “NAME:value” is expected."))
    name, parameters, value = found.groups()
    if QUOTED.match(line):
        octets = quopri.decodestring(value.encode())
        told = CHARSET.search(parameters)
        value = octets.decode(told[1], "replace") if told and "utf" not in told[1].lower() else _text(octets)
    return name.upper(), value


def _structured(name: str, pieces: list[str], card: dict[str, str | int]) -> None:
    """A value of several pieces: family and given name, or company and its units."""
    if name == "N":
        card["parted"] = " ".join(piece for piece in (*pieces[1:2], *pieces[:1]) if piece)
    elif any(pieces[1:]):
        card["unit"] = ", ".join(piece for piece in pieces[1:] if piece)


def _unescaped(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", lambda sign: " " if sign[1] in "nN" else sign[1], text).split())
