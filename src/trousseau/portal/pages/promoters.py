"""A net promoter score in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trousseau.knowledge.pages.said import few
from trousseau.method.opinion import Promoters
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
