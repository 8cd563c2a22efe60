"""`python -m trousseau.cli`: the command where its script is not on the path."""

from trousseau.cli import main

main()
