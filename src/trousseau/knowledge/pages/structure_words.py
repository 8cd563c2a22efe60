"""What is wrong with a table of companies, in words: row, column, value, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.knowledge.structure_table import Problem, StructureTableError

MENDS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("the company has no name: write it."),
    "long": gettext_lazy("longer than %(detail)s signs: shorten it."),
    "ends_first": gettext_lazy("it ends before it begins: check both days."),
    "no_owner": gettext_lazy("a share without an owner: say who holds it, or leave it empty."),
    "itself": gettext_lazy("a company cannot hold itself: write another owner."),
    "share": gettext_lazy("no share: write a number above 0, up to 100."),
    "share_unclear": gettext_lazy("1 or less could be a fraction: write it with its sign, 60 %% or 0.6 %%."),
    "day": gettext_lazy("no day: write it as 2026-11-22."),
    "day_unclear": gettext_lazy("day or month first? Write it as 2026-11-22."),
    "twice": gettext_lazy("%(detail)s stands twice under this owner and differs: keep one row."),
    "circle": gettext_lazy("a company would hold itself: %(detail)s. Remove one of these rows."),
    "above_whole": gettext_lazy("together %(detail)s would be held: lower a share, or write until when one stood."),
}
WHOLE: Mapping[str, str | Promise] = {
    "columns": gettext_lazy("No column names the company: call one “company”."),
    "no_rows": gettext_lazy("The table has no rows."),
    "too_many": gettext_lazy("The table has more than %(detail)s rows: send it in parts."),
    "not_a_table": gettext_lazy("This file could not be read as a table: send CSV or Excel, one header line first."),
}
SHOWN = 50


def told(error: StructureTableError) -> list[str]:
    """Each problem as a sentence; of very many, the first and how many more."""
    if error.code != "cells":
        return [str(WHOLE[error.code]) % {"detail": error.detail}]
    lines = [_one(problem) for problem in error.problems[:SHOWN]]
    if len(error.problems) > SHOWN:
        lines.append(_("and %(n)s more.") % {"n": len(error.problems) - SHOWN})
    return lines


def _one(problem: Problem) -> str:
    mend = str(MENDS[problem.code]) % {"detail": problem.detail}
    return _("Row %(row)s, %(column)s, “%(value)s”: %(mend)s") % {
        "row": problem.row, "column": problem.column, "value": problem.value, "mend": mend,
    }  # fmt: skip
