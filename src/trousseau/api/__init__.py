"""The room of programs: REST under /api/v1/, made from the same actions and rules as the pages."""
