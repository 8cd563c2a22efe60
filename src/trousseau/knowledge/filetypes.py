"""What a file is, by its content: which are kept with an account, and why the others are not.

`recognised(name, content)` answers the type and the name to keep it under, or raises `RefusedError` with a code.
The name only tells apart what the content cannot (CSV from plain text), and must not contradict it.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

OFFICE = "application/vnd.openxmlformats-officedocument."
OASIS = "application/vnd.oasis.opendocument."
SUFFIXES: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}presentationml.presentation": ("pptx",),
    f"{OASIS}text": ("odt",),
    f"{OASIS}spreadsheet": ("ods",),
    f"{OASIS}presentation": ("odp",),
    f"{OASIS}graphics": ("odg",),
    "text/csv": ("csv", "tsv"),
    "text/plain": ("txt", "log", "text"),
    "text/markdown": ("md", "markdown"),
    "message/rfc822": ("eml",),
    "text/calendar": ("ics",),
    "text/vcard": ("vcf",),
}
"""Each type kept, with the endings its names may have; the first is given to a name without one."""
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
EXECUTABLE = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
ARCHIVE = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(r"\A\s*<[a-z!?]|<(?:script|svg|html|iframe|object|embed)[\s/>]", re.IGNORECASE)
"""A text that a browser could take for a page: what opens with a tag, or holds one that runs something."""
SCRIPTS = frozenset(
    {"bat", "cmd", "com", "ps1", "psm1", "vbs", "vbe", "js", "jse", "mjs", "wsf", "wsh", "hta", "sh", "bash", "py"}
    | {"pl", "rb", "php", "exe", "msi", "scr", "jar", "lnk", "reg", "inf", "app", "dll", "html", "htm", "xhtml"}
    | {"shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "docm", "xlsm", "pptm", "dotm", "xltm"}
)
MOST_PARTS = 10_000
LONGEST_PART = 1 << 20
HEADERS = re.compile(r"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)


class RefusedError(ValueError):
    """A file that is not kept: `code` says why, `said` what its name or content claims to be."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.said = said


@dataclass(frozen=True)
class Recognised:
    """What a file is, and its name with an ending that says so."""

    kind: str
    name: str


def recognised(name: str, content: BinaryIO) -> Recognised:
    """The type of a file by its content.

    Raises:
        RefusedError: `executable`, `markup`, `macros`, `archive`, `old_office`, `broken`, `renamed` or `unknown`.
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    content.seek(0)
    kind = _kind(content, suffix)
    endings = SUFFIXES[kind]
    if suffix in endings:
        return Recognised(kind, name)
    if suffix in SCRIPTS:
        raise RefusedError("executable" if kind.startswith("text/") else "renamed", f".{suffix}")
    known = {ending for endings in SUFFIXES.values() for ending in endings}
    if suffix in known and not kind.startswith("text/"):
        raise RefusedError("renamed", f".{suffix}")
    return Recognised(kind, f"{name}.{endings[0]}")


def _kind(content: BinaryIO, suffix: str) -> str:
    first = content.read(4096)
    if first.startswith(EXECUTABLE):
        raise RefusedError("executable")
    if first.startswith(ARCHIVE) or first[257:262] == b"ustar":
        raise RefusedError("archive")
    if first.startswith(OLD_OFFICE):
        raise RefusedError("old_office")
    if first.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content)
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in MAGIC:
        if first.startswith(magic):
            return kind
    content.seek(0)
    return _text(content.read(), suffix)


def _packed(content: BinaryIO) -> str:
    """Office Open XML or OpenDocument without macros; any other archive is refused."""
    try:
        with zipfile.ZipFile(content) as parts:
            names = parts.namelist()
            if len(names) > MOST_PARTS:
                raise RefusedError("archive")
            if "[Content_Types].xml" in names:
                return _office(names, _part(parts, "[Content_Types].xml"))
            if "mimetype" in names:
                return _opendocument(names, _part(parts, "mimetype"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("broken") from error
    raise RefusedError("archive")


def _office(names: list[str], types: bytes) -> str:
    lowered = [name.lower() for name in names]
    if b"macroenabled" in types.lower() or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lowered):
        raise RefusedError("macros")
    for folder, kind in (("word/", "wordprocessingml.document"), ("xl/", "spreadsheetml.sheet"),
                         ("ppt/", "presentationml.presentation")):  # fmt: skip
        if any(name.startswith(folder) for name in lowered):
            return OFFICE + kind
    raise RefusedError("archive")


def _opendocument(names: list[str], told: bytes) -> str:
    kind = told.decode("ascii", "replace").strip()
    if kind not in SUFFIXES:
        raise RefusedError("archive")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise RefusedError("macros")
    return kind


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    """One part of an archive, never more than a megabyte of it unpacked."""
    with parts.open(name) as part:
        return part.read(LONGEST_PART)


def _text(content: bytes, suffix: str) -> str:
    """Plain text under one of the types text may have."""
    text = _decoded(content)
    if not text.strip():
        raise RefusedError("empty")
    mail = _is_mail(text)
    if not mail and MARKUP.search(text):
        raise RefusedError("markup")
    if mail and suffix in {"eml", ""}:
        return "message/rfc822"
    opening = text.lstrip().upper()
    if opening.startswith("BEGIN:VCARD"):
        return "text/vcard"
    if opening.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    for kind in ("text/csv", "text/markdown"):
        if suffix in SUFFIXES[kind]:
            return kind
    if suffix == "eml":
        raise RefusedError("renamed", ".eml")
    return "text/plain"


def _is_mail(text: str) -> bool:
    """Whether a text begins with the header of a mail: it says from whom, and a date or a way."""
    found = HEADERS.match(text.replace("\r\n", "\n")[:100_000])
    if found is None:
        return False
    said = {line.partition(":")[0].lower() for line in found[0].split("\n") if line[:1].strip()}
    return "from" in said and bool(said & {"date", "received", "to", "subject", "message-id"})


def _decoded(content: bytes) -> str:
    """Text in the encodings people's programs write; `unknown` for what is none."""
    for encoding in ("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\n\r\f\x1b" for sign in text[:100_000]):
            return text
        break
    raise RefusedError("unknown")
