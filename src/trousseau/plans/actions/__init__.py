"""What people plan, do and meet for; each leaves its trace."""
