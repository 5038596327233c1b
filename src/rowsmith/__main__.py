"""`python -m rowsmith`."""

from rowsmith.cli import main

main()
