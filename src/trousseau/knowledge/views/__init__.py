"""Pages of what is known of clients."""
