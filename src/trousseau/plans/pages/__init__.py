"""What each page of this room shows: one dictionary a page."""
