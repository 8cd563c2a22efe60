"""The command `trousseau`: each command in its own module, loaded when it is called.

`trousseau checkup FILE` needs no database and no server, and never imports Django.
"""

from trousseau.cli.main import main

__all__ = ["main"]
