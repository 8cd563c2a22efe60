"""The views of staffing."""
