"""A net promoter score in words, and a number of answers too small for a figure."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.knowledge.pages.said import few
from trousseau.method.opinion import FEWEST, Promoters
from trousseau.portfolio import words


def promoters(found: Promoters) -> str:
    """A net promoter score as it is read."""
    if found.score is None or found.low is None or found.high is None:
        return few(found.count)
    language = words.language()
    return _("%(score)s (between %(low)s and %(high)s; %(n)s answers)") % {
        "score": language.signed(found.score * 100),
        "low": language.signed(found.low * 100),
        "high": language.signed(found.high * 100),
        "n": language.number(found.count),
    }


def few_told() -> str:
    """Said once beside a table of scores: where a number of answers stands instead of one."""
    return _("no figure under %(few)s answers") % {"few": words.language().number(FEWEST)}


def counted(count: int) -> str:
    """How many answers there are in a table of scores, where they are too few for one; empty where they are enough."""
    if count >= FEWEST:
        return ""
    if not count:
        return "–"
    return ngettext("%(n)s answer", "%(n)s answers", count) % {"n": words.language().number(count)}
