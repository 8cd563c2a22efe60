"""The words of staffing: names of languages, and why something was not taken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel import Locale
from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.staffing.actions.profiles import StaffingError
from trousseau.staffing.spoken import LEVELS


def language_name(code: str, language: Language) -> str:
    """What a language is called: “German”; the code where nobody knows it."""
    found = Locale(language.code).languages.get(code)
    return str(found) if found else code


def spoken(codes: Iterable[str], fluency: dict[str, str], language: Language) -> str:
    """Languages with their level: “French C2, German”."""
    named = (f"{language_name(code, language)} {fluency.get(code, '')}".strip() for code in codes)
    return ", ".join(named)


def read_languages(text: str) -> dict[str, str]:
    """Languages as someone types them: “fr C2, German B1”, by code or by name in French or English → code, level.

    Raises:
        StaffingError: `language`, with what was not understood.
    """
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        said = part.split()
        if not said:
            continue
        level = said.pop().upper() if len(said) > 1 and said[-1].upper() in LEVELS else ""
        name = " ".join(said)
        code = _code(name)
        if code is None:
            raise StaffingError("language", value=part.strip())
        found[code] = level
    return found


def _code(name: str) -> str | None:
    """The code of a language that is named or coded; None: no language."""
    wanted = name.casefold()
    known = Locale("en").languages
    if wanted in known and len(wanted) in {2, 3}:
        return wanted
    for locale in ("fr", "en"):
        for code, called in Locale(locale).languages.items():
            if called.casefold() == wanted and len(code) in {2, 3}:
                return str(code)
    return None


def listed(text: str, *, longest: int = 120) -> list[str]:
    """Words parted by commas, each once."""
    return list(dict.fromkeys(" ".join(part.split())[:longest] for part in re.split(r"[,;\n]", text) if part.strip()))


def problem(error: StaffingError) -> str:
    """Why nothing was kept, and how to mend it."""
    return {
        "days": _("“{value}” is no number of days a month: give 0 to 31, or leave it empty."),
        "most_accounts": _("“{value}” is no number of accounts: give a whole number from 0 to 10,000."),
        "language": _("“{value}” is no language we know: write a name or a code and a level, like “German B2”."),
        "level": _("“{value}” is no level of a competency: write its code and 1 to 5, like “negotiation 4”."),
        "source": _("Say where this is known from: a mail, a meeting, an estimate."),
        "profile_changed": _("{who} changed this profile meanwhile: nothing was overwritten. Theirs is below."),
        "demand_changed": _("{who} changed what this account asks meanwhile: nothing was overwritten."),
        "proposal_changed": _("{who} changed this proposal meanwhile: nothing was overwritten. Look again."),
        "proposal_closed": _("{who} has decided this proposal already on {date}: nothing was changed."),
        "proposal_stale": _("{accounts} changed hands since this was worked out: work it out anew."),
        "proposal_empty": _("There is nothing to apply: nobody would change."),
        "proposal_reason": _("Say why: whoever defends this in a year will want to know."),
        "undo_changed": _("{accounts} changed hands again since: this decision cannot be undone as a whole."),
        "rule_reason": _("Say why: a rule without a reason cannot be questioned."),
        "rule_account": _("“{value}” is no account of the list: choose one."),
        "rule_manager": _("“{value}” is no manager of the list: choose one."),
        "rule_there": _("There is a rule for {account} and {manager} already: take it away first."),
        "rivals_two": _("Name at least two different accounts, each as the list writes it, parted by semicolons."),
        "rivals_name": _("Give the rivalry a name."),
        "title": _("Give the proposal a name of at most 120 characters."),
        "keep_bonus": _("“{value}” is no worth of continuity: give 0 to 1."),
        "move": _("“{account}” cannot go to “{manager}”: neither may be missing from the list."),
        "move_same": _("A manager cannot stand in for themselves: choose someone else."),
    }[error.code].format(**{name: str(value) for name, value in error.params.items()})


def days_text(days: float | None, language: Language | None = None) -> str:
    """Days a month; unknown where they are."""
    written = language or words.language()
    return _("unknown") if days is None else written.number(days, 1)
