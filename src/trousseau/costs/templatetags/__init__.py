"""Tags of costs."""
