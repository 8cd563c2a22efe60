"""Where things are in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from trousseau.ledger.facts import Facts
from trousseau.ledger.store import Ledger


def home() -> Path:
    """The data folder."""
    return Path(settings.TROUSSEAU_HOME)


def files() -> Path:
    """Copies of the files that came in."""
    return home() / "files"


def ledger() -> Ledger:
    """The ledger of sales lines."""
    scratch = home() / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    return Ledger(home() / "ledger", scratch=scratch)


def facts_folder() -> Path:
    """The facts made from the ledger."""
    return home() / "facts"


def facts() -> Facts:
    """The newest facts; FactsError (`no_facts`) before the first refresh."""
    return Facts.open(facts_folder())


def frozen() -> Path:
    """What frozen check-ups keep beside the facts: their exchange rates, named by content."""
    return home() / "frozen"


def ecb_file() -> Path:
    """The ECB's history as last fetched; absent until then."""
    return home() / "files" / "ecb" / "eurofxref-hist.zip"
