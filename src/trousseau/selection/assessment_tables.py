"""The judgements of a closed round as a table to export, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.selection.models import Round
from trousseau.selection.pages.assessment_words import criterion_text
from trousseau.selection.queries.assessments import answers


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
        return timezone.localdate(self.round.closed_at)


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
