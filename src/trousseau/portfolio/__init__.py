"""The portfolio measured: check-ups, exposure, and what of it needs attention today."""
