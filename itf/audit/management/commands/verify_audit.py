"""``manage.py verify_audit``: read the whole audit trail and say whether it is as it was recorded."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from itf.audit.chain import verify
from itf.audit.models import AuditEvent


class Command(BaseCommand):
    """Verify the audit trail."""

    help = "Compute the hash of every audit event again. Exits with 1 when the chain is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """A hash to look for."""
        parser.add_argument("--has", metavar="HASH", help="also require that this hash, printed earlier, is there")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print count and head hash; exit with 1 at the first event that does not fit or a hash that is gone."""
        found = verify()
        if not found:
            raise SystemExit(f"Broken at event {found.first_bad}: {found.fault}. The {found.count} before it hold.")
        if options["has"] and not AuditEvent.objects.filter(hash=options["has"]).exists():
            raise SystemExit(f"No event has the hash {options['has']}: events after it may be gone too.")
        self.stdout.write(f"{found.count} events, unbroken. Newest: {found.head}")
