#!/usr/bin/env python
"""The command line of the project: every management command starts here."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in ``sys.argv`` with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itf.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
