"""manage.py load_reference: bring reference data in line with the files, and say what changed."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conditions.rows import Change, FileRefused, Outcome
from plans.reference import FOLDER, load_reference

# Beyond this many, changes of one kind are counted and not listed.
LISTED = 20


class Command(BaseCommand):
    """Loads condition sets, measures, rounds, localities, CCGs and published figures. Safe to repeat."""

    help = "Bring reference data in line with the files of conditions/data and plans/reference_data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with edits, whether to write, and where the figures are."""
        parser.add_argument("--check", action="store_true", help="say what would change; exit 1 if anything would")
        parser.add_argument(
            "--overwrite-edits", action="store_true", help="replace rows that were edited here by what was issued"
        )

        parser.add_argument("--folder", type=Path, default=FOLDER, help="where the .csv files are")

    def handle(self, *, check: bool, overwrite_edits: bool, folder: Path, **options: Any) -> None:
        """Load, or only try; refuses with the file and the line or item that is wrong."""
        try:
            with transaction.atomic():
                changes = load_reference(folder, overwrite_edits=overwrite_edits)
                transaction.set_rollback(check)
        except FileRefused as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self._report(changes)
        writes = sum(change.writes for change in changes)
        if check and writes:
            raise CommandError(f"{writes} rows would change.", returncode=1)
        self.stdout.write(f"{writes} rows {'would change' if check else 'written'}.")

    def _report(self, changes: list[Change]) -> None:
        """A line for each kind, then the rows that changed, were kept or are no longer in the files."""
        counts = {kind: Counter[Outcome]() for kind in dict.fromkeys(change.kind for change in changes)}
        for change in changes:
            counts[change.kind][change.outcome] += 1
        heads = [outcome.value for outcome in Outcome]
        width = max(len(kind) for kind in counts)
        self.stdout.write("  ".join([" " * width, "rows", *heads]))
        for kind, count in counts.items():
            rows = f"{count.total() - count[Outcome.LEFT]:>4}"
            cells = [f"{count[outcome]:>{len(outcome)}}" for outcome in Outcome]
            self.stdout.write("  ".join([f"{kind[0].upper()}{kind[1:]}".ljust(width), rows, *cells]))
            self._list([change for change in changes if change.kind == kind])

    def _list(self, changes: list[Change]) -> None:
        told = [change for change in changes if change.outcome not in {Outcome.UNCHANGED, Outcome.CREATED}]
        for change in told[:LISTED]:
            fields = f": {', '.join(change.fields)}" if change.fields else ""
            self.stdout.write(f"    {change.outcome}: {change.key}{fields}")
        if len(told) > LISTED:
            self.stdout.write(f"    and {len(told) - LISTED} more")
