"""The check-up as text for a terminal of 100 columns; wide characters take two, combining ones none."""
