"""``manage.py check_attachments``: whether attached files and letters are on the disk, and nothing beside them."""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from approvals.letters import FOLDER as LETTERS
from approvals.models import MinistersLetter
from plans.attachments.acts import FOLDER as ATTACHED
from plans.models import Attachment

STILL_COMING = timedelta(days=1)  # a younger file may belong to a request that is not finished


class Command(BaseCommand):
    """Compare the stored files with the rows that name them."""

    help = "Say which attached files are missing or changed; with --sweep, delete stored files that no row names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to delete what is left over."""
        parser.add_argument("--sweep", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Report, and fail when a file of a plan, or a letter that decisions rest on, is not as it was given."""
        storage = Attachment._meta.get_field("file").storage
        attached = [one for one in Attachment.objects.iterator() if not is_whole(one)]
        for one in attached:
            self.stderr.write(f"{one.plan_id}: {one.name} ({one.file.name}) is missing or changed")
        kept = [one for one in MinistersLetter.objects.iterator() if not is_whole(one)]
        for letter in kept:
            self.stderr.write(f"Ministers' letter: {letter.name} ({letter.file.name}) is missing or changed")
        wrong = len(attached) + len(kept)
        left = [*left_over(storage, ATTACHED, Attachment), *left_over(storage, LETTERS, MinistersLetter)]
        for name in left:
            self.stdout.write(f"{name} belongs to nothing{': deleted' if options['sweep'] else ''}")
            if options["sweep"]:
                storage.delete(name)
        if wrong:
            raise CommandError(f"{wrong} files are not as they were given. Restore them from a back-up.")
        listed, letters = Attachment.objects.count(), MinistersLetter.objects.count()
        self.stdout.write(f"All {listed} attached files and {letters} letters are as they were given.")


def is_whole(kept: Attachment | MinistersLetter) -> bool:
    """Whether the stored bytes are those that were sent in."""
    try:
        with kept.file.open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == kept.sha256
    except FileNotFoundError:
        return False


def left_over(storage: Storage, folder: str, kind: type[Attachment | MinistersLetter]) -> list[str]:
    """The files stored in a folder that no row names, and that no request can still be about to name."""
    named = set(kind.objects.values_list("file", flat=True))
    present = storage.listdir(folder)[1] if storage.exists(folder) else []
    before = timezone.now() - STILL_COMING
    found = [f"{folder}/{name}" for name in sorted(present)]
    return [name for name in found if name not in named and storage.get_modified_time(name) < before]
