"""The judgements of a closed round as a table to export, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.selection.models import Assessor, Judgement, Round
from trousseau.selection.pages.assessment_words import criterion_text
from trousseau.selection.queries.assessments import answers, own


@dataclass(frozen=True)
class Days:
    """The days a file of a round is named after."""

    round: Round

    @property
    def start(self) -> date:
        """When it was opened."""
        return timezone.localdate(self.round.opened_at)

    @property
    def end(self) -> date:
        """When it was closed; today, while it is open."""
        return timezone.localdate(self.round.closed_at) if self.round.closed_at else timezone.localdate()


def of_round(found: Round) -> Table:
    """One row a judgement that counts, and one a consensus that stands.

    Raises:
        ValueError: the round is open.
    """
    language = words.language()
    names = {one["key"]: criterion_text(one, language) for one in found.criteria}
    rows: list[tuple[str | float | None, ...]] = []
    for one in answers(found):
        client, name, criterion = one.client.client, one.client.name, names[one.criterion]
        rows += [
            (client, name, criterion, str(said.assessor), said.level, said.reason, said.evidence)
            for said in one.judgements
        ]
        if one.consensus is not None:
            rows.append((client, name, criterion, _("Consensus"), one.settled, one.consensus.reason, ""))
    headers = (_("Client"), _("Name"), _("Criterion"), _("Assessor"), _("Level"), _("Reason"), _("What shows it"))
    return Table("judgements", _("Judgements"), headers, rows)


def sheet(seat: Assessor) -> Table:
    """What an assessor judges, a row a client and criterion, to fill in elsewhere; with what they have said so far."""
    language = words.language()
    clients, said = own(seat)
    headers = (_("Client"), _("Name"), _("Criterion"), _("Level"), _("Reason"), _("What shows it"))
    rows = [
        (client.client, client.name, criterion_text(one, language), *_cells(said[client.pk].get(one["key"])))
        for client in clients
        for one in seat.round.criteria
    ]
    return Table("assessments", _("My assessments"), headers, rows)


def _cells(said: Judgement | None) -> tuple[int | None, str, str]:
    """Level, reason and evidence; 0 for who cannot judge."""
    return (None, "", "") if said is None else (said.level or 0, said.reason, said.evidence)
