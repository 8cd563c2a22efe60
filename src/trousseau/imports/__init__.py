"""Sales lines in: the wizard, imports and their undoing, quarantine, rates, the refresh that follows."""
