"""Words of the experts' pages: languages, levels, days, free days."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.portfolio import words

LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt",
    "ro", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip
"""The languages a form offers; others can be told of a person by their code."""


def language_name(code: str) -> str:
    """A language in the language in force: “allemand”."""
    locale = Locale.parse((get_language() or "en")[:2])
    return str(locale.languages.get(code, code))


def language_choices(more: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Languages to choose from, by name, with those someone has besides."""
    codes = {*LANGUAGES, *more}
    return sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1].casefold())


def level_names() -> list[tuple[int, str]]:
    """What each level means."""
    return [
        (1, _("knows the words")),
        (2, _("does it with help")),
        (3, _("does it alone")),
        (4, _("helps others")),
        (5, _("is the reference")),
    ]


def days(count: float | None) -> str:
    """“4.5 days”; “not told” for what nobody told."""
    if count is None:
        return _("not told")
    said = words.language()
    whole = 0 if count == int(count) else 1
    return ngettext("{n} day", "{n} days", max(1, int(count + 0.99))).format(n=said.number(count, whole))


def hours(count: float | None) -> str:
    """“3.5 h” of working time, “–” where there is none."""
    if count is None:
        return "–"
    said = words.language()
    return _("{n} h").format(n=said.number(count, 0 if abs(count - round(count)) < 0.05 else 1))
