"""What people and commands do with costs; every change is one transaction and one event of the trail.

table = receive(pieces, "visites.csv", "drivers", user)
found = look(table)             # what it tells, its problems and questions
load(table, user)               # counts from now on, without the rows set aside
"""

from trousseau.costs.actions.amounts import (
    remove_budget,
    remove_financing,
    remove_fixed,
    remove_rate,
    set_budget,
    set_financing,
    set_fixed,
    set_rate,
)
from trousseau.costs.actions.drivers import define_driver
from trousseau.costs.actions.tables import discard, load, loaded_before, look, receive, remove

__all__ = [
    "define_driver",
    "discard",
    "load",
    "loaded_before",
    "look",
    "receive",
    "remove",
    "remove_budget",
    "remove_financing",
    "remove_fixed",
    "remove_rate",
    "set_budget",
    "set_financing",
    "set_fixed",
    "set_rate",
]
