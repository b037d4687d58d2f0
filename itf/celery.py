"""The Celery application: ``celery -A itf worker`` and ``celery -A itf beat`` start from here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itf.settings")

app = Celery("itf", include=["itf.jobs.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
# JSON in and out: a message can name a job, and nothing more can be done with it.
app.conf.update(task_serializer="json", result_serializer="json", accept_content=["json"], timezone="UTC")
