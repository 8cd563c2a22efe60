"""Sources that feed the ledger by themselves: looked at by the clock, taken in by the door of uploads."""
