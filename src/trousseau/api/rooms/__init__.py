"""What each room of the house offers to programs: its kinds of things, and its verbs."""
