"""``manage.py run_job ID``: run one job here and now; the embedded runner starts this as a child process."""

import os
import socket
import sys
import threading
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from itf.jobs.execution import execute
from itf.jobs.models import Job

PARENT_GONE = 3


class Command(BaseCommand):
    """Run one job and say what became of it."""

    help = "Run one job here and now, unless it is finished or another worker holds it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The job, and who runs it: with ``--worker`` the process ends as soon as its standard input closes."""
        parser.add_argument("job", type=uuid.UUID, help="the id of the job")
        parser.add_argument("--worker", help="run for this worker: end when standard input closes")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the job; raises CommandError when there is none with that id."""
        if options["worker"]:
            threading.Thread(target=_end_with_the_parent, name="parent-watch", daemon=True).start()
        if not Job.objects.filter(pk=options["job"]).exists():
            raise CommandError(f"There is no job {options['job']}.")
        execute(options["job"], options["worker"] or f"command {socket.gethostname()} {os.getpid()}")
        if not options["worker"]:
            self._tell(options["job"])

    def _tell(self, job_id: uuid.UUID) -> None:
        job = Job.objects.get(pk=job_id)
        self.stdout.write(f"{job.get_state_display()}. {job.error}".rstrip())


def _end_with_the_parent() -> None:
    """Nobody waits for this process any more: whoever runs the job next must not find it still writing."""
    # Not sys.stdin.read(): its lock, held by a daemon thread, aborts the interpreter's own end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(PARENT_GONE)
