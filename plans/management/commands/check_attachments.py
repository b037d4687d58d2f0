"""``manage.py check_attachments``: whether all attached files are on the disk, and nothing beside them."""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plans.attachments.acts import FOLDER
from plans.models import Attachment

STILL_COMING = timedelta(days=1)  # a younger file may belong to a request that is not finished


class Command(BaseCommand):
    """Compare the stored files with the rows that name them."""

    help = "Say which attached files are missing or changed; with --sweep, delete stored files that no row names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to delete what is left over."""
        parser.add_argument("--sweep", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Report, and fail when a file that a plan lists is not as it was given."""
        storage = Attachment._meta.get_field("file").storage
        wrong = [attachment for attachment in Attachment.objects.iterator() if not is_whole(attachment)]
        for attachment in wrong:
            self.stderr.write(f"{attachment.plan_id}: {attachment.name} ({attachment.file.name}) is missing or changed")
        left = left_over(storage)
        for name in left:
            self.stdout.write(f"{name} belongs to nothing{': deleted' if options['sweep'] else ''}")
            if options["sweep"]:
                storage.delete(name)
        if wrong:
            raise CommandError(f"{len(wrong)} attached files are not as they were given. Restore them from a back-up.")
        self.stdout.write(f"All {Attachment.objects.count()} attached files are as they were given.")


def is_whole(attachment: Attachment) -> bool:
    """Whether the stored bytes are those that were attached."""
    try:
        with attachment.file.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == attachment.sha256
    except FileNotFoundError:
        return False


def left_over(storage: Storage) -> list[str]:
    """The stored files that no row names, and that no request can still be about to name."""
    named = set(Attachment.objects.values_list("file", flat=True))
    present = storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else []
    before = timezone.now() - STILL_COMING
    found = [f"{FOLDER}/{name}" for name in sorted(present)]
    return [name for name in found if name not in named and storage.get_modified_time(name) < before]
