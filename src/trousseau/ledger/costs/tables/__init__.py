"""Tables that tell costs, read from CSV or a workbook: drivers, rates, fixed costs, budgets.

found = read_table(path, "drivers", directory(facts))
found.problems      # rows set aside: row, column, value, code
save_quantities(found, folder)
"""

from trousseau.ledger.costs.tables.directory import Directory, directory
from trousseau.ledger.costs.tables.kinds import KINDS, read_table
from trousseau.ledger.costs.tables.model import Problem, TableKind, TableRead
from trousseau.ledger.costs.tables.saving import save_quantities

__all__ = [
    "KINDS",
    "Directory",
    "Problem",
    "TableKind",
    "TableRead",
    "directory",
    "read_table",
    "save_quantities",
]
