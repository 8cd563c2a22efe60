"""What makes the house trusted: its trail read and kept, who looked at what, consents, personal data."""
