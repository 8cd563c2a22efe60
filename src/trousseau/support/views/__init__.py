"""The views of this room: read what is asked, call a query or an action, show a page."""
