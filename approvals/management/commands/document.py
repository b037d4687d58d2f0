"""``manage.py document``: a plan as PDF, workbook or JSON, from the shell; or the sealed PDF of what was submitted."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from approvals.models import WITH_THE_CENTRE, Case
from itf.jobs.execution import execute
from plans.documents.compose import KINDS, render
from plans.lifecycle import build_again, queue_document
from plans.management.choosing import chosen_document, chosen_plan, chosen_version
from plans.models import Document, DocumentKind, PlanVersion


class Command(BaseCommand):
    """Write a file of a plan."""

    help = (
        "Write a plan as PDF, Excel workbook or JSON. Without --version: the draft as it stands while the plan is "
        "open, the newest version once it is frozen. With --sealed: the very file that was sealed on submission."
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
        parser.add_argument("--sealed", action="store_true", help="the sealed PDF of a submitted version")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        if options["sealed"]:
            self._write_sealed(options)
            return
        document = chosen_document(options["plan"], options["version"])
        content = render(document, options["kind"])
        _write(options["out"], content)
        self.stdout.write(
            f"{document.content.about.title}, {document.version_text.lower()}: {options['out']} "
            f"({len(content):,} bytes), fingerprint {document.fingerprint}"
        )

    def _write_sealed(self, options: dict[str, Any]) -> None:
        if options["kind"] != "pdf":
            raise CommandError("Only the PDF is sealed: --kind pdf.")
        version = chosen_version(chosen_plan(options["plan"]), options["version"])
        document = _built(version)
        with document.file.open() as file:
            content = file.read()
        _write(options["out"], content)
        self.stdout.write(
            f"{version.plan.title}, version {version.number}, as submitted: {options['out']} ({len(content):,} bytes), "
            f"sealed by {document.seal.signer}, SHA-256 {document.sha256}"
        )


def _built(version: PlanVersion) -> Document:
    """The sealed document of a submitted version; one that waits is built here and now. Raises CommandError."""
    found = Document.objects.select_related("job").filter(version=version, kind=DocumentKind.SUBMISSION).first()
    if found is None:
        if not Case.objects.filter(version=version, status__in=WITH_THE_CENTRE).exists():
            raise CommandError(f"Version {version.number} is not submitted: a plan is sealed when it is submitted.")
        with transaction.atomic():
            found = queue_document(version, DocumentKind.SUBMISSION)
    if not found.is_ready:
        build_again(found)
        execute(found.job_id, "command document")
        found = Document.objects.select_related("job").get(pk=found.pk)
    if not found.is_ready:
        waits = "Another worker is building it: try again in a minute."
        raise CommandError(f"The file is not there yet. {found.job.error or waits}")
    if not hasattr(found, "seal"):
        raise CommandError("It was submitted while sealing was off (ITF_SEAL_KEY=off): there is no sealed file.")
    return found


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as fault:
        raise CommandError(f"{out} cannot be written: {fault.strerror}.") from fault
