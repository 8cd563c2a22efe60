"""Papers of an account: the one-page executive brief and the hand-over pack."""
