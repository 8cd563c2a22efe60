"""What a PDF that Typst made says, and how it is tagged: enough of the format for a test."""

from __future__ import annotations

import re
import zlib

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
LITERAL = r"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"
"""A string of a PDF; parentheses that close may stand in it as they are."""


def inside(pdf: bytes) -> list[bytes]:
    """The file, and each of its streams unpacked."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return parts


def words(pdf: bytes) -> str:
    """All that is set, read with the letters of each font in turn; spaces as they are."""
    parts = [part.decode("latin-1") for part in inside(pdf)[1:]]
    maps = [re.findall(r"<(\w{4})> <(\w+)>", part) for part in parts if "beginbfchar" in part]
    fonts = [{int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in one} for one in maps]
    run = re.compile(rf"\[(?:{LITERAL}[-\d.]*)+\]TJ|{LITERAL}Tj", re.DOTALL)
    runs = [found for part in parts for found in run.findall(part)]
    glyphs = [_glyphs("".join(one[1:-1] for one in re.findall(LITERAL, run, re.DOTALL))) for run in runs]
    return "\n".join("".join(font.get(glyph, "?") for glyph in run) for font in fonts for run in glyphs)


def _glyphs(literal: str) -> list[int]:
    """The two-byte glyphs of a literal string."""
    octets = re.sub(
        r"\\([0-7]{1,3}|.)",
        lambda sign: chr(int(sign[1], 8)) if sign[1].isdigit() else ESCAPES.get(sign[1], sign[1]),
        literal, flags=re.DOTALL,
    ).encode("latin-1")  # fmt: skip
    return [int.from_bytes(octets[at : at + 2], "big") for at in range(0, len(octets), 2)]
