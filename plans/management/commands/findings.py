"""``manage.py findings``: what the published rules find in a plan, from the shell."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.documents.json_file import finding_json
from plans.documents.register import SEVERITIES
from plans.management.choosing import chosen_document
from plans.rules import Finding


class Command(BaseCommand):
    """List the findings of a plan."""

    help = "List what the rules find in a plan, one line each: the same findings as on the pages and in the files."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version would print Django's; here it names the version of a plan."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """The plan, which version, and how to answer."""
        parser.add_argument("plan", help="the plan's address, for example ealing")
        parser.add_argument("--version", type=int, metavar="N", help="an older version")
        parser.add_argument("--json", action="store_true", help="as JSON, with rule, section, row and field")
        parser.add_argument("--strict", action="store_true", help="exit with 1 when a finding stops a freeze")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the findings; with --strict, fail when something stops a freeze."""
        document = chosen_document(options["plan"], options["version"])
        stopping = sum(finding.stops for finding in document.findings)
        if options["json"]:
            found = [finding_json(finding) for finding in document.findings]
            self.stdout.write(json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False))
        else:
            for finding in document.findings:
                self.stdout.write(line_of(finding))
            about = document.content.about
            self.stdout.write(
                f"{about.title}, {document.version_text.lower()}: {len(document.findings)} findings, "
                f"{stopping} that stop a freeze."
            )
        if options["strict"] and stopping:
            raise CommandError(f"{stopping} findings stop a freeze.", returncode=1)


def line_of(finding: Finding) -> str:
    """One finding on one line: severity, rule, section, message, figures, and whether it is explained."""
    label = "Explained" if finding.explanation else SEVERITIES[finding.severity]
    figures = f" [{finding.figures_text}]" if finding.figures else ""
    message = " ".join(finding.message.split())
    return f"{label:<15} {finding.rule}  {finding.where}: {message}{figures}"
