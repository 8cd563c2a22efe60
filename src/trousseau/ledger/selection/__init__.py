"""Selecting accounts by a grid: what the ledger knows of each criterion, and the ranking with its certainty."""

from __future__ import annotations

from trousseau.ledger.selection.measures import MEASURES, Candidates, Measure, candidates
from trousseau.ledger.selection.ranking import Ranking, rank
from trousseau.ledger.selection.table import ScoresError, read_scores

__all__ = [
    "MEASURES",
    "Candidates",
    "Measure",
    "Ranking",
    "ScoresError",
    "candidates",
    "rank",
    "read_scores",
]
