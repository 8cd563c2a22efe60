"""The right manager for each account: `assign`, proven best or with its gap, and why there is none."""

from trousseau.method.matching.assigning import Assignment, Forced, assign
from trousseau.method.matching.clashes import Clash, InfeasibleError

__all__ = ["Assignment", "Clash", "Forced", "InfeasibleError", "assign"]
