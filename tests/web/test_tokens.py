"""The colours: contrast measured, light and dark (WCAG 2.2 AA: 4.5 for text, 3 for what is drawn and for controls)."""

import re
from pathlib import Path

import pytest

import trousseau.web

CSS = Path(trousseau.web.__file__).parent / "assets" / "css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
PAIRS = {name: (light, dark) for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])")
PAIRED = re.compile(r"light-dark\([^)]*\)")
TEXT = ("ink", "secondary", "muted", "brass-text", "good", "bad-text", "watch-text")
DRAWN = (
    "brass",
    "good",
    "bad",
    "bar",
    "field-line",
    "focus",
    "estimate",
    "attract-1",
    "strength-1",
    "series-1",
    "series-5",
)


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other, theme):
    first, second = sorted((luminance(PAIRS[one][theme]), luminance(PAIRS[other][theme])), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["sheet", "paper", "wash"])
@pytest.mark.parametrize("text", TEXT)
def test_text_reads_on_every_ground(text, ground, theme):
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_drawn_is_seen(drawn, theme):
    assert contrast(drawn, "sheet", theme) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-ink", "ink"),
        ("on-ink", "ink-hover"),
        ("brass-text", "brass-wash"),
        ("watch-text", "watch-wash"),
        ("bad-text", "bad-wash"),
        ("good", "good-wash"),
        ("ink", "band"),
    ],
)
def test_text_on_a_colour_reads(text, ground, theme):
    assert contrast(text, ground, theme) >= 4.5


def test_every_colour_of_the_rules_is_a_token():
    """No rule names a colour of its own but as a pair, light and dark, so that both themes are whole."""
    stray = {
        f"{path.name}: {colour}"
        for path in CSS.glob("*.css")
        for colour in COLOUR.findall(PAIRED.sub("", path.read_text()))
    }
    assert not stray


def test_every_variable_of_the_rules_exists():
    known = set(re.findall(r"--([a-z0-9-]+):", "".join(path.read_text() for path in CSS.glob("*.css"))))
    used = set(re.findall(r"var\(--([a-z0-9-]+)", "".join(path.read_text() for path in CSS.glob("*.css"))))
    assert used <= known
