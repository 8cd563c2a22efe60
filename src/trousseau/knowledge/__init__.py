"""Knowing the client inside out: people, who influences whom, structure, stakes; how sure and fresh it all is."""
