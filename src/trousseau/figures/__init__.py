"""How figures are written and drawn, in French and English, for pages, reports, terminals. No Django."""
