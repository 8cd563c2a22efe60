"""The experts behind the manager: teams, requests, commitments, watch."""
