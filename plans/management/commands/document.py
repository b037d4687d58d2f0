"""``manage.py document``: a plan as PDF, workbook or JSON, from the shell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plans.documents.compose import KINDS, draft_document, render, version_document
from plans.documents.plan_document import PlanDocument
from plans.models import Plan, PlanVersion


class Command(BaseCommand):
    """Write a file of a plan."""

    help = (
        "Write a plan as PDF, Excel workbook or JSON. Without --version: the draft as it stands while the plan is "
        "open, the newest version once it is frozen."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version would print Django's; here it names the version of a plan."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """The plan, the kind of file, where to write it, which version."""
        parser.add_argument("plan", help="the plan's address, for example ealing")
        parser.add_argument("--kind", choices=KINDS, required=True)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--version", type=int, metavar="N", help="an older version")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        out: Path = options["out"]
        document = chosen_document(options["plan"], options["version"])
        content = render(document, options["kind"])
        try:
            out.write_bytes(content)
        except OSError as fault:
            raise CommandError(f"{out} cannot be written: {fault.strerror}.") from fault
        self.stdout.write(
            f"{document.content.about.title}, {document.version_text.lower()}: {out} ({len(content):,} bytes), "
            f"fingerprint {document.fingerprint}"
        )


def chosen_document(key: str, number: int | None) -> PlanDocument:
    """The version asked for; without one, the draft of an open plan or the newest version of a frozen one.

    Raises CommandError, naming what there is, for a plan or version that does not exist.
    """
    plan = chosen_plan(key)
    if number is None and plan.is_open:
        return draft_document(plan, at=timezone.now())
    versions = PlanVersion.objects.filter(plan=plan)
    version = versions.filter(number=number).first() if number is not None else versions.first()
    if version is None:
        numbers = ", ".join(str(known) for known in versions.order_by("number").values_list("number", flat=True))
        raise CommandError(f"{plan.title} has no version {number}. There is {numbers or 'none yet: it is a draft'}.")
    return version_document(version)


def chosen_plan(key: str) -> Plan:
    """The plan at this address; raises CommandError, naming the plans there are."""
    plan = Plan.objects.filter(key=key).first()
    if plan is None:
        keys = ", ".join(Plan.objects.order_by("key").values_list("key", flat=True)[:20])
        raise CommandError(f"There is no plan “{key}”. There is: {keys or 'none yet'}.")
    return plan
