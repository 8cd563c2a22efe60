"""A company's colour as words are written in it: read on white, else a darker shade that can be."""

from __future__ import annotations

import colorsys
import re

COLOUR = re.compile(r"#[0-9a-f]{6}")
ENOUGH = 4.5
"""Contrast of words on their ground (WCAG 2, AA)."""


def contrast(colour: str) -> float:
    """Of a colour with white, 1–21."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """The lightest shade of a colour that can be read on white; itself where it can."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    shade = colour
    while contrast(shade) < ENOUGH:
        light -= 0.01
        shade = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, max(0.0, light), full))
    return shade


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
