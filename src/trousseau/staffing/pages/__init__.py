"""What the pages of staffing show, in words."""
