"""The refresh: rates, facts of the newest ledger, then accounts, their figures, what later apps add."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils import timezone

from trousseau.access.models import Organisation
from trousseau.accounts import reckoning
from trousseau.accounts.models import Reckoning
from trousseau.imports import folders
from trousseau.imports.actions.relay import OnProgress, relayed
from trousseau.imports.models import Import, RateTable, State
from trousseau.ledger import answers
from trousseau.ledger import facts as ledger_facts
from trousseau.ledger import rates as ledger_rates
from trousseau.ledger.facts import Facts
from trousseau.ledger.rates import Rates


def silent(_done: int, _total: int | None, _step: str) -> None:
    """Report to nobody."""


def refresh(*, on_progress: OnProgress = silent, only_new: bool = False) -> Facts:
    """Bring facts, accounts and figures up to date with the ledger, the rates and the settings.

    Idempotent: run again after a kill, it does what was left to do. `only_new`: the figures of accounts are made
    again only where the facts or their window are not those of before.
    """
    organisation = Organisation.current()
    base = organisation.base_currency
    on_progress(0, None, "rates")
    rates, ledger, today = rates_of_ledger(base), folders.ledger(), timezone.localdate()
    facts = relayed(
        lambda report: ledger_facts.refresh(
            ledger,
            folders.facts_folder(),
            rates=rates,
            base=base,
            today=today,
            fiscal_year_start=organisation.fiscal_year_start,
            on_progress=report,
        ),
        on_progress,
        step="preparing",
    )
    if only_new and _reckoned(facts):
        return facts
    on_progress(0, None, "accounts")
    reckoning.reckon(facts, intercompany=organisation.left_out)
    return facts


def _reckoned(facts: Facts) -> bool:
    """Whether the figures of accounts are those of these facts."""
    windows = answers.windows(facts)
    end = windows["r12"].end if windows else None
    known = Reckoning.objects.filter(pk=1).first()
    return known is not None and (known.facts_version, known.end) == (str(facts.version), end)


def rates_of_ledger(base: str) -> Rates | None:
    """The rates for every day on which the ledger may have a line, own tables over the ECB's."""
    period = Import.objects.filter(state__in=(State.LOADED, State.UNDOING, State.LOADING)).aggregate(
        first=Min("first_date"), last=Max("last_date")
    )
    if period["first"] is None:
        return None
    return rates_between(base, period["first"], period["last"])


def rates_between(base: str, first: date, last: date) -> Rates | None:
    """The rates of each day from `first` to `last`: the ECB's, under the company's own, newest on top."""
    fetched = folders.ecb_file()
    last = min(last, timezone.localdate() + timedelta(days=7))
    known: Rates | None = None
    if first <= last:
        known = ledger_rates.ecb(base, first, last, file=fetched if fetched.exists() else None)
    for table in RateTable.objects.filter(confirmed=True):
        known = ledger_rates.merge(known, ledger_rates.own(table.path, base))
    return known
