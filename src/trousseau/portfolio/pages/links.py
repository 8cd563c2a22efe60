"""Where a figure leads: accounts to their page, parts of a finding to the place on the page that explains them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trousseau.access.models import User
from trousseau.accounts.access import visible_to
from trousseau.figures.indicators import Indicator
from trousseau.figures.missing import Reason
from trousseau.figures.sentences import Part
from trousseau.method.checkup import Checkup


@dataclass(frozen=True)
class Links:
    """The addresses of what a page names; an account someone may not open has none."""

    by_account: Mapping[str, str]
    by_name: Mapping[str, str]

    def account(self, key: str) -> str:
        """The page of an account or a group, "" where there is none to open."""
        return self.by_account.get(key, "")

    def about(self, what: str) -> str:
        """The place that explains a figure of a finding; see `figures.sentences.Part`."""
        kind, _, value = what.partition(":")
        places = {"ranked": "#accounts", "pareto": "#pareto", "panel": "#panel", "zone": "#zone", "erosion": "#erosion"}
        if kind == "account":
            return self.account(value)
        if kind == "name":
            return self.by_name.get(value, "")
        if kind == "division":
            return "#division"
        if kind == "quarantine":
            return _reversed("imports:list")
        if kind == "unconverted":
            return _reversed("imports:rates")
        return places.get(kind, "")


def links(user: User, checkup: Checkup, also: Iterable[str] = (), *, most: int = 60) -> Links:
    """The addresses of the first accounts of a check-up, of those named in it, and of some more; one query."""
    first = [(row.account, row.name) for row in checkup.ranked[:most]]
    firsts = {inside.first for dimension in checkup.by_dimension.values() for inside in dimension.within.values()}
    named = [(row.account, row.name) for row in checkup.ranked if row.name in firsts]
    wanted = {*(account for account, _ in first), *(account for account, _ in named), *also}
    found = addresses(user, wanted, by=checkup.by)
    return Links(found, {name: found[account] for account, name in (*first, *named) if account in found})


def addresses(user: User, keys: Collection[str], *, by: str) -> dict[str, str]:
    """The page of each account; of each group, the list of its accounts."""
    found = {
        key: reverse("accounts:account", args=[public_id])
        for key, public_id in visible_to(user).filter(key__in=keys).values_list("key", "public_id")
    }
    if by == "group":
        groups = visible_to(user).filter(group__name__in=keys).values_list("group__name", "group__public_id").distinct()
        found |= {name: group_address(public_id) for name, public_id in groups}
    return found


def group_address(public_id: str) -> str:
    """The page of a group, or the list of accounts filtered by it."""
    address = _reversed("accounts:group", public_id)
    return address or f"{reverse('accounts:list')}?{urlencode({'group': public_id})}"


def sentence(parts: Iterable[Part], found: Links) -> SafeString:
    """A finding with its figures as links."""
    return format_html_join("", "{}", ((_part(part, found),) for part in parts))


def _part(part: Part, found: Links) -> SafeString | str:
    address = found.about(part.about) if part.about else ""
    return format_html('<a class="figure" href="{}">{}</a>', address, part.text) if address else part.text


_PLACES: dict[Reason, tuple[str, ...]] = {
    "fixed": ("costs:costs",),
    "costs": ("costs:costs",),
    "days": ("costs:costs",),
    "inflation": ("costs:inflation",),
    "sales": ("imports:list",),
    "previous": ("imports:list",),
    "erosion": ("imports:list",),
}


def need_url(reason: Reason) -> str:
    """Where what an indicator needs is told, "" while no room has such a page."""
    return next((url for name in _PLACES[reason] if (url := _reversed(name))), "")


_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "effective_number": ("exposure:concentration",),
    "over_10": ("exposure:concentration",),
    "lender_excess": ("exposure:concentration",),
    "division_dependence": ("exposure:concentration",),
    "zone_dependence": ("exposure:concentration",),
    "fixed_cover": ("exposure:overview",),
    "net_rate": ("portfolio:contributions",),
    "whale_peak": ("portfolio:contributions",),
    "negative_accounts": ("portfolio:contributions",),
    "payment_days": ("portfolio:contributions", "costs:costs"),
    "erosion": ("portfolio:erosion",),
    "real_growth": ("exposure:growth",),
    "growth": ("exposure:growth",),
    "unconverted": ("imports:rates",),
    "quarantined": ("imports:list",),
}
"""The pages that show what an indicator is made of; the others are on the check-up itself."""
_HERE = {"first_share": "#accounts", "retention": "#moves", "new_share": "#moves", "lost": "#moves"}


def made_of(row: Indicator, query: str = "") -> str:
    """Where one sees what an indicator is made of; `query`: the period of the check-up."""
    page = next((url for name in _MADE_OF.get(row.key, ()) if (url := _reversed(name))), "")
    if page:
        return page + query
    return _HERE.get(row.key, "#accounts" if row.key.startswith("top_") else "#pareto")


def _reversed(name: str, *args: str) -> str:
    """An address, "" while no room has such a page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
