"""What each page of costs shows."""
