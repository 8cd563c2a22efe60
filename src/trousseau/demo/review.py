"""What the demonstration's managers told of their plans: most were carried out, those of accounts that fell mostly not.

Days were spent as promised all the same, so that these accounts call for the review, and it names the culprit.
"""

from __future__ import annotations

from decimal import Decimal

from trousseau.access.models import User
from trousseau.portfolio.queries.source import usual
from trousseau.selection.actions.reviews import tell_execution
from trousseau.selection.models import ExecutionTold
from trousseau.selection.queries import review
from trousseau.selection.queries.clients import client_of

DONE = (86, 92, 78, 95, 88, 81, 90)
"""Of plans that were carried out, in per cent, one after the other."""
NOT_DONE = (35, 28, 42, 38)
LEFT = 5
"""One in so many is not told."""
SOURCE = "Revue de compte d’octobre"


def tell(director: User) -> None:
    """Tell it of the key accounts, where nothing is told yet."""
    asked = usual(director)
    if asked is None or ExecutionTold.objects.exists():
        return
    rows = review.evidence(asked)["accounts"]
    fallen = [row for row in rows if row["growth"] is not None and row["growth"] < 0.0]
    idle = {row["client"] for row in fallen[: 1 + 2 * len(fallen) // 3]}
    for at, row in enumerate(rows):
        client = client_of(director, row["client"])
        if client is None or (row not in fallen and at % LEFT == 0):
            continue
        done = NOT_DONE[at % len(NOT_DONE)] if row["client"] in idle else DONE[at % len(DONE)]
        end = asked.window.end
        tell_execution(director, client, Decimal(done), SOURCE, until=end, latest=end)
