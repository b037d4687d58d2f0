"""What Celery runs: a job by its id, and the sweep that finds what no message told of."""

import logging
import os
import socket
import uuid
from typing import Any

from kombu.exceptions import OperationalError

from itf.celery import app
from itf.jobs.execution import ask_sources, execute, sweep

logger = logging.getLogger(__name__)


@app.task(name="itf.jobs.tasks.run_job")
def run_job(*, job_id: str, **_later: Any) -> None:
    """Run one job. A message for a job that is finished or held by another worker does nothing."""
    execute(uuid.UUID(job_id), f"celery {socket.gethostname()} {os.getpid()}")


# A sweep that waited behind long jobs for its successor is dropped: sweeps must not pile up.
@app.task(name="itf.jobs.tasks.sweep_jobs", expires=25)
def sweep_jobs(**_later: Any) -> None:
    """Queue what is due; send every waiting job again, and those whose worker died. Beat calls this twice a minute."""
    ask_sources()
    for job_id in sweep():
        if not send(job_id):
            return


def send(job_id: uuid.UUID) -> bool:
    """Ask a worker to run the job; say whether the message was taken. Never raises."""
    try:
        run_job.apply_async(kwargs={"job_id": str(job_id)})
    except OperationalError as error:
        logger.warning("job %s: not sent, the next sweep will find it: %s", job_id, error)
        return False
    except Exception:
        # The row is committed, so no fault in sending may turn the answer to a page into an error.
        logger.exception("job %s: not sent, the next sweep will find it", job_id)
        return False
    return True
