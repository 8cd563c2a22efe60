"""Pages about people: the way in (`entrance`), and the settings (`people`, `house`)."""
