"""A run of a connection, from the CRM's first page to what goes back; it may be killed anywhere and goes on there."""
