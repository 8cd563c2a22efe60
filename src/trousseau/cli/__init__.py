"""The command `trousseau`: each command in its own module, loaded when it is called.

`trousseau checkup FILE` needs no database and no server, and never imports Django.
"""

from __future__ import annotations

import os
from typing import NoReturn


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line (the console script); interrupted while it is being loaded, leave quietly."""
    try:
        from trousseau.cli import door  # noqa: PLC0415 - inside the try
    except KeyboardInterrupt:
        os._exit(130)
    door.run(arguments)
