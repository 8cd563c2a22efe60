"""What people ask, promise and note; each leaves its trace."""
