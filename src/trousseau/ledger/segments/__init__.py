"""The company's own segments: of each account, from any column of its lines or from a small table.

column = next(column for column in columns(facts) if column.name == "Segment marketing")
values = segments(facts, column.name)                                    # {"C1": "Gold", …}
crossing = cross(judged, sorted_values(values, revenue, str), best="Gold")  # against good and bad
"""

from trousseau.ledger.segments.columns import KNOWN, Column, columns, segments, warm
from trousseau.ledger.segments.crossing import OTHERS, Crossing, cross, sorted_values
from trousseau.ledger.segments.table import Entry, Problem, SegmentsError, read_table

__all__ = [
    "KNOWN",
    "OTHERS",
    "Column",
    "Crossing",
    "Entry",
    "Problem",
    "SegmentsError",
    "columns",
    "cross",
    "read_table",
    "segments",
    "sorted_values",
    "warm",
]
