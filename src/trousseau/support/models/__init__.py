"""What is stored of teams, requests, commitments and watch notes."""
