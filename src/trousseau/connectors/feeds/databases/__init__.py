"""A database as a source: one protocol of what is asked of it, spoken by way of SQLAlchemy or of an ADBC driver."""
