#!/usr/bin/env python
"""The command line of the project: every management command starts here."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in ``sys.argv`` with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itf.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answer has read enough (``| head``); what is left would fail once more at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
