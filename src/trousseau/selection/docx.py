"""Minutes as a Word file: headings, paragraphs and tables in the plainest OOXML there is, which every editor opens."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from trousseau.selection.pages.minutes import Facts, Grid, Heading, Minutes, Paragraph

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A4_LANDSCAPE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="850" w:right="850" w:bottom="850" w:left="850" w:header="400" w:footer="400" w:gutter="0"/>'
    "</w:sectPr>"
)
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="BFBFBF"/>' for side in ("top", "bottom", "insideH"))
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same minutes are the same file, whenever it is made."""


def document(said: Minutes) -> bytes:
    """The file."""
    body = "".join(_body(said))
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_WORD}><w:body>{body}{_A4_LANDSCAPE}'
        "</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", xml),
        ):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _body(said: Minutes) -> Iterator[str]:
    if said.company:
        yield _paragraph(said.company, size=18)
    yield _paragraph(said.title, size=32, bold=True)
    for block in said.blocks:
        if isinstance(block, Heading):
            yield _paragraph(block.text, size=24, bold=True, before=240)
        elif isinstance(block, Paragraph):
            yield _paragraph(block.text)
        elif isinstance(block, Facts):
            yield _table((), block.rows, heads=True)
        elif isinstance(block, Grid):
            yield _table(block.headers, block.rows, heads=False)


def _paragraph(text: str, *, size: int = 20, bold: bool = False, before: int = 60) -> str:
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="{before}" w:after="60"/></w:pPr><w:r><w:rPr>{weight}<w:sz w:val="{size}"/>'
        f'</w:rPr><w:t xml:space="preserve">{_clean(text)}</w:t></w:r></w:p>'
    )


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, heads: bool) -> str:
    """A table; `heads`: the first cell of each row is what the row is about."""
    written = []
    if headers:
        cells = "".join(_cell(text, bold=True) for text in headers)
        written.append(f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cells}</w:tr>")
    for row in rows:
        cells = "".join(_cell(text, bold=heads and not at) for at, text in enumerate(row))
        written.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
        f"{''.join(written)}</w:tbl>"
    )


def _cell(text: str, *, bold: bool) -> str:
    return f"<w:tc>{_paragraph(text, size=17, bold=bold, before=20)}</w:tc>"


def _clean(text: str) -> str:
    """A text as XML takes it: escaped, without signs that XML has no place for."""
    kept = "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))
    return escape(kept)
