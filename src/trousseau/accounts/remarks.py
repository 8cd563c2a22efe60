"""One short remark on some of someone's own accounts, offered by every room to Home: “plan at 46 %, 54 % expected”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from trousseau.access.models import User
from trousseau.accounts.models import Account

Provider = Callable[[User, Sequence[Account]], Mapping[int, str]]
"""Gives the remark of each account that deserves one, by its key in the database; in one statement."""
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider (as a decorator, or from ready())."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def of(user: User, accounts: Sequence[Account]) -> dict[int, list[str]]:
    """All remarks on some accounts."""
    found: dict[int, list[str]] = defaultdict(list)
    if accounts:
        for provider in _providers:
            for account, text in provider(user, accounts).items():
                found[account].append(text)
    return found
