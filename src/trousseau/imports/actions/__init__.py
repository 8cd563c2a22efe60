"""What people and commands do with files of sales lines; see `take_in` for the whole of it in one call.

take_in(path, source="SAP France", choices=Choices(dates="dmy"), user=None, replace="ask", on_progress=report)
undo(item, user=user); refresh()
"""

from trousseau.imports.actions.loading import (
    answer_replacing,
    begin,
    check,
    choose,
    discard,
    for_source,
    load,
    receive,
    take_in,
)
from trousseau.imports.actions.mending import bring_back, columns_of, correct, rejected_file, returned
from trousseau.imports.actions.rates import add_rates, confirm_rates, fetch_rates, remove_rates
from trousseau.imports.actions.refreshing import rates_between, refresh
from trousseau.imports.actions.undoing import undo

__all__ = [
    "add_rates",
    "answer_replacing",
    "begin",
    "bring_back",
    "check",
    "choose",
    "columns_of",
    "confirm_rates",
    "correct",
    "discard",
    "fetch_rates",
    "for_source",
    "load",
    "rates_between",
    "receive",
    "refresh",
    "rejected_file",
    "remove_rates",
    "returned",
    "take_in",
    "undo",
]
