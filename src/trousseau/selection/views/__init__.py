"""The views of selection."""
