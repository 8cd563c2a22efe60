"""What can go wrong on the command line, told in one sentence, in French and English."""

from __future__ import annotations

import gettext
import json
import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trousseau.cli.sentences import templates

if TYPE_CHECKING:
    import click

LANGUAGES = ("fr", "en")


class Failure(Exception):  # noqa: N818 - it ends the command, it is not a bug
    """Ends the command: a code with its parameters, or a `message` already worded elsewhere.

    `exit` is 1 for a refusal, 2 where a flag answers; `flag` names that flag.
    """

    def __init__(
        self,
        code: str,
        *,
        exit: int = 1,  # noqa: A002 - it is the exit code
        flag: str | None = None,
        message: str | None = None,
        language: str | None = None,
        **params: object,
    ) -> None:
        super().__init__(code)
        self.code, self.exit, self.flag, self.message = code, exit, flag, message
        self.language = language
        self.params = params


def default_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the environment's locale: fr where it is French, else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


class Words:
    """The sentences of the command line in one language."""

    def __init__(self, language: str) -> None:
        self._catalogue = _catalogue(language)

    def text(self, msgid: str) -> str:
        """The sentence, its {parameters} still to be filled in."""
        return self._catalogue.gettext(msgid)

    def sentence(self, code: str, params: Mapping[str, object]) -> str:
        """The sentence for a failure's code."""
        return templates(self.text)[code].format_map({key: shown(value) for key, value in params.items()})


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The words of a language; from the `.po` source where the `.mo` was not compiled."""
    if language == "en":
        return gettext.NullTranslations()
    source = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    from io import BytesIO  # noqa: PLC0415 - only from the sources

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    buffer = BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file, locale=language))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


def shown(value: object) -> str:
    """A value fit for a terminal: control and direction characters of a file name do nothing there."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "�", str(value))


def tell(failure: Failure, arguments: list[str]) -> None:
    """Say it on stderr: one sentence, or with --json one JSON object `{"error": {…}}`."""
    words = Words(failure.language or _asked(arguments))
    message = failure.message or words.sentence(failure.code, failure.params)
    _say(failure.code, shown(message), failure.flag, as_json="--json" in arguments)


def tell_note(code: str, message: str, *, as_json: bool) -> None:
    """Say on stderr what does not keep a command from answering: a sentence, or `{"note": {…}}`."""
    if as_json:
        print(json.dumps({"note": {"code": code, "message": shown(message)}}, ensure_ascii=False), file=sys.stderr)  # noqa: T201
    else:
        print(f"trousseau: {shown(message)}", file=sys.stderr)  # noqa: T201


def tell_usage(error: click.ClickException, arguments: list[str]) -> None:
    """Say what is wrong with the flags (in English, as the help is)."""
    option = getattr(error, "param", None)
    flag = option.opts[0] if option is not None and option.opts else getattr(error, "option_name", None)
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    if context is not None and "--json" not in arguments:
        message += f" See `{context.command_path} --help`."
    _say("usage", message, flag, as_json="--json" in arguments)


def _say(code: str, message: str, flag: str | None, *, as_json: bool) -> None:
    if as_json:
        error = {"code": code, "message": message} | ({"flag": flag} if flag else {})
        print(json.dumps({"error": error}, ensure_ascii=False), file=sys.stderr)  # noqa: T201
    else:
        print(f"trousseau: {message}", file=sys.stderr)  # noqa: T201


def _asked(arguments: list[str]) -> str:
    """The language the arguments ask for, readable even where they are wrong otherwise."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in LANGUAGES and argument.startswith("--lang"):
            return value
    return default_language()
