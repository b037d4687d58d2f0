"""A submission while Redis, the worker and the mail server are killed under it: nothing is lost or sent twice.

What each of them does alone is tested beside its code (tests/jobs, tests/mail); here all three fall, one after another,
under one submission, with a Redis and a worker of the test's own, killed by their process ids.
"""

import contextlib
import datetime as dt
import shutil
import threading
import time

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from approvals import workflow
from approvals.models import Letter, LetterState, Notice
from approvals.notices.telling import tell
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from itf.celery import app
from itf.jobs.models import Job, JobState
from itf.jobs.tasks import sweep_jobs
from plans.models import Document, DocumentKind
from tests import servers
from tests.approvals.notices.conftest import NOON
from tests.jobs.conftest import eventually, kill_all, start  # noqa: F401 - a fixture is known once it is named here
from tests.mail_server import MailServer

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
ONGOING = [LetterState.QUEUED, LetterState.LEAVING]


class Broker:
    """A Redis server that can be killed and comes back on the same port, with nothing of what it held."""

    def __init__(self, directory):
        self.port, self.own = servers.free_port(), servers.Servers(directory)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def begin(self):
        """Start it, and wait until it answers."""
        servers.start_redis(self.own, shutil.which("redis-server"), self.port)

    def kill(self):
        """``kill -9``."""
        while self.own.processes:
            process = self.own.processes.pop()
            process.kill()
            process.wait(10)


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """The broker of this test, for this process too."""
    made = Broker(tmp_path)
    monkeypatch.setenv("CELERY_BROKER_URL", made.url)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)

    yield made

    made.kill()


@pytest.fixture
def worker(start, process_environment, transactional_db, broker):  # noqa: F811 - the fixture
    """Starts a worker with one child that sends its mail to a port of this machine; returns it and the port."""
    port = servers.free_port()
    mail = {"ITF_MAIL_HOST": "127.0.0.1", "ITF_MAIL_PORT": str(port), "ITF_MAIL_STARTTLS": "0"}
    environment = {**process_environment, **mail, "REDIS_URL": broker.url, "CELERY_BROKER_URL": broker.url}

    def start_worker():
        return start(
            "-m", "celery", "-A", "itf", "worker", "--concurrency", "1", "--loglevel", "error",
            "--without-gossip", "--without-mingle",
            environment=environment,
        )  # fmt: skip

    start_worker.mail_port = port
    return start_worker


def brought_about(condition, seconds=60):
    """Sweep, as beat does but more often, until ``condition()`` holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        with contextlib.suppress(OperationalError):
            sweep_jobs.apply_async()
        time.sleep(0.5)


def let_time_pass():
    """The lease of a dead run ends, its claim on a letter too, and a letter is due again."""
    past = timezone.now() - dt.timedelta(seconds=1)
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=past)
    Letter.objects.filter(claimed_until__isnull=False).update(claimed_until=past)
    Letter.objects.filter(state=LetterState.QUEUED).update(due_at=past)


def document():
    return Document.objects.select_related("job").get(kind=DocumentKind.SUBMISSION)


def test_submission_outlives_redis_worker_and_mail_server(place, broker, worker):
    place.freeze()
    place.sign_all()
    place.agree()
    tell(NOON)
    Notice.objects.update(needs_mail=False)
    Job.objects.all().update(state=JobState.DONE, finished_at=timezone.now())

    # Redis is away while the plan is submitted: it is submitted, and what follows waits in the database.
    workflow.submit(place.case(), by=place.council_author, at=timezone.now())
    assert document().job.state == JobState.QUEUED

    # The worker dies while it prints and seals.
    broker.begin()
    first = worker()
    brought_about(lambda: document().job.state == JobState.RUNNING)
    kill_all(first)
    assert not document().is_ready
    let_time_pass()

    # The next one prints, and finds no mail server.
    second = worker()
    brought_about(lambda: document().is_ready and Letter.objects.filter(problem__gt="", state="queued").exists())
    people = set(Letter.objects.values_list("person__email", flat=True))

    # Redis dies under the worker, and comes back empty.
    broker.kill()
    broker.begin()

    # The mail server is back; the worker dies while the server has the second message and has not said so.
    held, go_on = threading.Event(), threading.Event()

    def hold_the_second():
        if len(server.taken) == 2 and not held.is_set():
            held.set()
            go_on.wait(30)

    with MailServer(worker.mail_port).running() as server:
        server.once_taken = hold_the_second
        let_time_pass()
        brought_about(held.is_set)
        assert second.poll() is None
        kill_all(second)
        go_on.set()
        let_time_pass()

        worker()
        brought_about(lambda: not Letter.objects.filter(state__in=ONGOING).exists())
        eventually(lambda: not Job.objects.exclude(state=JobState.DONE).exists())

        receivers = [message["To"] for message in server.messages]

    assert place.assurer.email in people
    assert sorted(receivers) == sorted(people)
    ends = list(Letter.objects.values_list("state", flat=True))
    assert sorted(ends) == sorted([LetterState.UNCONFIRMED, *[LetterState.SENT] * (len(people) - 1)])
    assert Notice.objects.filter(needs_mail=True, letter=None, mail_from__gt=timezone.now()).exists()
    assert AuditEvent.objects.filter(action="document.sealed").count() == 1
    assert AuditEvent.objects.filter(action="case.submitted").count() == 1
    assert verify()
