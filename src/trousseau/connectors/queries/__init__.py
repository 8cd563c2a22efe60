"""What pages read of connections and of what comes of them; each for who may read it."""

from trousseau.connectors.queries.connections import Line, connections, line

__all__ = ["Line", "connections", "line"]
