"""What people decide about exposure, a module a subject."""

from trousseau.exposure.actions.scenarios import drop_scenario, keep_scenario

__all__ = ["drop_scenario", "keep_scenario"]
