"""The colours and shapes of figures: tokens, their light and dark values, one mark a status."""

from __future__ import annotations

LIGHT = {
    "sheet": "#fffefb",
    "paper": "#faf8f4",
    "hairline": "#e8e3d9",
    "rule": "#d3ccbe",
    "ink": "#13293d",
    "secondary": "#445566",
    "muted": "#5d6975",
    "brass": "#a87b23",
    "brass-text": "#86601a",
    "good": "#0f766e",
    "bad": "#c23a1e",
    "watch": "#dd8a0b",
    "watch-text": "#8a5a00",
    "band": "#bfdcd6",
    "track": "#efece4",
    "bar": "#3d5368",
    "bar-soft": "#c9d1d9",
    "class-b": "#93a5b1",
    "class-c": "#d5dcdf",
}
"""Tokens of the light theme, as hexadecimal colours. Text tokens reach 4.5:1 on sheet and paper."""

DARK = {
    "sheet": "#10181f",
    "paper": "#0b1218",
    "hairline": "#26313b",
    "rule": "#3a4753",
    "ink": "#eef1f0",
    "secondary": "#b8c3cb",
    "muted": "#94a1ac",
    "brass": "#d3a24a",
    "brass-text": "#dfb566",
    "good": "#46b8a9",
    "bad": "#f07a5c",
    "watch": "#eda93c",
    "watch-text": "#f0b95c",
    "band": "#24504b",
    "track": "#212c35",
    "bar": "#9fb2c2",
    "bar-soft": "#44535f",
    "class-b": "#6f8594",
    "class-c": "#394752",
}
"""Their twins on a dark sheet."""


def css() -> str:
    """The tokens as CSS custom properties, dark where the reader prefers it; print is always light."""
    light = "".join(f"--{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )


def token(name: str) -> str:
    """A colour as SVG and chart options name it: the page's own token, the light value where it has none."""
    return f"var(--{name}, {LIGHT[name]})"
