"""Salesforce, by its REST interface v67.0 and Bulk 2.0."""
