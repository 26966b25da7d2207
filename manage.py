"""Django's own commands, for engineers. Users and operators: `make`, or `python -m cordee`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")
execute_from_command_line(sys.argv)
