"""What the pages of selection show, put in words."""
