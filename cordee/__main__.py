"""`python -m cordee <command>`: what `make` calls."""

import sys

from cordee.config.commands import main

sys.exit(main(sys.argv[1:]))
