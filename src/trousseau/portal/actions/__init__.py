"""What is decided about a client space: a business verb, one transaction, one event."""
