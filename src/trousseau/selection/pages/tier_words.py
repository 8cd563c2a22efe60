"""Tiers in words: what their rules ask, what they promise, what is wrong with some."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import MEASURES
from trousseau.method.tiers import BUILT_IN, Entry, Service, TiersError
from trousseau.selection.pages.fields import percent_measure

PERCENT = "top_probability"


def measure_word(measure: str, language: Language) -> str:
    """What an entry rule asks of."""
    own = {
        "rank": _("Rank"),
        "score": _("Score"),
        "attractiveness": said.axis_word("attractiveness", language),
        "strength": said.axis_word("strength", language),
        "top_probability": _("Certainty of a place on the list"),
    }
    return own.get(measure) or said.criterion_word(measure, language)


def measures(language: Language) -> tuple[tuple[str, str], ...]:
    """All that a rule may ask, with its word."""
    return tuple((key, measure_word(key, language)) for key in (*BUILT_IN, *MEASURES))


def in_percent(measure: str) -> bool:
    """Whether people write a measure in per cent."""
    return measure == PERCENT or percent_measure(measure)


def rule_text(one: Entry, base: str | None, language: Language) -> str:
    """One condition."""
    word = measure_word(one.measure, language)
    ends = [None if end is None else _figure(one.measure, end, base, language) for end in (one.least, one.most)]
    least, most = ends
    if least is not None and most is not None:
        return _("{measure} from {least} to {most}").format(measure=word, least=least, most=most)
    if least is not None:
        return _("{measure} {least} or more").format(measure=word, least=least)
    if most is not None:
        return _("{measure} {most} or less").format(measure=word, most=most)
    return _("{measure} known").format(measure=word)


def rules_text(entry: tuple[Entry, ...], base: str | None, language: Language, *, last: bool) -> str:
    """All conditions of a tier."""
    if entry:
        return language.listed([rule_text(one, base, language) for one in entry])
    return _("whoever is left") if last else _("the highest scores")


def promise_text(service: Service, language: Language) -> str:
    """What is promised."""
    parts = []
    if service.touchpoints is not None:
        n = service.touchpoints
        parts.append(
            ngettext("{n} touchpoint a year", "{n} touchpoints a year", round(n)).format(
                n=language.number(n, _places(n))
            )
        )
    if service.days is not None:
        parts.append(_("{n} days a month").format(n=language.number(service.days, _places(service.days))))
    if service.sponsor:
        parts.append(_("a sponsor"))
    return ", ".join(parts) or "–"


def problem_text(error: TiersError, language: Language) -> str:
    """What is wrong with tiers, where, and how to mend it."""
    params: dict[str, Any] = {"tier": "", "field": "", "value": "", "known": "", "other": "", **error.params}
    params["field"] = {"touchpoints": _("touchpoints a year"), "days": _("days a month")}.get(
        params["field"], measure_word(params["field"], language) if params["field"] else ""
    )
    texts = {
        "tiers_form": _("A tier has no name: give each tier one."),
        "tiers_few": _("There are fewer than two tiers: a client must be able to be in one or in another."),
        "tiers_key_twice": _("Two tiers are “{tier}”: take one out."),
        "tiers_name_twice": _("Two tiers are called “{tier}”: give each its own name."),
        "tiers_measure": _("“{tier}”: “{value}” is nothing a rule can ask."),
        "tiers_number": _("“{tier}”: {value} is no number. Give one, or leave the field empty."),
        "tiers_negative": _("“{tier}”, {field}: {value} is less than nothing. Give 0 or more."),
        "tiers_crossed": _("“{tier}”, {field}: {value} crosses over. The least comes first, the most second."),
        "tiers_capacity": _(
            "“{tier}”: {value} is no capacity. Give a whole number of clients, 1 or more, or nothing for no limit."
        ),
        "tiers_open": _("“{tier}” is the last tier and takes whoever is left: it has no rule and no capacity."),
        "tiers_shadowed": _(
            "“{tier}” takes everyone who is left, so “{other}” after it would stay empty: give it a rule or a "
            "capacity, or put it last."
        ),
    }
    return texts[error.code].format(**params)


def _figure(measure: str, value: float, base: str | None, language: Language) -> str:
    if in_percent(measure):
        return language.percent(value, _places(value * 100))
    if measure in MEASURES and MEASURES[measure].unit == "money":
        return language.short_amount(value, base) if abs(value) >= 1 else language.number(0)
    return language.number(value, _places(value))


def _places(value: float) -> int:
    return 0 if abs(value - round(value)) < 1e-9 else 1
