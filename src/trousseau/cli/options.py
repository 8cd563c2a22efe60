"""Flags that every command shares: JSON, the language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from trousseau.cli.failures import LANGUAGES, default_language
from trousseau.figures.language import speak

speak(Path(__file__).parent / "locale")

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def json_flag(command: Decorated) -> Decorated:
    """`--json`: the answer as JSON on stdout, errors as JSON on stderr."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON; errors too, on stderr.")(command)


def language_flag(command: Decorated) -> Decorated:
    """`--lang`: of the sentences; from the locale when not given."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=default_language,
        help="Language of the answer (from your locale when not given).",
    )(command)
