"""What people and commands do with files of sales lines; see `take_in` for the whole of it in one call.

    take_in(path, source="SAP France", choices=Choices(dates="dmy"), user=None, replace="ask", on_progress=report)
    undo(item, user=user); refresh()
"""

from trousseau.imports.actions.loading import check, choose, discard, load, receive, take_in
from trousseau.imports.actions.refreshing import rates_between, refresh
from trousseau.imports.actions.undoing import undo

__all__ = ["check", "choose", "discard", "load", "rates_between", "receive", "refresh", "take_in", "undo"]
