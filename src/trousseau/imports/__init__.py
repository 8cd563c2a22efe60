"""Sales lines in: the wizard, imports and their undoing, quarantine, rates, and the refresh of everything after."""
