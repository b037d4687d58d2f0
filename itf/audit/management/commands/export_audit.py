"""``manage.py export_audit``: the audit trail as a file for an auditor."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from itf.audit.chain import verify
from itf.audit.export import FORMATS


class Command(BaseCommand):
    """Export the audit trail."""

    help = "Write every audit event with its hashes; itf/docs/audit-export.md says how anyone can verify the file."

    def add_arguments(self, parser: CommandParser) -> None:
        """The format, the file, and perhaps one plan."""
        parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--plan", default="", metavar="KEY", help="only the events of this plan")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say how many events it holds, and whether the trail is whole."""
        out: Path = options["out"]
        number = -1 if options["format"] == "csv" else 0  # a heading is no event
        try:
            with out.open("w", encoding="utf-8", newline="") as file:
                for line in FORMATS[options["format"]](options["plan"]):
                    file.write(line)
                    number += 1
        except OSError as fault:
            raise CommandError(f"{out} cannot be written: {fault.strerror}.") from fault
        found = verify()
        whole = f"The trail is unbroken; newest hash {found.head}" if found else f"BROKEN at event {found.first_bad}"
        self.stdout.write(f"{number} events: {out}. {whole}")
        if not found:
            raise SystemExit(1)
