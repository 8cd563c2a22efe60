"""The right manager: competencies, and who leads which account."""
