"""Why accounts cannot be given to managers, in words."""

from __future__ import annotations

from collections.abc import Sequence

from trousseau.figures.language import Language
from trousseau.method.matching import Clash

NAMED = 5
"""Names that a sentence lists."""


def _(text: str) -> str:
    """Mark a sentence for translation where it is written down; it is said by `Language.text`."""
    return text


def clash_text(clash: Clash, accounts: Sequence[str], managers: Sequence[str], language: Language) -> str:
    """Which constraints clash and by how much, with the names of accounts and managers."""

    def names(places: Sequence[int], of: Sequence[str]) -> str:
        said = [of[one] for one in places[:NAMED]]
        if len(places) > NAMED:
            more = len(places) - NAMED
            said.append(language.plural("{count} other", "{count} others", more, count=language.number(more)))
        return language.listed(said)

    params = {
        "accounts": names(clash.accounts, accounts),
        "managers": names(clash.managers, managers),
        "asked": _figure(clash.asked, language),
        "there": _figure(clash.there, language),
        "count": language.number(len(clash.accounts)),
    }
    if clash.kind == "account_alone":
        return _alone(clash, params, managers, language)
    return language.text(_TEXTS[clash.kind], **params)


def _figure(value: float, language: Language) -> str:
    return language.number(value, 0 if value == int(value) else 1) if abs(value) < 1e15 else "∞"


def _alone(clash: Clash, params: dict[str, str], managers: Sequence[str], language: Language) -> str:
    """Why nobody may take an account."""
    if clash.managers:
        head = language.text("{accounts} must go to {managers}, who cannot take it", **params)
    else:
        head = language.text("Nobody can take {accounts}", **params)
    reasons = []
    for places, text in (
        (clash.barred, _("barred by a rule: {managers}")),
        (clash.unknown, _("fit not known: {managers}")),
        (clash.small, _("too few days or places ({asked} days asked, {there} at most there): {managers}")),
    ):
        if places:
            few = [managers[one] for one in places[:NAMED]] + (["…"] if len(places) > NAMED else [])
            reasons.append(language.text(text, **{**params, "managers": language.listed(few)}))
    return f"{head}: {'; '.join(reasons)}." if reasons else f"{head}."


_TEXTS = {
    "no_manager": _("There is no manager to give the accounts to."),
    "two_musts": _("{accounts} must go to {managers} at once: take one of these rules away."),
    "must_never": _("{accounts} must and must not go to {managers}: take one of these rules away."),
    "must_days": _("{accounts} must go to {managers} and ask {asked} days, of {there} available."),
    "must_places": _("{accounts} must go to {managers}, who takes {there} accounts at most."),
    "must_rivals": _("{accounts} are rivals and must both go to {managers}."),
    "days": _("The accounts ask {asked} days, of {there} available."),
    "places": _("There are {asked} accounts, and the managers take {there} at most."),
    "days_of_some": _("{accounts} can go to {managers} only, and ask {asked} days, of {there} available."),
    "places_of_some": _("{accounts} can go to {managers} only, who take {there} accounts at most, and are {asked}."),
    "rivals": _("{accounts} are rivals and need {asked} different managers; there are {there} for them: {managers}."),
    "together": _("{accounts} cannot be shared among {managers} in whole accounts within days, limits and rivalries."),
    "not_found": _(
        "So little room is left that no assignment was found, nor proven impossible: add days or lift a rule."
    ),
}
