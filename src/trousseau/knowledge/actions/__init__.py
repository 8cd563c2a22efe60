"""What people tell of clients; each change leaves its trace."""
