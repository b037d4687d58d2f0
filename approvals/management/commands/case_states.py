"""``manage.py case_states``: draws what may follow what, from the table that decides it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.models import CaseStatus
from approvals.workflow import EVENTS, TRANSITIONS

TARGET = Path(settings.BASE_DIR) / "itf" / "docs" / "case-states.md"
HEAD = """# The states of a case

Drawn by `manage.py case_states` from `approvals/workflow.py`; change it there. A plan is open or frozen (`plans`); a
case is what becomes of its frozen versions (`approvals`). *Partners signed* and *board agreed* are no states: they are
read from the sign-offs that stand.

```mermaid
stateDiagram-v2
"""


class Command(BaseCommand):
    """Write the diagram, or check that it is what it should be."""

    help = "Write itf/docs/case-states.md from the table of transitions, or with --check exit 1 when it differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to write."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare or write."""
        drawn = diagram()
        if not options["check"]:
            TARGET.write_text(drawn, encoding="utf-8")
            self.stdout.write(f"Written: {TARGET.relative_to(settings.BASE_DIR)}")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != drawn:
            raise CommandError("itf/docs/case-states.md is not what TRANSITIONS says. Run: ./run manage case_states")


def diagram() -> str:
    """The whole page: the diagram, and each state in words."""
    lines = [f"    [*] --> {CaseStatus.IN_SIGNOFF.value}: case.opened"]
    for start, following in TRANSITIONS.items():
        lines += [f"    {start.value} --> {to.value}: {EVENTS[start, to]}" for to in CaseStatus if to in following]
        lines += [] if following else [f"    {start.value} --> [*]"]
    words = [f"| `{status.value}` | {status.label} |" for status in CaseStatus]
    return "\n".join([HEAD + "\n".join(lines), "```", "", "| status | in words |", "| --- | --- |", *words, ""])
