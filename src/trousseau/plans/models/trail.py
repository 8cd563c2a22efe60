"""How the trail says that a part of a plan was taken out, for whoever writes it, undoes it or reads it."""

from __future__ import annotations

TAKEN_OUT = "plan.part_taken_out"
KEPT = "_kept"
"""Where the event keeps what was taken out; a name with _ is not shown among what changed."""
