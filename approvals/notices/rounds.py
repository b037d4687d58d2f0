"""The round that tells people: what is due, and the job that does it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from approvals.models import Letter, LetterState, Rounds
from approvals.notices.checking import check
from approvals.notices.letters import gather, is_morning, send, to_mail, to_send
from approvals.notices.reminding import remind
from approvals.notices.telling import tell
from itf.audit.chain import head
from itf.jobs.execution import Progress
from itf.jobs.models import Job, JobState
from itf.jobs.queue import enqueue, wake

KIND = "notices"
KEPT = timedelta(days=2)  # rounds that ended are forgotten after it


def queue_when_due() -> None:
    """Queue a round when there is something to do; several that ask at once may queue several, which do it once."""
    if not is_due() or Job.objects.filter(kind=KIND, state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        return
    with transaction.atomic():
        job = enqueue(kind=KIND, key=timezone.now().isoformat(), payload={})
        transaction.on_commit(lambda: wake(job))


def is_due() -> bool:
    """Whether an event is untold, a reminder is due, or mail waits."""
    now = timezone.now()
    rounds = Rounds.objects.filter(pk=1).first() or Rounds()
    today = timezone.localdate(now)
    if head()[0] > rounds.read_to or rounds.checked_on != today:
        return True
    if is_morning(now) and rounds.reminded_on != today:
        return True
    died = Letter.objects.filter(state=LetterState.LEAVING, claimed_until__lt=now)
    return to_send(now).exists() or died.exists() or (settings.SENDS_MAIL and to_mail(now).exists())


def go_round(_payload: dict[str, Any], progress: Progress) -> None:
    """Tell what happened, remind, and send what is due: each part in its own transactions, safe to repeat."""
    now = timezone.now()
    while tell(now):
        progress.step(10, "Reading what happened")
    check(now)
    remind(now)
    gather(now)
    progress.step(50, "Sending mail")
    send(now)
    Job.objects.filter(kind=KIND, state=JobState.DONE, finished_at__lt=now - KEPT).delete()
