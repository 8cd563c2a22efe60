"""Sales lines made ready to answer from: prepared lines, monthly facts, a rolling state. See `engine`.

rates = merge(ecb("EUR", start, end), own(path, "EUR"))
facts = refresh(ledger, home / "facts", rates=rates, base="EUR", today=date.today())
facts = Facts.open(home / "facts")      # in a page: the newest, costs a few milliseconds
"""

from trousseau.ledger.facts.engine import refresh
from trousseau.ledger.facts.manifest import Facts

__all__ = ["Facts", "refresh"]
