"""A presentation looked through before anything opens it: no bomb, no macro, nothing that reaches outside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.plans.decks.template import TemplateError

LARGEST = 20 * 2**20
"""Bytes of a template at most."""
PARTS, UNPACKED, RATIO = 3_000, 300 * 2**20, 200
"""Files inside at most, their bytes together, and how much denser than its bytes a larger one may be."""
ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
RELATION = re.compile(rb"<Relationship\b[^>]*>")
WEB = re.compile(rb'Target="(https?://|mailto:)')


def inspect(content: bytes, said: Language) -> None:
    """Raises TemplateError, one sentence, where a file is not what a template should be."""
    if len(content) > LARGEST:
        raise TemplateError(
            [_("The template has %(n)s MB; at most %(most)s: make its pictures smaller.") % {
                "n": said.number(len(content) / 2**20), "most": LARGEST // 2**20}]
        )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            fault = next(_faults(book), "")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise TemplateError(
            [_("This is no PowerPoint presentation that can be read: save it again as .pptx.")]
        ) from error
    if fault:
        raise TemplateError([fault])


def _faults(book: zipfile.ZipFile) -> Iterator[str]:
    parts = book.infolist()
    dense = any(one.file_size > 2**20 and one.file_size > RATIO * max(1, one.compress_size) for one in parts)
    if len(parts) > PARTS or sum(one.file_size for one in parts) > UNPACKED or dense:
        yield _("The template unpacks to far more than it is: it is not opened.")
        return
    names = {one.filename.casefold() for one in parts}
    kinds = _read(book, "[Content_Types].xml")
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in kinds.lower():
        yield _("The template holds macros: save it as .pptx, without macros.")
    if any("/activex/" in name or "/embeddings/oleobject" in name for name in names):
        yield _("The template holds embedded objects: take them out of its layouts.")
    for one in parts:
        name = one.filename.casefold()
        if not name.endswith((".xml", ".rels")):
            continue
        text = _read(book, one.filename)
        if ENTITY.search(text):
            yield _("The template holds definitions that no presentation needs: it is not opened.")
        if name.endswith(".rels") and any(map(_reaches_out, RELATION.findall(text))):
            yield _("The template takes something from elsewhere (a linked picture or file): embed it instead.")


def _reaches_out(relation: bytes) -> bool:
    """Whether a relation leads outside; a link to a page or an address of mail does no harm."""
    if b'TargetMode="External"' not in relation:
        return False
    return not (b"/hyperlink" in relation and WEB.search(relation))


def _read(book: zipfile.ZipFile, name: str) -> bytes:
    try:
        return book.read(name)
    except KeyError:
        return b""
