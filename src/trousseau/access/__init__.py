"""Who people are, what they may do, the organisation they belong to, and the trail of what was decided."""
