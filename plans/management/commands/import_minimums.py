"""``manage.py import_minimums``: what a table of minimum contributions would change, and with --apply that change."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.minimums import (
    CHANGED,
    COLUMNS,
    CREATED,
    UNCHANGED,
    MinimumsRefused,
    import_minimums,
    preview_minimums,
    text_of,
)


class Command(BaseCommand):
    """Try or store a table of minimum contributions."""

    help = (
        "Read minimum contributions from a CSV file and print what would change; with --apply, store all of it. "
        f"Columns: {', '.join(COLUMNS)}. Ends with 1, and stores nothing, where anything is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to store."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="store what the file says")

    def handle(self, *_args: Any, file: Path, apply: bool, **_options: Any) -> None:
        """Print each change; raises CommandError with every fault, by row and column."""
        try:
            text = text_of(file.read_bytes())
            changes = (import_minimums if apply else preview_minimums)(text, file=file.name)
        except MinimumsRefused as refusal:
            raise CommandError(f"{file.name} is refused. Nothing was stored.\n{refusal}", returncode=1) from refusal
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault}") from fault
        for change in changes:
            self.stdout.write(str(change))
        counted = Counter(change.outcome for change in changes)
        self.stdout.write(", ".join(f"{counted[outcome]} {outcome}" for outcome in (CREATED, CHANGED, UNCHANGED)))
        if not apply:
            self.stdout.write("Nothing was stored: this is a dry run. Use --apply to store it.")
