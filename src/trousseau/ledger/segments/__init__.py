"""The company's own segments: of each account, from any unknown column of its lines or from a small table.

column = next(column for column in columns(facts) if column.name == "Segment marketing")
segments(facts, column.name)     # {"C1": "Gold", …}
"""

from trousseau.ledger.segments.columns import Column, columns, segments, warm

__all__ = ["Column", "columns", "segments", "warm"]
