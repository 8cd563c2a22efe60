"""One object a page: what its template shows, put together from queries, words and drawings."""
