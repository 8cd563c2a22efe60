"""The client space: what a client follows of its plan, what it says of us, and how it takes part."""
