"""What the company tells, changed."""
