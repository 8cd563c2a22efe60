"""`trousseau checkup --frozen ID`: a frozen check-up computed again, and whether it comes out the same."""

from __future__ import annotations

from trousseau.cli.data import refusals, shown_on
from trousseau.cli.database import ready
from trousseau.cli.failures import Failure, Words, shown
from trousseau.cli.output import Progress, say, say_json

NAMED = 10
"""Check-ups named to who asks for one that is not there, the latest."""


def compute_again(name: str, *, language: str, as_json: bool) -> None:
    """Compute a frozen check-up again, print the answer, and leave with 1 unless it is the same to the last bit.

    Raises:
        Failure: no such check-up.
    """
    ready()
    from trousseau.portfolio.models import FrozenCheckup  # noqa: PLC0415 - only with a database
    from trousseau.portfolio.queries.reproducing import reproduced  # noqa: PLC0415

    progress = Progress(quiet=as_json)
    with refusals(language):
        frozen = (
            FrozenCheckup.objects.order_by("-at").first()
            if name == "last"
            else FrozenCheckup.objects.filter(public_id=name).first()
        )
        if frozen is None:
            known = FrozenCheckup.objects.order_by("-at").values_list("public_id", flat=True)[:NAMED]
            if not known:
                raise Failure("frozen_none")
            raise Failure("frozen_unknown", value=name, known=", ".join(known))
        try:
            found = reproduced(frozen, shown_on(progress))
        finally:
            progress.clear()
    if as_json:
        differences = [{"figure": one.where, "frozen": one.kept, "again": one.again} for one in found.differences]
        say_json(
            {
                "checkup": frozen.public_id,
                "period": {"from": frozen.start.isoformat(), "to": frozen.end.isoformat()},
                "ledger_version": frozen.ledger_version,
                "state": found.state,
                "source": found.source or None,
                "sha256": {"frozen": frozen.digest or None, "again": found.digest or None},
                "differences": differences,
            }
        )
    else:
        words = Words(language)
        said = {
            "same": words.text("The check-up {start} to {end}, computed again: the same figures, to the last bit."),
            "different": words.text("The check-up {start} to {end}, computed again: the figures differ."),
            "gone": words.text(
                "The check-up {start} to {end} cannot be computed again: its data have been cleared away."
            ),
        }[found.state]
        lines = [said.format(start=frozen.start, end=frozen.end)]
        if found.digest:
            lines.append(f"SHA-256 {found.digest}")
        lines += [f"{one.where}: {shown(one.kept)} → {shown(one.again)}" for one in found.differences]
        say("\n".join(lines))
    if found.state != "same":
        raise SystemExit(1)
