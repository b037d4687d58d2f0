"""The tests' settings with the trial kinds, for the child processes of the job tests."""

from itf.settings_test import *  # noqa: F403 - everything but the kinds is as in every test
from tests.jobs.conftest import TRIAL_KINDS

JOB_KINDS = TRIAL_KINDS
JOB_SOURCES = []
