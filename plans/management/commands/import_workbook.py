"""``manage.py import_workbook``: what a workbook would change in a plan, and with --apply that change made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from itf.accounts.models import User
from plans.authoring import PageMoved, PlanNotOpen, SchemeGone
from plans.imports.applying import Accepted, NotTaken, accept
from plans.imports.changes import ADDED, CHANGED, CONFLICT, REFUSED, REMOVED, Change, Preview
from plans.imports.preview import preview_of
from plans.imports.problems import Refused
from plans.imports.uploads import check_named
from plans.management.choosing import chosen_plan
from plans.models import Plan
from plans.permissions import FROZEN, can_edit

KEEP, REPLACE = "keep", "replace"
LONGEST = 80  # characters of an answer on one line


class Command(BaseCommand):
    """Preview or store a filled-in workbook."""

    help = (
        "Compare a filled-in workbook with its plan and print what it would change. With --apply, store what it adds "
        "and changes; rows that it lacks are left for the page. Ends with 1 where anything is refused, and where it "
        "would replace answers that others saved since the export, unless --conflicts says what to do with them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the plan, and whether to store."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--plan", required=True, help="the plan's address, for example ealing")
        parser.add_argument("--apply", action="store_true", help="store what is added and changed")
        parser.add_argument(
            "--conflicts",
            choices=[KEEP, REPLACE],
            help="with --apply, for answers saved here since the export: keep them, or replace them by the file's",
        )
        parser.add_argument("--by", metavar="EMAIL", help="with --apply: the author in whose name it is stored")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the preview; store it when asked to. Raises CommandError with the list of what is refused."""
        plan = chosen_plan(options["plan"])
        author = author_of(plan, options["by"]) if options["apply"] else None
        preview = read(plan, options["file"])
        for change in preview.changes:
            self.stdout.write(line_of(change))
        for remark in preview.remarks:
            self.stdout.write(f"{'not read':<9} {remark}")
        self.stdout.write(f"{plan.title}: {preview.summary}")
        if preview.refused_count:
            raise CommandError(f"{preview.refused_count} refused. Nothing was stored.", returncode=1)
        if author is None:
            self.stdout.write("Nothing was stored: this is a dry run. Use --apply --by EMAIL to store it.")
            return
        conflicts = preview.of_kind(CONFLICT)
        if conflicts and not options["conflicts"]:
            raise CommandError(unanswered(conflicts), returncode=1)
        kinds = {CHANGED, ADDED} | ({CONFLICT} if options["conflicts"] == REPLACE else set())
        self.stdout.write(f"Stored: {store(plan, preview, author, kinds)} changes, as {author}.")


def read(plan: Plan, file: Path) -> Preview:
    """The preview of a file; raises CommandError for one that cannot be read or is refused."""
    try:
        content = file.read_bytes()
        check_named(file.name, len(content), content[:16])
        return preview_of(plan, content)
    except OSError as fault:
        raise CommandError(f"{file} cannot be read: {fault.strerror}.") from fault
    except Refused as refusal:
        listed = "\n".join(map(str, refusal.problems))
        raise CommandError(f"{file.name} is refused. Nothing was stored.\n{listed}", returncode=1) from refusal


def unanswered(conflicts: tuple[Change, ...]) -> str:
    """What to say of answers that others saved since, while nobody said what is to become of them."""
    count = f"{len(conflicts)} answer{'' if len(conflicts) == 1 else 's'}"
    listed = "\n".join(map(line_of, conflicts))
    return (
        f"Since the export others saved {count} that the file says otherwise. Nothing was stored.\n{listed}\n"
        f"Use --conflicts {KEEP} to leave them as they are, or --conflicts {REPLACE} to store what the file says."
    )


def store(plan: Plan, preview: Preview, author: User, kinds: set[str]) -> int:
    """Store the changes of these kinds; returns how many. Raises CommandError when something is in the way."""
    taken = (change for change in preview.of_kind(*kinds) if change.adds_or_changes)
    accepted = Accepted(frozenset(change.id for change in taken), {})
    try:
        return accept(plan, preview, accepted, by=author, at=timezone.now()).count
    except NotTaken as refusal:
        raise CommandError(f"Nothing was stored.\n{refusal}", returncode=1) from refusal
    except (PageMoved, SchemeGone) as moved:
        raise CommandError("Someone saved the plan meanwhile. Nothing was stored; run this again.") from moved
    except PlanNotOpen as frozen:
        raise CommandError(FROZEN) from frozen


def author_of(plan: Plan, email: str | None) -> User:
    """The person to store it as; raises CommandError for nobody, or for one who may not edit the plan now."""
    author = User.objects.filter(email__iexact=email or "", is_active=True).first()
    if author is None:
        raise CommandError("--apply needs --by EMAIL, the address of an author of this plan.")
    verdict = can_edit(author, plan)
    if not verdict:
        raise CommandError(verdict.reason)
    return author


def line_of(change: Change) -> str:
    """One change on one line: kind, cell, row and question, from what to what, and what to do."""
    about = ", ".join(part for part in (change.where, change.label) if part)
    words = {CHANGED: f"{_cut(change.now)} -> {_cut(change.found)}", REMOVED: "the row is not in the file"}
    words[CONFLICT] = f"{_cut(change.before)} -> here {_cut(change.now)}, in the file {_cut(change.found)}"
    said = words.get(change.kind, "" if change.kind == REFUSED else _cut(change.found))
    return f"{change.kind:<9} {change.place}: {'. '.join(part for part in (about, said, change.message) if part)}"


def _cut(text: str) -> str:
    line = " ".join(text.split()) or "blank"
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
