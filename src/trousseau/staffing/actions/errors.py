"""Why something said of competencies was refused."""

from __future__ import annotations

from typing import Any


class CompetencyError(Exception):
    """One code and what it is about; nothing was changed.

    Rounds: `due` (before today), `open` (there is one already), `evaluators` (too many), `evaluator` (not one of us,
    or in another part already), `nobody` (no one to ask), `closed`, `handed_in`, `left`.
    Answers: `level`, `ends` (competency, level), `unfinished` (left), `future` (competency), `unknown`.
    People: `name`, `long`, `head`, `profile`. Actions: `text`, `competency`, `owner`, `state`, `date`, `changed`.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
