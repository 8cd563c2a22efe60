"""Whether a PDF is tagged as PDF/UA-1 asks, as far as a machine can say with `pdfua`; veraPDF says more."""

from __future__ import annotations

import io

import pikepdf
from pdfua import validate

BROKEN = {"UA-14-001"}
"""Rules of pdfua 0.1 that fail on a tag with several children; `levels` looks at headings instead."""


def faults(content: bytes, tmp_path) -> list[str]:
    """What is wrong, in sentences; nothing may be left unlooked at but what is known."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    report = validate(path)
    found = [f"{one.rule_id}: {one.message}" for one in report.findings]
    unseen = [f"not looked at: {one.rule_id}" for one in report.skipped if one.rule_id not in BROKEN]
    return found + unseen + levels(content)


def levels(content: bytes) -> list[str]:
    """Headings begin at one and leave out no level on the way down."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = [tag for tag in _tags(pdf.Root.StructTreeRoot) if tag[:2] == "/H" and tag[2:].isdecimal()]
    steps = [int(tag[2:]) for tag in tags]
    pairs = zip([0, *steps], steps, strict=False)
    return [f"a heading of level {after} follows one of {before}" for before, after in pairs if after > before + 1]


def _tags(node):
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from _tags(node.K)
