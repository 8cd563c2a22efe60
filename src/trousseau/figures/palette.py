"""The colours of figures: the tokens of the pages that drawings and the report use, light and dark."""

from __future__ import annotations

LIGHT = {
    "sheet": "#fffefb",
    "paper": "#faf8f4",
    "wash": "#f1ede5",
    "line": "#e8e3d9",
    "line-strong": "#d3ccbe",
    "ink": "#13293d",
    "secondary": "#445566",
    "muted": "#5f6b77",
    "brass": "#a87b23",
    "brass-text": "#86601a",
    "good": "#0f766e",
    "bad": "#c23a1e",
    "bad-text": "#b8351a",
    "watch": "#dd8a0b",
    "watch-text": "#8a5a00",
    "band": "#bfdcd6",
    "bar": "#445566",
    "bar-soft": "#c9d0d7",
}
"""Tokens of the light theme, as in `web/assets/css/tokens.css`. Text reaches 4.5:1 on sheet and paper."""

DARK = {
    "sheet": "#121a22",
    "paper": "#0d141b",
    "wash": "#1c2731",
    "line": "#27333e",
    "line-strong": "#3a4854",
    "ink": "#e9eef2",
    "secondary": "#b9c5cf",
    "muted": "#97a5b1",
    "brass": "#d6a750",
    "brass-text": "#e0b566",
    "good": "#45b8ac",
    "bad": "#f4805f",
    "bad-text": "#f58d6f",
    "watch": "#e9a83c",
    "watch-text": "#ecb354",
    "band": "#245752",
    "bar": "#a6b5c2",
    "bar-soft": "#3f4d5a",
}
"""Their twins on a dark sheet."""


def css() -> str:
    """The tokens as CSS custom properties, dark where the reader prefers it; print is always light."""
    light = "".join(f"--{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    return f":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def token(name: str) -> str:
    """A colour as SVG and chart options name it: the page's own token, the light value where it has none."""
    return f"var(--{name}, {LIGHT[name]})"
